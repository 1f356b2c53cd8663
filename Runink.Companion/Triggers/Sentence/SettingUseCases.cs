using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers.Sentence;

/// <param name="Unit">As people write it; the numbers are in it.</param>
/// <param name="Current">What stands in the text, in that unit; null when it cannot be turned into it.</param>
/// <param name="IsCapped">There were more values than are looked at; the newest are.</param>
public sealed record MeasuredValues(string Label, string Unit, string Code, ValueDistribution Spread, decimal? Current, int Days, bool IsCapped);

/// <summary>What a trigger would have done with another number. A count of fewer patients than <see cref="SmallCells.Least"/> is null, and the others are rounded to tens.</summary>
public sealed record SettingCount(decimal Setting, int? Alerts, decimal? PerDay, IReadOnlyList<(string Unit, int? Alerts)> ByUnit);

/// <summary>What a number of a trigger means: how the measure is spread, and how often each setting would have called somebody.</summary>
public sealed class SettingUseCases(
    CompanionStore store, StoreWriter writer, TriggerCatalog catalog, TriggerReplay replay, LookBackLimit looks, TimeProvider time)
{
    public const int Days = 30;
    public const int ReplayedDays = 14;
    private const int MostValues = 200_000;
    private const int MostSettings = 7;

    public async Task<Outcome<MeasuredValues>> SpreadAsync(Caller caller, string id, SentenceChip chip, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        if (chip is not { Kind: "number", Concept: { } name } || catalog.Vocabulary.Find(name) is not { IsNumeric: true, IsContext: false } concept)
            return new Refusal("invalid", "Only a measure that feeds send has values to show.");
        if (looks.Refuse(caller) is { } tooOften)
            return tooOften;
        await writer.WriteAsync(scope =>
        {
            scope.Record("values_spread_read", new Subject("trigger", id), caller.Actor, Detail.Of(("concept", concept.Name)));
            return true;
        }, cancel);
        var since = time.GetUtcNow().AddDays(-Days);
        var values = new List<(string, decimal)>();
        await using var db = store.Read();
        await foreach (var batch in db.SignalBatches.Where(batch => batch.RecordedAt >= since).OrderByDescending(batch => batch.RecordedAt).AsAsyncEnumerable().WithCancellation(cancel))
        {
            foreach (var signal in batch.Signals().Where(signal => signal.Concept == concept.Name && signal.Status != SignalStatus.EnteredInError))
            {
                if (Number(signal, concept) is { } number)
                    values.Add((batch.PatientId, number));
            }

            if (values.Count >= MostValues)
                break;
        }

        return new MeasuredValues(concept.Label, concept.CanonicalUnit.Display, concept.Unit ?? "", ValueDistribution.Of(values), Current(chip, concept), Days, values.Count >= MostValues);
    }

    /// <summary>One replay after the other, each as soon as it is done.</summary>
    public async IAsyncEnumerable<SettingCount> TryAsync(Caller caller, string id, string yaml, SentenceChip chip, MeasuredValues measured, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is not null || looks.Refuse(caller) is not null)
            yield break;
        await writer.WriteAsync(scope =>
        {
            scope.Record("trigger_settings_tried", new Subject("trigger", TriggerChecks.IsSlug(id) ? id : "unnamed"), caller.Actor, Detail.Of(("text", Detail.HashOf(yaml)), ("concept", chip.Concept)));
            return true;
        }, cancel);
        var to = time.GetUtcNow();
        foreach (var setting in measured.Spread.Settings(measured.Current ?? measured.Spread.Low, MostSettings))
        {
            var changed = TriggerChips.Change(yaml, chip, Written(setting, measured), catalog.Vocabulary);
            if (changed.Value is not { } text || catalog.Compile(id, text) is not { } trigger)
                continue;
            yield return Told(setting, await replay.CountAsync(caller, trigger, new BacktestQuery(to.AddDays(-ReplayedDays), to), cancel));
        }
    }

    /// <summary>The number as it is written into the text.</summary>
    public static string Written(decimal setting, MeasuredValues measured) => $"{Interval.Number(setting)} {measured.Code}".TrimEnd();

    private static SettingCount Told(decimal setting, BacktestResult result)
    {
        var fired = result.Items.Where(item => item.Verdict == Verdict.True).ToList();
        int? Count(List<BacktestItem> of) => of.Select(item => item.Patient).Distinct(StringComparer.Ordinal).Count() < SmallCells.Least ? null : SmallCells.Told(of.Count);
        var all = Count(fired);
        return new SettingCount(
            setting, all, all is { } alerts ? decimal.Round((decimal)alerts / ReplayedDays, 1) : null,
            [.. fired.GroupBy(item => item.Unit ?? "No unit", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase).Select(group => (group.Key, Count([.. group])))]);
    }

    private static decimal? Number(Signal signal, Concept concept)
    {
        if (Interval.Parse(signal.Value) is not { IsPoint: true } value)
            return null;
        var unit = signal.Unit is { Length: > 0 } written ? Ucum.Parse(written, concept) : concept.CanonicalUnit;
        var number = unit is null ? null : UnitConversion.Convert(value.Low, unit, concept.CanonicalUnit, concept);
        return number is { } plausible && (concept.PlausibleRange is not { } range || (plausible >= range.Low && plausible <= range.High)) ? plausible : null;
    }

    private static decimal? Current(SentenceChip chip, Concept concept)
    {
        var end = chip.Written.TakeWhile(letter => char.IsAsciiDigit(letter) || letter is '.' or '-').Count();
        if (!decimal.TryParse(chip.Written[..end], System.Globalization.CultureInfo.InvariantCulture, out var number))
            return null;
        var unit = chip.Written[end..].Trim() is { Length: > 0 } written ? Ucum.Parse(written, concept) : concept.CanonicalUnit;
        return unit is null ? null : UnitConversion.Convert(number, unit, concept.CanonicalUnit, concept);
    }
}
