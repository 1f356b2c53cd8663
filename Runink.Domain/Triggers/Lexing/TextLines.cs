using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>A text with the starts of its lines, so that offsets become places and back.</summary>
internal sealed class TextLines
{
    private readonly List<int> starts = [0];

    public TextLines(string text)
    {
        Text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }
    }

    public string Text { get; }

    public int Count => starts.Count;

    public int Offset(long line, long column) =>
        line < 1 ? 0 : line > starts.Count ? Text.Length : (int)Math.Clamp(starts[(int)line - 1] + column - 1, 0, Text.Length);

    /// <summary>The line without its end.</summary>
    public string Line(int line)
    {
        if (line < 1 || line > starts.Count)
            return "";
        var end = line < starts.Count ? starts[line] : Text.Length;
        return Text[starts[line - 1]..end].TrimEnd('\r', '\n');
    }

    /// <summary>A place from offsets; cut at the end of its first line.</summary>
    public SourceSpan Span(int start, int end)
    {
        start = Math.Clamp(start, 0, Text.Length);
        var index = starts.BinarySearch(start);
        var line = index >= 0 ? index : ~index - 1;
        var lineEnd = starts[line] + Line(line + 1).Length;
        return new(line + 1, start - starts[line] + 1, Math.Max(0, Math.Min(end, lineEnd) - start));
    }
}
