using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>A patient's stored values by concept, numbers in the concept's own unit where they convert.</summary>
public sealed class PatientSeries(TriggerCatalog catalog, PatientExplainer explainer)
{
    private const int MostBatches = 2000;

    public async Task<IReadOnlyList<SeriesView>> ReadAsync(CompanionDb db, string patientId, CancellationToken cancel)
    {
        var limits = explainer.Limits(patientId).ToLookup(limit => limit.Concept, StringComparer.OrdinalIgnoreCase);
        var batches = await db.SignalBatches.Where(row => row.PatientId == patientId).OrderByDescending(row => row.RecordedAt).Take(MostBatches).ToListAsync(cancel);
        return
        [
            .. Standing(patientId, batches.AsEnumerable().Reverse())
                .Select(group => Series(group.Name, group.Signals) with { Limits = [.. limits[group.Name].Select(limit => new SeriesLimit(limit.Relation, limit.Number, limit.TriggerId, limit.TriggerName))] })
                .OrderByDescending(series => series.Points[^1].At),
        ];
    }

    /// <summary>What triggers see: corrected, repeated and withdrawn values are not shown as if they stood.</summary>
    private IEnumerable<(string Name, IReadOnlyList<Signal> Signals)> Standing(string patientId, IEnumerable<SignalBatch> batches)
    {
        var state = new PatientState(new PatientFacts(patientId, null, null), catalog.Vocabulary);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var signal in batches.SelectMany(batch => batch.Signals()))
        {
            state.Add(signal);
            names.Add(signal.Concept);
        }

        return names.Select(name => (name, state.Series(name))).Where(series => series.Item2.Count > 0);
    }

    private SeriesView Series(string name, IEnumerable<Signal> signals)
    {
        var concept = catalog.Vocabulary.Find(name);
        return new SeriesView(
            name, concept?.Label ?? name, concept?.Unit,
            [.. signals.OrderBy(signal => signal.At).ThenBy(signal => signal.RecordedAt).Select(signal => Point(signal, concept))],
            concept is not ({ Kind: ConceptKind.Event } or { Name: "condition.active" or "medication.active" }));
    }

    private static SeriesPoint Point(Signal signal, Concept? concept)
    {
        var sample = Sample.Of(signal, concept);
        decimal? number = concept is { IsNumeric: true } && sample is { Fault: SampleFault.None, Number.IsPoint: true } ? sample.Number.Low : null;
        return new SeriesPoint(signal.At, signal.Value, signal.Unit, number, signal.Status.ToString(), signal.SourceMessage, sample.Fault switch
        {
            SampleFault.None => null,
            SampleFault.NonNumeric => "not a number",
            SampleFault.UnitUnknown when string.IsNullOrWhiteSpace(signal.Unit) => "no unit was sent",
            SampleFault.UnitUnknown => "its unit is not known for this measure",
            SampleFault.Implausible => "no patient can have this value",
        })
        {
            ReferenceRange = signal.Marks?.Range,
            AbnormalFlag = signal.Marks?.Flag,
        };
    }
}
