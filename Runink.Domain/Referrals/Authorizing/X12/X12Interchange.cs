using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Authorizing.X12;

/// <summary>One segment of an interchange; elements and components are numbered from 1.</summary>
public sealed class X12Segment(string text, char element, char component, char repetition)
{
    private readonly string[] elements = text.Split(element);

    public string Name => elements[0];

    public string? Get(int at) => at < elements.Length && elements[at].Trim() is { Length: > 0 } said ? said : null;

    public string? Get(int at, int part) => Get(at)?.Split(repetition)[0].Split(component) is { } parts && part <= parts.Length && parts[part - 1].Trim() is { Length: > 0 } said ? said : null;

    public IReadOnlyList<string> Repetitions(int at) => Get(at)?.Split(repetition, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>One transaction set: from ST to SE.</summary>
/// <param name="Version">ST-03, else GS-08.</param>
public sealed record X12Transaction(string Type, string? Version, IReadOnlyList<X12Segment> Segments);

/// <summary>A whole interchange, with the delimiters that its own header names. What does not add up is refused as a whole.</summary>
public sealed record X12Interchange(string Sender, string Receiver, string Control, IReadOnlyList<X12Transaction> Transactions)
{
    private const int HeaderLength = 106;

    public static Outcome<X12Interchange> Read(string text)
    {
        text = text.TrimStart('\uFEFF', ' ', '\r', '\n');
        if (text.Length < HeaderLength || !text.StartsWith("ISA", StringComparison.Ordinal))
            return new Refusal("invalid", "This is no X12 interchange: it does not begin with a whole ISA segment.");
        var (element, repetition, component, end) = (text[3], text[82], text[104], text[105]);
        if (new[] { element, component, end }.Distinct().Count() < 3 || new[] { element, component, end }.Any(char.IsLetterOrDigit))
            return new Refusal("invalid", "The ISA segment names no usable delimiters.");
        var segments = text.Split(end).Select(line => line.Trim('\r', '\n', ' ')).Where(line => line.Length > 0).Select(line => new X12Segment(line, element, component, char.IsLetterOrDigit(repetition) ? '\0' : repetition)).ToList();
        if (segments[^1].Name != "IEA")
            return new Refusal("invalid", "The interchange ends without IEA: the file is not whole.");
        if (segments.Skip(1).Any(segment => segment.Name == "ISA"))
            return new Refusal("invalid", "The file holds more than one interchange.");
        var header = segments[0];
        if (segments[^1].Get(2) != header.Get(13))
            return new Refusal("invalid", $"IEA names control number {segments[^1].Get(2) ?? "none"}, and ISA {header.Get(13) ?? "none"}.");
        var transactions = new List<X12Transaction>();
        string? version = null;
        for (var at = 1; at < segments.Count - 1; at++)
        {
            if (segments[at].Name == "GS")
                version = segments[at].Get(8);
            if (segments[at].Name != "ST")
                continue;
            var last = segments.FindIndex(at, segment => segment.Name == "SE");
            if (last < 0 || segments[last].Get(2) != segments[at].Get(2) || segments[last].Get(1) != (last - at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))
                return new Refusal("invalid", $"Transaction {segments[at].Get(2)} does not end with the SE that it should: count or control number differ.");
            transactions.Add(new X12Transaction(segments[at].Get(1) ?? "", segments[at].Get(3) ?? version, segments[at..(last + 1)]));
            at = last;
        }

        return transactions.Count == 0 ? new Refusal("invalid", "The interchange holds no transaction set.") : new X12Interchange(header.Get(6) ?? "", header.Get(8) ?? "", header.Get(13)!, transactions);
    }
}
