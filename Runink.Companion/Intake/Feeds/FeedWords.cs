using System.Globalization;
using Runink.Domain.Intake;

namespace Runink.Companion.Intake.Feeds;

/// <summary>What kinds of findings are called, and what is to be done about them.</summary>
internal static class FeedWords
{
    private static readonly Dictionary<string, (string Name, string Advice)> Findings = new(StringComparer.Ordinal)
    {
        [IntakeFinding.NotRead] = ("Kept, not read", "Nothing to do, unless a trigger is to read what this feed says and we do not."),
        [IntakeFinding.TestMessage] = ("Test message", "It sends test messages to this door. Nothing of them reaches a patient; ask whether that is meant."),
        [IntakeFinding.TimeUnreadable] = ("Time not readable", "Have it write its times as HL7 does, e.g. 20260302081500+0100. Values without one count from their arrival."),
        [IntakeFinding.TimeAhead] = ("Time ahead", "Have the clocks of what measures set. Values from the future count from their arrival."),
        [IntakeFinding.CodeMissing] = ("No code", "Have it say in OBX-3 what was observed. Values without a code are kept, and no trigger reads them."),
        [IntakeFinding.SiteSegment] = ("The site's own segment", "Say in the feed's profile what its Z-segments mean. Until then nothing reads them."),
        [IntakeFinding.CodeUnknown] = ("Code not known", "Map its codes in the site's vocabulary. Until then no trigger reads those values."),
        [IntakeFinding.ValueUnreadable] = ("Value not readable", "Have it send numbers as numbers. What cannot be read is kept as a text and raises no alarm."),
        [IntakeFinding.UnitMissing] = ("No unit", "Have it say its units in OBX-6. A number without one is compared with nothing."),
        [IntakeFinding.UnitUnknown] = ("Unit not known", "Have it write units as UCUM does. A number in an unknown unit is compared with nothing."),
        [IntakeFinding.DocumentNotRead] = ("Document, not read", "Nothing to do: documents are kept with their message."),
        [IntakeFinding.PatientUnclear] = ("Person not certain", "Decide who is who: a number of it is known here as somebody else's."),
        [IntakeFinding.OrderOfEvents] = ("Older than known", "Nothing to do when a day is sent again. Otherwise ask why its events come in another order than they happened."),
        [IntakeFinding.DeviceClock] = ("Clock of a device", "Open Devices: it says which clocks are off, by how much, and how that is known."),
        [IntakeFinding.Charset] = ("Characters", "Have it say in MSH-18 what it really writes. Until then names may be misspelt."),
    };

    public static string Name(string kind) => Findings.TryGetValue(kind, out var known) ? known.Name : kind;

    public static string Advice(string kind) => Findings.TryGetValue(kind, out var known) ? known.Advice : "Open the messages and look.";

    /// <summary>The one thing that comes first.</summary>
    public static string Advice(FeedConcern concern, int waiting, IReadOnlyList<FeedCount> troubles) => concern switch
    {
        FeedConcern.Silent => "Ask whoever runs it whether it works and the line is up. Until it speaks, its patients are watched without it.",
        FeedConcern.Gone => "Nothing to do if it was switched off. Otherwise ask whoever runs it.",
        FeedConcern.Ahead => "Have its clock and its time zone (MSH-7) set. Until then its values count from their arrival.",
        FeedConcern.Behind => "Look whether its messages wait on their way, or its clock is slow: its alarms come that much later.",
        FeedConcern.Refused => string.Create(CultureInfo.InvariantCulture, $"{waiting:N0} refused {(waiting == 1 ? "message waits" : "messages wait")} in quarantine: mend, and send again."),
        FeedConcern.Broken => "Open its contract: it says what is otherwise than agreed, and whom to ask.",
        FeedConcern.NotUnderstood => Advice(troubles[0].Name),
        FeedConcern.None => "Nothing to do.",
    };

    public static string Door(string door) => door switch
    {
        "mllp" => "MLLP",
        "http" => "HTTP",
        "fhir" => "FHIR",
        "pull" => "fetched",
        "push" => "webhook",
        _ => door,
    };

    /// <summary>The word, the icon and the colour of a state.</summary>
    public static (string Word, string Icon, string Chip) State(FeedConcern concern) => concern switch
    {
        FeedConcern.Silent => ("Silent", "alert", "critical"),
        FeedConcern.Ahead => ("Clock ahead", "clock", "high"),
        FeedConcern.Behind => ("Late", "clock", "high"),
        FeedConcern.Broken => ("Not as agreed", "alert", "high"),
        FeedConcern.Refused => ("Refused", "quarantine", "moderate"),
        FeedConcern.NotUnderstood => ("Not all understood", "info", "low"),
        FeedConcern.Gone => ("Ended", "dots", ""),
        FeedConcern.None => ("Well", "check", "ok"),
    };
}
