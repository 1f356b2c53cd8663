namespace Runink.Companion.Triggers.Approval;

/// <summary>The difference between two sentences by words.</summary>
public static class WordDifference
{
    public static IReadOnlyList<DifferenceLine> Between(string before, string after)
    {
        var words = new List<DifferenceLine>();
        foreach (var word in LineDifference.Between(Lines(before), Lines(after)))
        {
            if (words.Count > 0 && words[^1].Kind == word.Kind)
                words[^1] = word with { Text = $"{words[^1].Text} {word.Text}" };
            else
                words.Add(word);
        }

        return words;
    }

    private static string Lines(string sentence) => string.Join('\n', sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
