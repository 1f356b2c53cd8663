namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Cuts a file or a batch (FHS/BHS … BTS/FTS) into its messages.</summary>
public static class Hl7Batch
{
    public static IEnumerable<string> Split(string text)
    {
        var current = new List<string>();
        foreach (var line in text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var content = line.Trim('\u000b', '\u001c', ' ');
            if (content.Length == 0 || IsEnvelope(content))
                continue;
            if (content.StartsWith("MSH", StringComparison.Ordinal) && current.Count > 0)
            {
                yield return string.Join('\r', current);
                current.Clear();
            }

            current.Add(content);
        }

        if (current.Count > 0)
            yield return string.Join('\r', current);
    }

    private static bool IsEnvelope(string line) => line.Length >= 3 && line[..3] is "FHS" or "BHS" or "BTS" or "FTS";
}
