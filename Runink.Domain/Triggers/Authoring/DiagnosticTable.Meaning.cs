namespace Runink.Domain.Triggers.Authoring;

/// <summary>The families that are about what a trigger does rather than how it is written.</summary>
public static partial class DiagnosticTable
{
    private static IEnumerable<DiagnosticCode> Time() =>
    [
        new("RNK1501", "Window missing or not a length of time", "The function looks back over a window and needs to know how far.", "Write a length of time such as 30m, 6h or 2d.",
            When("rise(lab.lactate) > 1 mmol/L"), When("rise(lab.lactate, 6h) > 1 mmol/L")),
        new("RNK1502", "Window too long or nothing", "A window is longer than nothing and at most 400 days, which is how long signals are kept.", "Take a shorter window.",
            When("max(lab.lactate, 9999d) > 3 mmol/L"), When("max(lab.lactate, 30d) > 3 mmol/L")),
        new("RNK1503", "Arguments do not fit", "The function takes other arguments.", "Follow the signature in the message.",
            When("news2(1, 2) > 5"), When("news2(1) > 5")),
        new("RNK1504", "Baseline the wrong way round", "A baseline is taken between an older and a younger age.", "Write the older age first, e.g. 365d, 8d.",
            When("ratio(lab.creatinine, baseline(lab.creatinine, median, 8d, 365d)) >= 1.5"), When("ratio(lab.creatinine, baseline(lab.creatinine, median, 365d, 8d)) >= 1.5")),
        new("RNK1505", "No such scale", "NEWS2 has the scales 1 and 2.", "Use 2 only for a prescribed hypercapnic target.",
            When("news2(3) > 5"), When("news2(2) > 5")),
        new("RNK1506", "No history", "The function needs a series of values: a name with a history, not an expression and not a fact.", "Name a signal such as lab.lactate.",
            When("max(age, 2h) > 3"), When("age > 3")),
    ];

    private static IEnumerable<DiagnosticCode> Actions() =>
    [
        new("RNK1601", "Step without an action", "Each step of then names an action.", "Add action: with one of the names in the message.",
            Then("{who: charge_nurse}"), Then("{action: notify, who: charge_nurse}")),
        new("RNK1602", "Unknown action", "There is no such action.", "Take the nearest one.",
            Then("{action: notfy, who: charge_nurse}"), Then("{action: notify, who: charge_nurse}")),
        new("RNK1603", "Not an e-mail address", "There is an @, but this is no address.", "Write name@domain, or a team, role or rota.",
            Then("{action: notify, who: \"@provider.org\"}"), Then("{action: notify, who: \"navigator_team@provider.org\"}")),
        new("RNK1604", "Rota without quotes", "The rota's name stands in quotes.", "Write on_call(\"name\").",
            Then("{action: notify, who: on_call(medicine)}"), Then("{action: notify, who: 'on_call(\"medicine\")'}")),
        new("RNK1605", "Steps out of order", "The steps of an escalation come in order of time.", "Sort them by after.",
            When("lab.lactate > 3 mmol/L", "escalation: [{after: 30m, to: charge_nurse}, {after: 10m, to: attending}]"),
            When("lab.lactate > 3 mmol/L", "escalation: [{after: 10m, to: charge_nurse}, {after: 30m, to: attending}]")),
        new("RNK1606", "Nobody reachable", "No team, role or rota has this name, so nobody would be told. Publishing is refused.", "Take a name that the hospital has, or an e-mail address; an administrator adds names.",
            Then("{action: notify, who: charge_nurses}"), Then("{action: notify, who: charge_nurse}")),
        new("RNK1607", "Unknown referral service", "The hospital has no referral service with this name.", "Take the nearest name, or have the service added.",
            Then("{action: route_referral, service: Nefrology}"), Then("{action: route_referral, service: Nephrology}")),
        new("RNK1608", "Unknown endpoint", "A webhook goes only to an endpoint that an administrator registered. Publishing is refused.", "Take a registered name; an address is never accepted.",
            Then("{action: webhook, url-name: bedboard}"), Then("{action: webhook, url-name: bed-board}")),
        new("RNK1609", "Unknown policy or checklist", "Neither the pathway around the trigger nor the hospital defines it.", "Take a name that exists, or write the steps or items here.",
            When("lab.lactate > 3 mmol/L", "checklist: sepsis bundel"), When("lab.lactate > 3 mmol/L", "checklist: sepsis bundle")),
        new("RNK1610", "Told too often", "A step is told again after a minute or more, and all steps together at most 200 times.", "Say every, or fewer repetitions.",
            When("lab.lactate > 3 mmol/L", "escalation: [{after: 10m, to: charge_nurse, repeat: 3, every: 10s}]"),
            When("lab.lactate > 3 mmol/L", "escalation: [{after: 10m, to: charge_nurse, repeat: 3, every: 5m}]")),
        new("RNK1611", "Mutes itself, or nobody", "inhibits names other triggers that exist.", "Take the id of another trigger.",
            When("lab.lactate > 3 mmol/L", "id: lactate\n  inhibits: [lactate]"), When("lab.lactate > 3 mmol/L", "id: lactate\n  inhibits: [lactate-high]")),
        new("RNK1620", "Nobody on call", "A rota that the trigger calls has nobody on call at some time in the next seven days, or somebody who cannot be reached.", "Fill the gap on the rota's page, or give the person a way to be reached.",
            Then("{action: notify, who: 'on_call(\"night_medicine\")'}"), Then("{action: notify, who: 'on_call(\"medicine\")'}")),
    ];

    private static IEnumerable<DiagnosticCode> Lints() =>
    [
        new("RNK1701", "Bare number", "A number beside a quantity is read in the name's own unit.", "Write the unit, so that nobody has to know.",
            When("lab.lactate > 3"), When("lab.lactate > 3 mmol/L")),
        new("RNK1702", "AND and OR without parentheses", "AND binds tighter than OR; many readers expect the other.", "Put parentheses around what belongs together.",
            When("lab.lactate > 3 mmol/L OR score.news2 > 6 AND age > 65"), When("lab.lactate > 3 mmol/L OR (score.news2 > 6 AND age > 65)")),
        new("RNK1703", "Always or never true", "The limits make it true or false for every value that can be.", "Look for a wrong unit, a turned sign, or an AND that should be an OR.",
            When("lab.lactate > 5 mmol/L AND lab.lactate < 3 mmol/L"), When("lab.lactate > 3 mmol/L AND lab.lactate < 5 mmol/L")),
        new("RNK1704", "qSOFA as the only screen", "The 2021 Surviving Sepsis guideline advises against qSOFA as the only screen.", "Add NEWS2, SIRS or lactate.",
            When("score.qsofa >= 2"), When("score.qsofa >= 2 OR lab.lactate > 3 mmol/L")),
        new("RNK1705", "Parameter not used", "A parameter is declared and never read: overriding it would change nothing.", "Use it as $name, or take it out.",
            When("lab.lactate > 3 mmol/L", "parameters: {limit: 3 mmol/L}"), When("lab.lactate > $limit", "parameters: {limit: 3 mmol/L}")),
        new("RNK1706", "Window shorter than the usual gap", "The window is shorter than a quarter of the time for which a value of this name stays fresh, which is about how often it is taken. It will often be empty.", "Take a longer window, or the latest value.",
            When("max(lab.creatinine, 1h) > 2 mg/dL"), When("max(lab.creatinine, 48h) > 2 mg/dL")),
        new("RNK1707", "Overlaps another trigger", "Another trigger reads the same names and is true whenever this one is, or the other way round, so the same people are asked twice.", "Make one of them, with two severities or re_alert_when, or set their limits apart.",
            $"triggers:\n{Listed("high-lactate", "3")}{Listed("very-high-lactate", "5")}", $"trigger:\n  id: high-lactate\n  when: lab.lactate > 3 mmol/L\n  episode: {{re_alert_when: lab.lactate > 5 mmol/L}}\n  then: [{{action: log, entry: seen}}]\n"),
        new("RNK1708", "No data in 30 days", "No feed sent this name in the last 30 days, so the condition stays unknown.", "Look at the codes of the name in the vocabulary and at the feed.",
            When("lab.procalcitonin > 2 ug/L"), When("lab.crp > 100 mg/L")),
        new("RNK1709", "Says the same as when", "unless, resolve_when or re_alert_when is true whenever when is: the trigger never fires, closes as it opens, or tells nothing new.", "Write the condition that is meant, often with the sign turned.",
            When("lab.lactate > 3 mmol/L", "resolve_when: lab.lactate > 2 mmol/L"), When("lab.lactate > 3 mmol/L", "resolve_when: lab.lactate <= 2 mmol/L")),
        new("RNK1710", "Limit never counts", "The cooldown is a day or longer, so max_per_patient_day is never reached.", "Keep one of the two.",
            When("lab.lactate > 3 mmol/L", "episode: {cooldown: 24h, max_per_patient_day: 3}"), When("lab.lactate > 3 mmol/L", "episode: {cooldown: 4h, max_per_patient_day: 3}")),
        new("RNK1711", "Targets out of order", "Work is acknowledged, then acted on, then resolved; a target is later than the next one. A target that is not written comes from the severity.", "Write the three targets in growing order.",
            When("lab.lactate > 3 mmol/L", "sla: {acknowledge: 4h, act: 2h, resolve: 8h}"), When("lab.lactate > 3 mmol/L", "sla: {acknowledge: 1h, act: 2h, resolve: 8h}")),
        new("RNK1712", "Sum of two measurements", "Two different measurements in different units are added: the units agree after conversion, the sum means nothing. 4 g/dL of albumin would count as 4000 mg/dL of calcium.", "Divide by one of the unit where a formula takes the plain number.",
            When("lab.calcium + 0.8 * (4.0 g/dL - lab.albumin) < 8 mg/dL"), When("lab.calcium + 0.8 mg/dL * (4.0 - lab.albumin / 1 g/dL) < 8 mg/dL")),
        new("RNK1713", "A word that may be denied", "CONTAINS finds the word in a text that denies it: \"No growth\" contains growth.", "Exclude the denial, or ask for a coded answer.",
            When("lab.blood_culture CONTAINS \"growth\""), When("lab.blood_culture CONTAINS \"growth\" AND NOT lab.blood_culture CONTAINS \"no growth\"")),
    ];
}
