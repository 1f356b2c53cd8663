using Runink.Domain.Foundation;
using Runink.Domain.Triggers;

namespace Runink.Domain.Store.Journey;

/// <summary>What the triggers say of one patient at this moment, read from the store beside the writer.</summary>
public sealed class PatientNow(SqliteStore store, TriggerBook book, SiteOptions site, TimeProvider time)
{
    /// <param name="triggerId">Null explains every trigger in force.</param>
    /// <exception cref="InvalidOperationException">There is no such patient.</exception>
    public IReadOnlyList<(CompiledTrigger Trigger, Explanation Why)> Explain(string patientId, string? triggerId = null)
    {
        var now = time.GetUtcNow();
        using var db = store.Read();
        var state = LoadedPatient.Read(db, patientId, book.Vocabulary, site.Zone, now).State;
        var triggers = triggerId is null ? book.Current.All : book.Current.ById(triggerId) is { } one ? [one] : [];
        return [.. triggers.Select(trigger => (trigger, TriggerEvaluator.Explain(trigger, state, now)))];
    }
}
