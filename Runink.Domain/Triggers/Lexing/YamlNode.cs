using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>A piece of YAML that knows where it stands.</summary>
internal abstract class YamlNode(TextLines lines, int start, int end)
{
    public TextLines Lines => lines;

    public int Start => start;

    public int End { get; protected set; } = end;

    public virtual SourceSpan Span => lines.Span(start, End);
}

internal sealed class YamlScalar(TextLines lines, int start, int end, string text, bool plain) : YamlNode(lines, start, end)
{
    private int[]? places;

    public string Text => text;

    /// <summary>Neither quoted nor a block: <c>~</c> and nothing mean "no value" only here.</summary>
    public bool IsPlain => plain;

    public bool IsEmpty => plain && text is "" or "~" or "null";

    /// <summary>The place in the file of a part of the decoded text.</summary>
    public SourceSpan At(int offset, int length)
    {
        var (first, last) = Place(offset, length);
        return Lines.Span(first, last);
    }

    /// <summary>The same as offsets into the file.</summary>
    public (int Start, int End) Place(int offset, int length)
    {
        places ??= ScalarAlignment.Of(Lines.Text, Start, End, text);
        if (places.Length == 0)
            return (Start, End);
        var first = places[Math.Clamp(offset, 0, places.Length - 1)] + (offset >= places.Length ? 1 : 0);
        var last = length <= 0 ? first : places[Math.Clamp(offset + length - 1, 0, places.Length - 1)] + 1;
        return (first, Math.Max(first, last));
    }
}

internal sealed class YamlList(TextLines lines, int start) : YamlNode(lines, start, start)
{
    public List<YamlNode> Items { get; } = [];

    public void Close(int end) => End = end;
}

internal sealed class YamlMap(TextLines lines, int start) : YamlNode(lines, start, start)
{
    public List<(YamlScalar Key, YamlNode Value)> Entries { get; } = [];

    /// <summary>A mapping is pointed at by its first key: the whole of it would be a page.</summary>
    public override SourceSpan Span => Entries is [var first, ..] ? first.Key.Span : base.Span;

    public YamlNode? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (name.Text == key)
                    return value;
            }

            return null;
        }
    }

    public void Close(int end) => End = end;
}
