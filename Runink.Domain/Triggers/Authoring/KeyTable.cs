using System.Collections.Frozen;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>What each key means, for completion and hover; the reader of the syntax decides what is allowed.</summary>
internal static class KeyTable
{
    public static readonly FrozenDictionary<string, string> Meaning = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["trigger"] = "One trigger.",
        ["triggers"] = "A list of triggers.",
        ["pathway"] = "A pack: triggers with their checklists and escalation policies.",
        ["id"] = "Stable name in lower case with hyphens; else made from the name or the file.",
        ["name"] = "Title that people see.",
        ["description"] = "One paragraph.",
        ["severity"] = "info, low, moderate, high or critical; sets the default clocks and ladder.",
        ["when"] = "The signal condition. It fires when this and `where` become true.",
        ["where"] = "Whom it is about: a filter over patient and encounter.",
        ["for"] = "`when` must hold without a break this long.",
        ["max_gap"] = "Longest time between two samples inside `for`.",
        ["resolve_when"] = "Closes the episode by itself.",
        ["unless"] = "An exception that holds it back while true; kept as \"would have fired\".",
        ["episode"] = "How often it may ask: per, cooldown, re_alert_when, max_per_patient_day.",
        ["per"] = "encounter or patient.",
        ["cooldown"] = "After a firing the next one waits at least this long.",
        ["re_alert_when"] = "Tells the owner again when this becomes true while the episode is open.",
        ["max_per_patient_day"] = "Most firings in any 24 hours.",
        ["quality"] = "stale_after, on_unknown, unknown_after, final_only.",
        ["then"] = "What to do, in order.",
        ["action"] = "notify, escalate, route_referral, log, task, ehr_task, message or webhook.",
        ["sla"] = "Targets from the firing: acknowledge, act, resolve.",
        ["calendar"] = "Business calendar by which the targets and the steps of the escalation count; else round the clock.",
        ["escalation"] = "A policy's name, or steps with after, to and repeat.",
        ["ack_expires"] = "An acknowledgement without an action no longer holds after this long.",
        ["checklist"] = "A checklist's name, or its items.",
        ["parameters"] = "Named numbers, used as $name.",
        ["evidence"] = "citation, developer, funding, reviewed, owner, note.",
        ["budget"] = "max_per_100_patient_days and min_ppv: publishing is refused when the back-test breaks them.",
        ["worklist"] = "false keeps firings off the worklist.",
        ["tests"] = "Timelines with what is expected of them.",
        ["who"] = "E-mail address, team, role or on_call(\"rota\").",
        ["to"] = "E-mail address, team, role or on_call(\"rota\").",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, string[]> Inside = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["trigger", "triggers", "pathway"],
        ["trigger"] = Syntax.TriggerReader.Keys,
        ["triggers"] = Syntax.TriggerReader.Keys,
        ["episode"] = ["per", "cooldown", "re_alert_when", "max_per_patient_day"],
        ["quality"] = ["stale_after", "on_unknown", "unknown_after", "final_only"],
        ["sla"] = ["acknowledge", "act", "resolve", "calendar"],
        ["escalation"] = ["after", "to", "repeat"],
        ["evidence"] = ["citation", "developer", "funding", "reviewed", "owner", "note"],
        ["budget"] = ["max_per_100_patient_days", "min_ppv"],
        ["tests"] = ["name", "given", "expect"],
        ["given"] = ["patient", "encounter", "at", "status"],
        ["expect"] = ["at", "fires", "firings"],
        ["patient"] = ["age", "sex", "birth_date", "deceased"],
        ["encounter"] = ["type", "unit", "bed", "service", "started"],
        ["then"] = ["action", "who", "channel", "message", "to", "after", "service", "priority", "due", "reason", "entry", "for", "title", "checklist", "template", "url-name", "body"],
        ["pathway"] = ["name", "description", "triggers", "checklists", "escalation_policies", "referral_services"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, string[]> Values = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["severity"] = ["info", "low", "moderate", "high", "critical"],
        ["per"] = ["encounter", "patient"],
        ["on_unknown"] = ["worklist", "ignore"],
        ["priority"] = ["routine", "urgent", "asap", "stat"],
        ["fires"] = ["true", "false", "unknown"],
        ["worklist"] = ["true", "false"],
        ["action"] = [.. Syntax.ActionReader.Names],
        ["channel"] = ["email", "slack", "teams", "sms"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenSet<string> Expressions = new[] { "when", "where", "unless", "resolve_when", "re_alert_when" }.ToFrozenSet(StringComparer.Ordinal);
}
