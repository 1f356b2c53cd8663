using System.Runtime.InteropServices;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>A message cut into segments; fields are sliced when they are asked for.</summary>
public sealed class Hl7Message
{
    private Hl7Message(Hl7Delimiters delimiters, List<Hl7Segment> segments)
    {
        Delimiters = delimiters;
        Segments = segments;
    }

    public Hl7Delimiters Delimiters { get; }

    public IReadOnlyList<Hl7Segment> Segments { get; }

    public Hl7Segment Header => Segments[0];

    public Hl7Segment? Find(string name)
    {
        foreach (var segment in Segments)
        {
            if (segment.Name == name)
                return segment;
        }

        return null;
    }

    /// <summary>Takes CR, LF and CRLF as segment ends, because senders use all three.</summary>
    public static bool TryParse(string text, out Hl7Message? message, out MessageFault? fault)
    {
        message = null;
        fault = Check(text);
        if (fault is not null)
            return false;

        var delimiters = ReadDelimiters(text);
        if (Distinct(delimiters) < 5)
        {
            fault = new MessageFault(true, "MSH-2", 102, "The delimiters of MSH-1 and MSH-2 must be five different characters.");
            return false;
        }

        var segments = new List<Hl7Segment>();
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var rest = text.AsMemory();
        var line = 0;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOfAny('\r', '\n');
            var content = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            line++;
            if (content.Span.Trim().IsEmpty)
                continue;
            if (!IsSegment(content.Span, delimiters.Field))
            {
                fault = new MessageFault(false, $"segment {segments.Count + 1}", 100, "A segment starts with three capital letters or digits and a field separator.", line);
                return false;
            }

            ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(occurrences, content.Span[..3], out _);
            segments.Add(new Hl7Segment(content, delimiters, ++occurrence));
        }

        message = new Hl7Message(delimiters, segments);
        return true;
    }

    /// <summary>
    /// The MSH segment alone of a text whose rest cannot be read: a refusal that names neither the sender nor the message helps nobody.
    /// Null when it cannot be read either.
    /// </summary>
    public static Hl7Message? HeaderOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var header = (end < 0 ? text : text[..end]).Replace('\0', ' ');
        return Check(header) is null && ReadDelimiters(header) is var delimiters && Distinct(delimiters) == 5
            ? new Hl7Message(delimiters, [new Hl7Segment(header.AsMemory(), delimiters, 1)])
            : null;
    }

    private static MessageFault? Check(string text)
    {
        if (!text.StartsWith("MSH", StringComparison.Ordinal))
            return new MessageFault(true, "MSH", 100, "A message starts with an MSH segment.");
        if (text.Length < 8 || text.AsSpan(3, 5).IndexOfAny('\r', '\n') >= 0)
            return new MessageFault(true, "MSH-2", 101, "MSH-1 and MSH-2 must declare the field separator and four encoding characters.");
        return text.Contains('\0') ? new MessageFault(true, null, 102, "The message contains a NUL character.") : null;
    }

    private static Hl7Delimiters ReadDelimiters(string text) => new(text[3], text[4], text[5], text[6], text[7]);

    private static int Distinct(Hl7Delimiters d) =>
        new HashSet<char> { d.Field, d.Component, d.Repetition, d.Escape, d.Subcomponent }.Count;

    private static bool IsSegment(ReadOnlySpan<char> line, char fieldSeparator)
    {
        if (line.Length < 3)
            return false;
        foreach (var letter in line[..3])
        {
            if (!char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter))
                return false;
        }

        return line.Length == 3 || line[3] == fieldSeparator;
    }
}
