namespace Runink.Domain.Foundation;

/// <summary>Facts about the hospital itself. Settings under <c>Site</c>.</summary>
public sealed class SiteOptions
{
    public string Name { get; set; } = "Sample hospital";

    /// <summary>IANA name; used where a feed sends local times without an offset.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Address of this app as people reach it; links in messages begin with it.</summary>
    public string BaseUrl { get; set; } = "http://127.0.0.1:5080";

    /// <summary>File of names, codes, sets and calendars that add to the shipped ones or replace them; null when there is none.</summary>
    public string? Vocabulary { get; set; }

    /// <summary>Folder of profiles (*.yaml) that say what feeds mean by codes and segments of their own; null when there is none.</summary>
    public string? FeedProfiles { get; set; }

    /// <summary>What happens to messages that say that they are a test (HL7 MSH-11 T or D).</summary>
    public TestMessages TestMessages { get; set; }

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>What happens to messages that MSH-11 marks as training (T) or debugging (D).</summary>
public enum TestMessages
{
    /// <summary>Accepted and kept with a finding; nothing of it reaches a patient.</summary>
    Keep,

    /// <summary>Refused (AR).</summary>
    Refuse,
}
