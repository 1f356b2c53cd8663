namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// Reads the time stamps of one message. The offset of MSH-7 holds for all that have none (HL7 v2 chapter 2A, DTM), unless it is
/// the site's own: then each instant has the offset that the site had, in summer and in winter.
/// </summary>
internal sealed class Hl7Clock
{
    private readonly TimeZoneInfo site;
    private readonly TimeSpan? foreign;
    private readonly List<IntakeFinding> findings;

    /// <summary>The lines of a report have mostly one time.</summary>
    private (string? Stamp, DateTimeOffset Instant) last;

    public Hl7Clock(Hl7Segment header, TimeZoneInfo site, DateTimeOffset receivedAt, List<IntakeFinding> findings)
    {
        this.site = site;
        this.findings = findings;
        Sent = receivedAt;
        if (header.Get(7) is not { } stamp)
            return;
        if (!Hl7Time.TryParse(stamp, site, out var sent))
        {
            findings.Add(new(IntakeFinding.TimeUnreadable, "MSH-7", "The time of the message is not a time stamp; the time of arrival stands for it."));
            return;
        }

        (Sent, SaidSent) = (sent, sent);
        if (Hl7Time.Offset(stamp) is { } offset && site.GetUtcOffset(sent) != offset)
            foreign = offset;
    }

    /// <summary>When the message was sent, or else when it arrived.</summary>
    public DateTimeOffset Sent { get; }

    public DateTimeOffset? SaidSent { get; }

    /// <summary>Null when the field is empty, and when it cannot be read: that is a finding.</summary>
    public DateTimeOffset? Read(Hl7Segment segment, int field, string what, int component = 1)
    {
        if (segment.Get(field, component) is not { } stamp)
            return null;
        if (stamp == last.Stamp)
            return last.Instant;
        if (Hl7Time.TryParse(stamp, Offset, out var instant))
        {
            last = (stamp, instant);
            return instant;
        }

        findings.Add(new(IntakeFinding.TimeUnreadable, segment.Place(field, component == 1 ? null : component), $"{what} is not a time stamp."));
        return null;
    }

    private TimeSpan Offset(DateTime local) => foreign ?? site.GetUtcOffset(local);
}
