using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Evidence;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>An escalation with its explanation, and for who may see patients the messages that it rests on, byte for byte.</summary>
public sealed class EscalationEvidence(CompanionStore store, EscalationUseCases escalations)
{
    public async Task<Outcome<IReadOnlyList<EvidenceRecord>>> ReadAsync(Caller caller, string id, CancellationToken cancel)
    {
        var found = await escalations.FindAsync(caller, id, cancel);
        if (found.Value is not { } view)
            return found.Refusal!;
        List<EvidenceRecord> records =
        [
            EvidenceRecord.Json("escalation.json", new { view.Row, view.Ladder, view.Checklist, view.Events, view.Sources }),
            EvidenceRecord.Text("explanation.json", view.ExplanationJson),
        ];
        if (caller.Lacks(Permission.ReadPatients) is not null)
            return records;
        var ids = view.Sources.Select(source => source.Id).ToList();
        await using var db = store.Read();
        foreach (var message in await db.Messages.Where(message => ids.Contains(message.Id)).Select(message => new { message.Id, message.Door, message.Raw }).ToListAsync(cancel))
            records.Add(new EvidenceRecord($"messages/{message.Id}.{(message.Door == "fhir" ? "json" : "hl7")}", message.Raw));
        return records;
    }
}
