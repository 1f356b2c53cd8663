namespace Runink.Domain.Intake.Hl7v2;

/// <summary>One segment. Fields, repetitions, components and subcomponents are numbered from 1, as in the standard.</summary>
/// <param name="occurrence">1 for the first segment of this name in the message.</param>
public sealed class Hl7Segment(ReadOnlyMemory<char> text, Hl7Delimiters delimiters, int occurrence)
{
    /// <summary>Where each field ends, the name's included; made when the first field is asked for.</summary>
    private int[]? ends;

    public string Name { get; } = NameOf(text.Span[..3]);

    public int Occurrence => occurrence;

    public int Length => text.Length;

    /// <summary>The segment as it stands.</summary>
    public ReadOnlySpan<char> Whole => text.Span;

    /// <summary>Number of repetitions of a field; 0 when it is empty.</summary>
    public int Repetitions(int field)
    {
        var span = Slice(field);
        return span.IsEmpty ? 0 : span.Count(delimiters.Repetition) + 1;
    }

    /// <summary>The text of a component with its escapes resolved; null when it is empty or the HL7 null <c>""</c>.</summary>
    public string? Get(int field, int component = 1, int repetition = 1, int subcomponent = 1)
    {
        var span = Part(Part(Part(Slice(field), delimiters.Repetition, repetition), delimiters.Component, component), delimiters.Subcomponent, subcomponent).Trim();
        return span.IsEmpty || span is "\"\"" ? null : Hl7Escapes.Resolve(span, delimiters);
    }

    /// <summary>Whether the sender takes the component back by the HL7 null <c>""</c>, in the component or as the whole field.</summary>
    public bool IsNull(int field, int component = 1) =>
        Slice(field).Trim() is "\"\"" || Part(Part(Slice(field), delimiters.Repetition, 1), delimiters.Component, component).Trim() is "\"\"";

    /// <summary>
    /// The whole field as text, a line for each repetition, escapes resolved: in a text the other delimiters are letters that
    /// somebody forgot to escape.
    /// </summary>
    public string Text(int field)
    {
        var lines = Slice(field).ToString().Split(delimiters.Repetition);
        return string.Join('\n', lines.Select(line => Hl7Escapes.Resolve(line.AsSpan().Trim(), delimiters))).Trim();
    }

    /// <summary>The whole field as it stands, escapes unresolved.</summary>
    public string Raw(int field) => Slice(field).ToString();

    /// <summary>How people name a place of this segment: <c>OBX[2]-5</c>.</summary>
    public string Place(int field, int? component = null) =>
        $"{Name}{(occurrence > 1 || Name is "OBX" or "OBR" ? $"[{occurrence}]" : "")}-{field}{(component is null ? "" : $".{component}")}";

    public override string ToString() => text.ToString();

    private ReadOnlySpan<char> Slice(int field)
    {
        var span = text.Span;
        if (Name == "MSH")
        {
            if (field == 1)
                return span.Slice(3, 1);
            field--;
        }

        ends ??= Ends(span);
        return field >= ends.Length ? [] : field == 0 ? span[..ends[0]] : span[(ends[field - 1] + 1)..ends[field]];
    }

    private int[] Ends(ReadOnlySpan<char> span)
    {
        var found = new int[span.Count(delimiters.Field) + 1];
        var at = 0;
        for (var field = 0; field < found.Length - 1; field++)
        {
            at += span[at..].IndexOf(delimiters.Field);
            found[field] = at++;
        }

        found[^1] = span.Length;
        return found;
    }

    /// <summary>The names that nearly all segments have are not made again for each.</summary>
    private static string NameOf(ReadOnlySpan<char> name) => name switch
    {
        "OBX" => "OBX",
        "OBR" => "OBR",
        "NTE" => "NTE",
        "PID" => "PID",
        "PV1" => "PV1",
        "MSH" => "MSH",
        _ => name.ToString(),
    };

    private static ReadOnlySpan<char> Part(ReadOnlySpan<char> span, char separator, int number)
    {
        for (; number > 1; number--)
        {
            var next = span.IndexOf(separator);
            if (next < 0)
                return [];
            span = span[(next + 1)..];
        }

        var end = span.IndexOf(separator);
        return end < 0 ? span : span[..end];
    }
}
