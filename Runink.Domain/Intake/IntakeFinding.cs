using System.Text.Json.Serialization;

namespace Runink.Domain.Intake;

/// <summary>Something of an accepted message that was kept and not understood, or not believed. Its feed's page shows it.</summary>
/// <param name="Kind">One of the names here; findings are counted by it.</param>
/// <param name="Place">As people name it: <c>OBX[2]-5</c>; null for the whole.</param>
/// <param name="Text">One sentence without any patient's data.</param>
public sealed record IntakeFinding(string Kind, string? Place, string Text)
{
    public const string NotRead = "kept-not-read";
    public const string SiteSegment = "site-segment";
    public const string TestMessage = "test-message";
    public const string TimeUnreadable = "time-unreadable";
    public const string TimeAhead = "time-ahead";
    public const string CodeMissing = "code-missing";
    public const string CodeUnknown = "code-unknown";
    public const string ValueUnreadable = "value-unreadable";
    public const string UnitMissing = "unit-missing";
    public const string UnitUnknown = "unit-unknown";
    public const string DocumentNotRead = "document-not-read";
    public const string PatientUnclear = "patient-unclear";
    public const string OrderOfEvents = "older-than-known";
    public const string DeviceClock = "device-clock";
    public const string Charset = "charset";

    /// <summary>Whether the sender is told: what only the site can mend is for its feed's page.</summary>
    [JsonIgnore]
    public bool IsForSender => Kind is not (CodeUnknown or SiteSegment);

    /// <summary>The code that the vocabulary does not know, so that a site can map it; null for other findings.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Coding? Code { get; init; }
}
