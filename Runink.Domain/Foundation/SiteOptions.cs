namespace Runink.Domain.Foundation;

/// <summary>Facts about the hospital itself. Settings under <c>Site</c>.</summary>
public sealed class SiteOptions
{
    public string Name { get; set; } = "Sample hospital";

    /// <summary>IANA name: pages show its clocks, and a time that a feed sends without an offset is one of them. The server's where nothing is set.</summary>
    public string TimeZone { get; set; } = Here();

    /// <summary>Address of this app as people reach it; links in messages begin with it.</summary>
    public string BaseUrl { get; set; } = "http://127.0.0.1:5080";

    /// <summary>File of names, codes, sets and calendars that add to the shipped ones or replace them; null when there is none.</summary>
    public string? Vocabulary { get; set; }

    /// <summary>Folder of profiles (*.yaml) that say what feeds mean by codes and segments of their own; null when there is none.</summary>
    public string? FeedProfiles { get; set; }

    /// <summary>What happens to messages that say that they are a test (HL7 MSH-11 T or D).</summary>
    public TestMessages TestMessages { get; set; }

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private static string Here()
    {
        var here = TimeZoneInfo.Local.Id;
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(here, out var iana))
            here = iana;
        // A machine whose zone has a rule and no name runs on no clock that could be told to anybody.
        return TimeZoneInfo.TryFindSystemTimeZoneById(here, out _) ? here : "UTC";
    }
}

/// <summary>What happens to messages that MSH-11 marks as training (T) or debugging (D).</summary>
public enum TestMessages
{
    /// <summary>Accepted and kept with a finding; nothing of it reaches a patient.</summary>
    Keep,

    /// <summary>Refused (AR).</summary>
    Refuse,
}
