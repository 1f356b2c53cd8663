using System.Globalization;
using Runink.Domain.Intake.Rows;

namespace Runink.Domain.Intake.Hl7v2.Profiles;

/// <summary>
/// What one feed means by codes, units, fields and segments of its own, in the words of the standard. It is applied before a message
/// is read; the message itself is kept as it came.
/// </summary>
/// <param name="Feeds">MSH-3/MSH-4 as the feed page shows them; <c>*</c> at the end stands for any rest.</param>
/// <param name="Codes">By field and the feed's own code: the standard's code, as <c>code^text^system</c>.</param>
/// <param name="Units">The feed's spellings of units (OBX-6), each with a spelling that is known.</param>
/// <param name="Copies">Where the feed keeps something, and where HL7 does.</param>
/// <param name="Segments">Segments of the feed's own that are results.</param>
public sealed record FeedProfile(
    string Name, IReadOnlyList<string> Feeds, IReadOnlyDictionary<(Hl7Path Field, string Code), string> Codes, IReadOnlyDictionary<string, string> Units,
    IReadOnlyList<FieldCopy> Copies, IReadOnlyList<SegmentReading> Segments, IReadOnlyList<ProfileTest> Tests)
{
    /// <summary>What the columns of its rows mean; null when it sends none.</summary>
    public RowMapping? Rows { get; init; }

    public bool IsFor(string source) => Feeds.Any(feed => feed.EndsWith('*')
        ? source.StartsWith(feed[..^1], StringComparison.OrdinalIgnoreCase)
        : source.Equals(feed, StringComparison.OrdinalIgnoreCase));

    /// <summary>Segments that the profile reads, so that they are no finding.</summary>
    public bool Reads(string segment) => Segments.Any(reading => reading.Segment == segment) || Copies.Any(copy => copy.From.Segment == segment);
}

/// <summary>A field or a component of a segment, as people write it: <c>PV1-10</c>, <c>ZPV-3.2</c>.</summary>
/// <param name="Component">0 is the whole field.</param>
public readonly record struct Hl7Path(string Segment, int Field, int Component)
{
    /// <summary>Null when the text is no such place.</summary>
    public static Hl7Path? Parse(string text) =>
        text.Trim().Split('-', 2) is [{ Length: 3 } segment, var rest] && segment.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter))
        && rest.Split('.', 2) is var parts && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var field) && field is > 0 and < 1000
            ? parts.Length == 1 ? new Hl7Path(segment, field, 0) : int.TryParse(parts[1], CultureInfo.InvariantCulture, out var component) && component is > 0 and < 100 ? new Hl7Path(segment, field, component) : null
            : null;

    public override string ToString() => Component == 0 ? $"{Segment}-{Field}" : $"{Segment}-{Field}.{Component}";
}

/// <param name="To">Filled only where the sender left it empty.</param>
public sealed record FieldCopy(Hl7Path From, Hl7Path To);

/// <summary>A segment that stands for a result (OBX).</summary>
/// <param name="Code">A place that holds the code, or the code itself as <c>code^text^system</c>.</param>
/// <param name="When">Only where this place says this; null for always.</param>
public sealed record SegmentReading(string Segment, string Code, Hl7Path Value, Hl7Path? Unit, Hl7Path? At, (Hl7Path Place, string Says)? When);

/// <param name="Says">Lines that the message must come to say, as <see cref="ProfileCheck"/> writes them.</param>
/// <param name="Line">Where the test stands in its file, from 1.</param>
public sealed record ProfileTest(string Name, string Message, IReadOnlyList<string> Says, int Line);
