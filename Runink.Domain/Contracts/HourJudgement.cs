using System.Globalization;
using Runink.Domain.Signals;

namespace Runink.Domain.Contracts;

/// <summary>What one hour says of one term.</summary>
/// <param name="Problem">Null when it shows that the term is kept.</param>
internal sealed record HourJudgement(string Name, SeenHour Hour, string? Problem)
{
    /// <summary>One slip alone breaks no share that allows for slips.</summary>
    private const int FewestSlips = 2;

    private const int MostNamed = 3;

    /// <summary>A judgement for each term that the hour can show something of.</summary>
    public static IEnumerable<HourJudgement> Of(FeedContract contract, SeenHour hour, IReadOnlyList<SeenHour> all, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        foreach (var judgement in Volume(contract, hour, zone))
            yield return judgement;
        foreach (var required in contract.Required)
        {
            var (name, words, count) = Required(required, vocabulary);
            if (Share(name, hour, all, required.AtLeast, count, words) is { } judgement)
                yield return judgement;
        }

        foreach (var terms in contract.Signals)
        {
            if (terms.Units.Count > 0 && Share($"unit {terms.Signal}", hour, all, terms.AtLeast, counts => Listed(counts, terms.Signal, one => one.Units, terms.Units),
                    $"of {Label(terms.Signal, vocabulary)} {{0}} in {string.Join(" or ", terms.Units)}", Strangers(hour.Counts, terms.Signal, one => one.Units, terms.Units)) is { } unit)
                yield return unit;
            if (terms.Values.Count > 0 && Share($"value {terms.Signal}", hour, all, terms.AtLeast, counts => Listed(counts, terms.Signal, one => one.Words, terms.Values),
                    $"of {Label(terms.Signal, vocabulary)} {{0}} {string.Join(", ", terms.Values)}", Strangers(hour.Counts, terms.Signal, one => one.Words, terms.Values)) is { } value)
                yield return value;
        }

        foreach (var codes in contract.Codes)
        {
            var strange = Strange(codes, hour.Counts, vocabulary);
            if (hour.Counts.Values > 0)
                yield return new($"code {codes.System}", hour, strange.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{strange.Sum(one => one.Value):N0} values have a code of {codes.System} that is not agreed: {Named(strange)}."));
        }
    }

    private static IEnumerable<HourJudgement> Volume(FeedContract contract, SeenHour hour, TimeZoneInfo zone)
    {
        if (contract.VolumeAt(TimeZoneInfo.ConvertTime(hour.Hour, zone).DateTime) is not { } band)
            yield break;
        var messages = hour.Counts.Messages;
        if (hour.IsOver && hour.Heard)
            yield return new("volume-low", hour, messages < band.Least ? string.Create(CultureInfo.InvariantCulture, $"{messages:N0} messages in an hour; agreed are {band.Least:N0} at least.") : null);
        yield return new("volume-high", hour, messages > band.Most ? string.Create(CultureInfo.InvariantCulture, $"{messages:N0} messages in {(hour.IsOver ? "an hour" : "this hour so far")}; agreed are {band.Most:N0} at most.") : null);
    }

    private static HourJudgement? Share(string name, SeenHour hour, IReadOnlyList<SeenHour> all, decimal atLeast, Func<HourCounts, (int Have, int Could)> count, string words, string? strangers = null)
    {
        var (have, could) = count(hour.Counts);
        if (could == 0)
            return null;
        var slips = could - have;
        // While an hour runs it is measured as if it became as full as the fullest: what it has lost by then it cannot win back.
        var whole = hour.IsOver ? could : Math.Max(could, all.Max(other => count(other.Counts).Could));
        var isBroken = slips > (1 - atLeast) * whole && (slips >= FewestSlips || atLeast == 1);
        var shown = string.Format(CultureInfo.InvariantCulture, words, string.Create(CultureInfo.InvariantCulture, $"{have:N0} of {could:N0} {(words.StartsWith("of ", StringComparison.Ordinal) ? "are" : "")}").TrimEnd());
        return new(name, hour, isBroken ? string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(shown[0])}{shown[1..]}; agreed are {atLeast:0.##%}.{(strangers is null ? "" : $" It also sends {strangers}.")}") : null);
    }

    private static (string Name, string Words, Func<HourCounts, (int, int)> Count) Required(RequiredShare required, Vocabulary vocabulary) => required.Field switch
    {
        ContractField.ControlId => ("required control_id", "{0} messages have a number of their own", counts => (counts.WithControlId, counts.Messages)),
        ContractField.Sent => ("required sent", "{0} messages say when they were sent", counts => (counts.WithSent, counts.Messages)),
        ContractField.Stay => ("required stay", "{0} messages with values belong to a stay", counts => (counts.WithStay, counts.WithValues)),
        ContractField.Time => ("required time", "{0} messages have times that can be believed", counts => (counts.Messages - counts.TimesWrong, counts.Messages)),
        ContractField.Code => ("required code", "{0} values have a code that is known here", counts => (counts.Values - counts.WithoutCode, counts.Values)),
        ContractField.Unit => ("required unit", "{0} quantities have a unit", counts => Quantities(counts, vocabulary)),
        null => ($"required {required.Signal}", $"{{0}} messages with values bring {Label(required.Signal!, vocabulary)}", counts => (counts.Signals.GetValueOrDefault(required.Signal!)?.Messages ?? 0, counts.WithValues)),
    };

    private static (int, int) Quantities(HourCounts counts, Vocabulary vocabulary)
    {
        var all = counts.Signals.Where(one => vocabulary.Find(one.Key)?.Kind == ConceptKind.Quantity).Select(one => one.Value).ToList();
        return (all.Sum(one => one.Values - one.Units.GetValueOrDefault("")), all.Sum(one => one.Values));
    }

    private static (int, int) Listed(HourCounts counts, string signal, Func<SignalCounts, IReadOnlyDictionary<string, int>> of, IReadOnlyList<string> listed) =>
        counts.Signals.TryGetValue(signal, out var one) ? (of(one).Where(entry => listed.Contains(entry.Key, StringComparer.Ordinal)).Sum(entry => entry.Value), of(one).Sum(entry => entry.Value)) : (0, 0);

    private static string? Strangers(HourCounts counts, string signal, Func<SignalCounts, IReadOnlyDictionary<string, int>> of, IReadOnlyList<string> listed) =>
        counts.Signals.TryGetValue(signal, out var one) && of(one).Where(entry => !listed.Contains(entry.Key, StringComparer.Ordinal)).ToList() is { Count: > 0 } others ? Named(others) : null;

    /// <summary>Values called by a code of the system that is not among the agreed ones.</summary>
    private static List<KeyValuePair<string, int>> Strange(AgreedCodes codes, HourCounts counts, Vocabulary vocabulary)
    {
        var strange = new List<KeyValuePair<string, int>>();
        foreach (var (name, count) in counts.Signals)
        {
            var own = vocabulary.Find(name) is { } concept
                ? concept.Codes.Where(code => code.System == codes.System).Select(code => code.Code).ToList()
                : name.Split('|', 2) is [var system, var code] && CodeSystem.Normalise(system) == codes.System ? [code] : [];
            if (own.Count > 0 && !own.Exists(code => codes.Only.Contains(code, StringComparer.OrdinalIgnoreCase)))
                strange.Add(KeyValuePair.Create(name.Split('|')[^1], count.Values));
        }

        return strange;
    }

    private static string Named(IReadOnlyCollection<KeyValuePair<string, int>> all) =>
        string.Join(", ", all.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MostNamed).Select(one => string.Create(CultureInfo.InvariantCulture, $"{(one.Key.Length == 0 ? "no unit" : one.Key)} ({one.Value:N0})"))) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");

    private static string Label(string signal, Vocabulary vocabulary) => vocabulary.Find(signal)?.Label ?? signal;
}
