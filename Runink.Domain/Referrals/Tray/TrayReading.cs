using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Domain.Referrals.Rules;

namespace Runink.Domain.Referrals.Tray;

/// <summary>What an item has to read.</summary>
/// <param name="Sender">Of a mail; null otherwise.</param>
/// <param name="Services">Names by which services are asked for here, with what each is called in its rules.</param>
/// <param name="Words">Words that raise a priority, by the rules of any service.</param>
public sealed record TrayFacts(IReadOnlyList<TrayPage> Pages, string? Sender, IReadOnlyList<string> Services, PriorityWords? Words = null);

/// <summary>
/// What can be read in a document by rules that a person can follow: what stands behind a label, what is named once. What can be read
/// in two ways is shown and not chosen.
/// </summary>
public static partial class TrayReading
{
    private const int MostCodes = 12;

    private static readonly (string Word, string Priority)[] PriorityTerms =
    [
        ("emergency", "urgent"), ("emergent", "urgent"), ("urgent", "urgent"), ("stat", "urgent"), ("immediate", "urgent"), ("soon", "soon"), ("expedited", "soon"), ("asap", "urgent"), ("semi-urgent", "soon"), ("routine", "routine"), ("elective", "routine"),
        ("standard", "routine"),
    ];

    public static IReadOnlyList<TraySuggestion> Of(TrayFacts facts)
    {
        var labelled = DocumentLabels.In(facts.Pages).ToLookup(one => one.Field);
        return
        [
            .. new[]
            {
                Plain(TrayField.PatientName, labelled[TrayField.PatientName].Where(one => WrittenName.Of(one.Value).Family is not null), StringComparer.OrdinalIgnoreCase),
                BirthDate(labelled[TrayField.BirthDate]), Mrn(labelled[TrayField.Mrn]), Service(labelled[TrayField.Service], facts), Priority(labelled[TrayField.Priority], labelled[TrayField.Reason], facts),
                Plain(TrayField.Reason, labelled[TrayField.Reason], StringComparer.OrdinalIgnoreCase), Referrer(labelled[TrayField.Referrer], facts), Plain(TrayField.Payer, labelled[TrayField.Payer], StringComparer.OrdinalIgnoreCase),
                Diagnoses(labelled[TrayField.Diagnoses], facts),
            }.OfType<TraySuggestion>(),
        ];
    }

    /// <summary>Codes of ICD-10 in a text that is said to have them; without a label only those with a point, since B12 is a vitamin.</summary>
    public static IReadOnlyList<string> CodesIn(string text, bool isLabelled) =>
        [.. Code().Matches(text).Select(match => match.Value.ToUpperInvariant()).Where(code => isLabelled || code.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Take(MostCodes)];

    private static TraySuggestion? Plain(TrayField field, IEnumerable<LabelledValue> values, IEqualityComparer<string> same)
    {
        var best = values.GroupBy(one => one.Strength).MinBy(group => group.Key)?.ToList();
        if (best is null)
            return null;
        var first = best[0];
        var other = best.FirstOrDefault(one => !same.Equals(one.Value, first.Value));
        return other is null
            ? Behind(field, first.Value, first)
            : Unsure(field, first, $"“{first.Value}” and “{other.Value}” both stand behind such a label.");
    }

    private static TraySuggestion Behind(TrayField field, string value, LabelledValue at) => new(field, value, at.File, at.Page, at.Quote, TrayConfidence.Labelled, $"It stands behind “{at.Label}”.");

    private static TraySuggestion Unsure(TrayField field, LabelledValue at, string why) => new(field, "", at.File, at.Page, at.Quote, TrayConfidence.Unsure, why);

    private static TraySuggestion? BirthDate(IEnumerable<LabelledValue> values)
    {
        var read = values.Select(one => (one, days: TrayDates.Readings(one.Value))).Where(pair => pair.days.Count > 0).ToList();
        if (read.Count == 0)
            return null;
        var (first, days) = read[0];
        if (days.Count > 1)
            return Unsure(TrayField.BirthDate, first, $"“{first.Value}” is {Said(days[0])} or {Said(days[1])}.");
        return read.Select(pair => pair.days).FirstOrDefault(other => !other.Contains(days[0])) is { } differs
            ? Unsure(TrayField.BirthDate, first, $"{Said(days[0])} and {Said(differs[0])} both stand behind such a label.")
            : Behind(TrayField.BirthDate, days[0].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), first);
    }

    private static TraySuggestion? Mrn(IEnumerable<LabelledValue> values) =>
        Plain(TrayField.Mrn, values.Select(one => one with { Value = one.Value.Split(' ')[0].Trim('.', ',', '#') }).Where(one => one.Value.Any(char.IsAsciiDigit)), StringComparer.OrdinalIgnoreCase);

    private static TraySuggestion? Service(IEnumerable<LabelledValue> values, TrayFacts facts)
    {
        var labelled = values.OrderBy(one => one.Strength).ToList();
        foreach (var one in labelled)
        {
            if (Named(one.Value, facts.Services) is [var only])
                return Behind(TrayField.Service, only, one);
        }

        var mentioned = (from page in facts.Pages from line in page.Text.Split('\n') from service in Named(line, facts.Services) select (service, page, line)).ToList();
        var different = mentioned.Select(one => one.service).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (different.Count == 1)
            return new TraySuggestion(TrayField.Service, different[0], mentioned[0].page.File, mentioned[0].page.Number, DocumentLabels.Quote(mentioned[0].line), TrayConfidence.Named, "It is the only service that is named.");
        if (different.Count > 1)
            return new TraySuggestion(TrayField.Service, "", mentioned[0].page.File, mentioned[0].page.Number, DocumentLabels.Quote(mentioned[0].line), TrayConfidence.Unsure, $"{string.Join(", ", different.Take(4))} are all named.");
        return labelled.Count == 0 ? null : Unsure(TrayField.Service, labelled[0], $"“{labelled[0].Value}” is no service that was asked for here before.");
    }

    /// <summary>The longest name wins where one is part of another.</summary>
    private static List<string> Named(string text, IReadOnlyList<string> services)
    {
        var found = services.Where(service => Stands(text, service)).ToList();
        return [.. found.Where(one => !found.Exists(other => other.Length > one.Length && other.Contains(one, StringComparison.OrdinalIgnoreCase)))];
    }

    private static bool Stands(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); name.Length > 0 && at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length])))
                return true;
        }

        return false;
    }

    private static TraySuggestion? Priority(IEnumerable<LabelledValue> values, IEnumerable<LabelledValue> reasons, TrayFacts facts)
    {
        foreach (var one in values)
        {
            var ticked = Ticked().Matches(one.Quote).Select(match => match.Groups["word"].Value).ToList();
            var said = PriorityTerms.Where(term => ticked.Count > 0 ? ticked.Contains(term.Word, StringComparer.OrdinalIgnoreCase) : Stands(one.Value, term.Word) && !(term.Word == "urgent" && Stands(one.Value, "semi-urgent")))
                .Select(term => term.Priority).Distinct(StringComparer.Ordinal).ToList();
            if (said is [var only] && !Stands(one.Value, "not") && !Stands(one.Value, "non"))
                return Behind(TrayField.Priority, only, one);
            return Unsure(TrayField.Priority, one, $"“{one.Value}” can be read in more ways than one.");
        }

        foreach (var reason in reasons)
        {
            if ((facts.Words ?? PriorityWords.None).Decide("routine", reason.Value) is (var priority, { } because))
                return new TraySuggestion(TrayField.Priority, priority, reason.File, reason.Page, reason.Quote, TrayConfidence.Named, $"The reason says “{because}”.");
        }

        return null;
    }

    private static TraySuggestion? Referrer(IEnumerable<LabelledValue> values, TrayFacts facts) =>
        Plain(TrayField.Referrer, values, StringComparer.OrdinalIgnoreCase) ?? (facts.Sender is { } sender ? new TraySuggestion(TrayField.Referrer, sender, 0, 0, sender, TrayConfidence.Named, "It is who sent the mail.") : null);

    private static TraySuggestion? Diagnoses(IEnumerable<LabelledValue> values, TrayFacts facts)
    {
        var labelled = values.ToList();
        var codes = labelled.SelectMany(one => CodesIn(one.Value, isLabelled: true)).Distinct(StringComparer.Ordinal).ToList();
        if (codes.Count > 0)
            return Behind(TrayField.Diagnoses, string.Join(", ", codes), labelled.First(one => CodesIn(one.Value, isLabelled: true).Count > 0));
        foreach (var page in facts.Pages)
        {
            if (page.Text.Split('\n').FirstOrDefault(line => CodesIn(line, isLabelled: false).Count > 0) is { } line)
                return new TraySuggestion(TrayField.Diagnoses, string.Join(", ", CodesIn(page.Text, isLabelled: false)), page.File, page.Number, DocumentLabels.Quote(line), TrayConfidence.Named, "Codes of this form stand in the text.");
        }

        return null;
    }

    private static string Said(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b[A-TV-Za-tv-z][0-9][0-9ABab](\.?[0-9A-Za-z]{1,4})?\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"(\[[xX]\]|☒|☑|✓|✔)\s*(?<word>[A-Za-z-]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ticked();
}
