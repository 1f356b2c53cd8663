using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Makes two records one: all that belongs to the prior record moves to the surviving one, and is written down, so that it can be
/// moved back. What triggers say is asked again afterwards.
/// </summary>
/// <param name="records">Which messages after a merge spoke of the prior record.</param>
internal sealed class PatientMerger(PatientStateCache cache, TriggerDispatcher triggers, RecordMessages records)
{
    private const string InsertIdentifier =
        "INSERT INTO PatientIdentifiers (System, Value, Type, PatientId, Identifies, SourceMessage) VALUES ($0, $1, $2, $3, $4, $5) ON CONFLICT (System, Value, Type, PatientId) DO NOTHING";

    private const string InsertEpisode =
        "INSERT INTO Episodes (TriggerId, \"Key\", PatientId, State) VALUES ($0, $1, $2, $3) ON CONFLICT (TriggerId, \"Key\") DO UPDATE SET PatientId = $2";

    private static readonly string[] Owned = ["Encounters", "Escalations", "Referrals", "ParameterOverrides", "ShadowFindings", "FhirResources"];

    public PatientMerge Merge(WriteScope scope, string survivorId, string priorId, string by, Actor actor, string? messageId)
    {
        var db = scope.Db;
        var moved = Move(db, scope, survivorId, priorId);
        cache.Forget(survivorId);
        moved.Adopted.AddRange(Adopt(scope, cache.Get(scope, survivorId)));
        var merge = new PatientMerge
        {
            Id = scope.Ids.Next(), SurvivorId = survivorId, PriorId = priorId, At = scope.Now, By = by, MessageId = messageId, Moved = JsonSerializer.Serialize(moved),
        };
        db.PatientMerges.Add(merge);
        scope.Execute("UPDATE Patients SET MergedInto = $1 WHERE Id = $0", priorId, survivorId);
        scope.Record("patient_merged", new Subject("patient", survivorId), actor, Detail.Of(("prior", priorId), ("merge", merge.Id)));
        Reconsider(scope, survivorId, priorId, judge: [survivorId]);
        return merge;
    }

    /// <summary>Takes a merge apart: what moved goes back, and so does what came since under the numbers of the prior record.</summary>
    /// <returns>Why it cannot be; null when it was done.</returns>
    public Refusal? Undo(WriteScope scope, PatientMerge merge, Actor actor)
    {
        if (merge.UndoneAt is not null)
            return new Refusal("already-done", $"{merge.UndoneBy} has taken it apart already.");
        if (scope.Db.PatientMerges.Any(later => later.PriorId == merge.SurvivorId && later.UndoneAt == null))
            return new Refusal("not-allowed-now", "The surviving record was merged into another one since. Take that apart first.");
        Undo(scope, merge, records.Since(scope.Db, merge), actor);
        return null;
    }

    /// <summary>The merge by which the prior record's numbers came to the surviving one; null when none did.</summary>
    public static PatientMerge? MergeOf(WriteScope scope, string survivorId, IReadOnlyList<Identifier> prior)
    {
        foreach (var merge in scope.Db.PatientMerges.Where(row => row.SurvivorId == survivorId && row.UndoneAt == null).OrderByDescending(row => row.Id).ToList())
        {
            var moved = JsonSerializer.Deserialize<MovedRows>(merge.Moved)!;
            if (prior.Any(number => number.Identifies && moved.Identifiers.Any(known => !known.Twin && known.System == number.System && known.Value == number.Value)))
                return merge;
        }

        return null;
    }

    /// <param name="since">Messages after the merge that name the prior record.</param>
    private void Undo(WriteScope scope, PatientMerge merge, List<string> since, Actor actor)
    {
        var moved = JsonSerializer.Deserialize<MovedRows>(merge.Moved)!;
        var db = scope.Db;
        foreach (var (message, data) in moved.Combined)
            scope.Execute("UPDATE SignalBatches SET Data = $2 WHERE MessageId = $0 AND PatientId = $1", message, merge.SurvivorId, data);
        foreach (var message in moved.Batches.Concat(since).Except(moved.Combined.Keys))
            scope.Execute("UPDATE SignalBatches SET PatientId = $2 WHERE MessageId = $0 AND PatientId = $1", message, merge.SurvivorId, merge.PriorId);
        foreach (var message in moved.Contexts.Concat(since).Distinct())
            scope.Execute("UPDATE Contexts SET PatientId = $2 WHERE MessageId = $0 AND PatientId = $1", message, merge.SurvivorId, merge.PriorId);
        Back("Encounters", moved.Encounters.Concat(EncountersOf(db, merge, since)));
        scope.Execute("UPDATE SignalBatches SET EncounterId = NULL WHERE PatientId = $0 AND EncounterId IS NOT NULL AND EncounterId NOT IN (SELECT Id FROM Encounters WHERE PatientId = $0)", merge.PriorId);
        Back("Escalations", moved.Escalations.Select(row => row.Id).Concat(EscalationsOf(db, merge, since)));
        Back("Referrals", moved.Referrals);
        Back("ParameterOverrides", moved.Overrides);
        Back("ShadowFindings", moved.Shadows);
        foreach (var key in moved.Resources.Select(name => name.Split('/')))
            scope.Execute("UPDATE FhirResources SET PatientId = $3 WHERE Type = $0 AND Id = $1 AND PatientId = $2", key[0], key[1], merge.SurvivorId, merge.PriorId);
        foreach (var message in since)
            scope.Execute("UPDATE FhirResources SET PatientId = $2 WHERE MessageId = $0 AND PatientId = $1", message, merge.SurvivorId, merge.PriorId);
        MergedResources.Part(scope, merge, [.. moved.Resources.Select(name => name.Split('/')[1])], since);
        foreach (var number in moved.Identifiers)
        {
            if (!number.Twin)
                scope.Execute("DELETE FROM PatientIdentifiers WHERE System = $0 AND Value = $1 AND Type = $2 AND PatientId = $3", number.System, number.Value, number.Type, merge.SurvivorId);
            scope.Execute(InsertIdentifier, number.System, number.Value, number.Type, merge.PriorId, number.Identifies, number.SourceMessage);
        }

        // What was remembered of a stay goes on from where it stands; what of the person, from where it stood.
        foreach (var episode in moved.Episodes)
            scope.Execute(InsertEpisode, episode.TriggerId, episode.Key, merge.PriorId, episode.State);
        foreach (var escalation in moved.Escalations)
            scope.Execute("UPDATE Escalations SET EpisodeKey = $1 WHERE Id = $0", escalation.Id, escalation.EpisodeKey);
        foreach (var adopted in moved.Adopted)
        {
            scope.Execute("DELETE FROM Episodes WHERE TriggerId = $0 AND \"Key\" = $1", adopted.TriggerId, adopted.Key);
            if (adopted.Before is { } state)
                scope.Execute(InsertEpisode, adopted.TriggerId, adopted.Key, merge.SurvivorId, state);
        }

        scope.Execute("UPDATE Patients SET MergedInto = NULL WHERE Id = $0", merge.PriorId);
        IdentityReviews.Compare(scope, merge.PriorId);
        merge.Undo(actor.Name, scope.Now);
        scope.Record("patient_unmerged", new Subject("patient", merge.SurvivorId), actor, Detail.Of(("prior", merge.PriorId), ("merge", merge.Id)));
        Reconsider(scope, merge.SurvivorId, merge.PriorId, judge: [merge.SurvivorId, merge.PriorId]);

        void Back(string table, IEnumerable<string> ids)
        {
            foreach (var id in ids.Distinct())
                scope.Execute($"UPDATE {table} SET PatientId = $2 WHERE Id = $0 AND PatientId = $1", id, merge.SurvivorId, merge.PriorId);
        }
    }

    /// <summary>One stay with its values and its work goes to another record, or to another stay of that record.</summary>
    public void MoveEncounter(WriteScope scope, string fromId, string toId, Encounter encounter, string? visit, string messageId)
    {
        visit ??= encounter.Visit;
        var target = visit is null ? null : EncounterRegistry.Stored(scope, toId, visit);
        if (target is null || target.Id == encounter.Id)
            EncounterRegistry.Write(scope, encounter.MovedTo(toId, visit));
        else
            scope.Execute("UPDATE Encounters SET Cancelled = $1 WHERE Id = $0", encounter.Id, true);

        var stay = target?.Id ?? encounter.Id;
        foreach (var message in scope.Db.SignalBatches.Where(row => row.PatientId == fromId && row.EncounterId == encounter.Id).Select(row => row.MessageId).ToList())
        {
            if (scope.Execute("UPDATE SignalBatches SET PatientId = $2, EncounterId = $3 WHERE MessageId = $0 AND PatientId = $1", message, fromId, toId, stay) > 0)
                scope.Execute("DELETE FROM Contexts WHERE MessageId = $0 AND PatientId = $1", message, fromId);
        }

        scope.Execute("UPDATE Escalations SET PatientId = $2, EncounterId = $3 WHERE EncounterId = $0 AND PatientId = $1", encounter.Id, fromId, toId, stay);
        scope.Execute("UPDATE DischargePlans SET EncounterId = $1 WHERE EncounterId = $0 AND NOT EXISTS (SELECT 1 FROM DischargePlans WHERE EncounterId = $1)", encounter.Id, stay);
        scope.Execute("UPDATE Episodes SET PatientId = $2 WHERE \"Key\" = $0 AND PatientId = $1", encounter.Id, fromId, toId);
        scope.Record("encounter_moved", new Subject("patient", toId), Actor.System, Detail.Of(("from", fromId), ("encounter", encounter.Id), ("message", messageId)));
        cache.Forget(toId);
        Adopt(scope, cache.Get(scope, toId));
        Reconsider(scope, toId, fromId, judge: [toId, fromId]);
    }

    /// <summary>
    /// Open work goes on under the stay that is looked at now: what it was opened for holds there too, and must not call a second
    /// time.
    /// </summary>
    private List<AdoptedEpisode> Adopt(WriteScope scope, LoadedPatient loaded)
    {
        var adopted = new List<AdoptedEpisode>();
        foreach (var work in scope.Db.Escalations.AsNoTracking().Where(row => row.PatientId == loaded.Patient.Id && !row.IsUnknown && row.ResolvedAt == null).ToList())
        {
            if (triggers.KeyOf(loaded, work.TriggerId) is not { } key || key == work.EpisodeKey || EpisodeStates.Get(loaded, work.TriggerId, key).Open)
                continue;
            adopted.Add(new(work.TriggerId, key, loaded.Episodes.TryGetValue((work.TriggerId, key), out var before) ? TriggerJson.Write(before) : null));
            EpisodeStates.Set(scope, loaded, work.TriggerId, key, EpisodeStates.Get(loaded, work.TriggerId, work.EpisodeKey));
            scope.Execute("UPDATE Escalations SET EpisodeKey = $1 WHERE Id = $0", work.Id, key);
        }

        return adopted;
    }

    private static MovedRows Move(CompanionDb db, WriteScope scope, string survivorId, string priorId)
    {
        var mine = db.SignalBatches.AsNoTracking().Where(row => row.PatientId == survivorId).Select(row => row.MessageId).ToHashSet(StringComparer.Ordinal);
        var batches = db.SignalBatches.AsNoTracking().Where(row => row.PatientId == priorId).ToList();
        var myContexts = db.Contexts.AsNoTracking().Where(row => row.PatientId == survivorId).Select(row => row.MessageId).ToHashSet(StringComparer.Ordinal);
        var numbers = db.PatientIdentifiers.AsNoTracking().Where(row => row.PatientId == survivorId).AsEnumerable().Select(row => (row.System, row.Value, row.Type)).ToHashSet();
        var moved = new MovedRows
        {
            Encounters = [.. db.Encounters.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.Id)],
            Batches = [.. batches.Select(row => row.MessageId)],
            Contexts = [.. db.Contexts.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.MessageId).AsEnumerable().Where(id => !myContexts.Contains(id))],
            Escalations = [.. db.Escalations.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => new MovedEscalation(row.Id, row.EpisodeKey))],
            Referrals = [.. db.Referrals.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.Id)],
            Overrides = [.. db.ParameterOverrides.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.Id)],
            Shadows = [.. db.ShadowFindings.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.Id)],
            Resources = [.. db.FhirResources.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => row.Type + "/" + row.Id)],
            Identifiers = [.. db.PatientIdentifiers.AsNoTracking().Where(row => row.PatientId == priorId).AsEnumerable()
                .Select(row => new MovedIdentifier(row.System, row.Value, row.Type, row.Identifies, row.SourceMessage, numbers.Contains((row.System, row.Value, row.Type))))],
            Episodes = [.. db.Episodes.AsNoTracking().Where(row => row.PatientId == priorId).Select(row => new MovedEpisode(row.TriggerId, row.Key, row.State))],
        };
        foreach (var batch in batches)
        {
            if (!mine.Contains(batch.MessageId))
            {
                scope.Execute("UPDATE SignalBatches SET PatientId = $2 WHERE MessageId = $0 AND PatientId = $1", batch.MessageId, priorId, survivorId);
                continue;
            }

            var kept = db.SignalBatches.AsNoTracking().Single(row => row.MessageId == batch.MessageId && row.PatientId == survivorId);
            moved.Combined[batch.MessageId] = kept.Data;
            scope.Execute("UPDATE SignalBatches SET Data = $2 WHERE MessageId = $0 AND PatientId = $1", batch.MessageId, survivorId, SignalsOf(kept.Data, batch.Data));
        }

        foreach (var message in moved.Contexts)
            scope.Execute("UPDATE Contexts SET PatientId = $2 WHERE MessageId = $0 AND PatientId = $1", message, priorId, survivorId);
        scope.Execute("DELETE FROM PatientIdentifiers WHERE PatientId = $0", priorId);
        foreach (var number in moved.Identifiers.Where(number => !number.Twin))
            scope.Execute(InsertIdentifier, number.System, number.Value, number.Type, survivorId, number.Identifies, number.SourceMessage);
        foreach (var episode in moved.Episodes)
        {
            var key = episode.Key == priorId ? survivorId : episode.Key;
            if (scope.Scalar("SELECT 1 FROM Episodes WHERE TriggerId = $0 AND \"Key\" = $1 AND PatientId = $2", episode.TriggerId, key, survivorId) is null)
                scope.Execute("UPDATE Episodes SET PatientId = $3, \"Key\" = $2 WHERE TriggerId = $0 AND \"Key\" = $1", episode.TriggerId, episode.Key, key, survivorId);
        }

        foreach (var table in Owned)
            scope.Execute($"UPDATE {table} SET PatientId = $1 WHERE PatientId = $0", priorId, survivorId);
        MergedResources.Join(scope, survivorId, priorId);
        scope.Execute("UPDATE Escalations SET EpisodeKey = $1 WHERE EpisodeKey = $0", priorId, survivorId);
        scope.Execute("DELETE FROM DueEvaluations WHERE PatientId = $0", priorId);
        return moved;
    }

    private static string SignalsOf(string first, string second) => first == "[]" ? second : second == "[]" ? first : $"{first[..^1]},{second[1..]}";

    /// <summary>Both are read again, and the triggers of those who go on are asked anew.</summary>
    private void Reconsider(WriteScope scope, string survivorId, string priorId, IEnumerable<string> judge)
    {
        cache.Forget(survivorId);
        cache.Forget(priorId);
        foreach (var id in judge)
        {
            var loaded = cache.Get(scope, id);
            triggers.All(scope, loaded);
            scope.Announce(new Change("patient", id));
        }

        scope.Announce(new Change("patient", priorId));
    }

    /// <summary>Ids are given in the order of time.</summary>
    private static bool IsLater(string id, PatientMerge merge) => string.CompareOrdinal(id, merge.Id) > 0;

    private static List<string> EncountersOf(CompanionDb db, PatientMerge merge, List<string> since) =>
    [
        .. db.SignalBatches.AsNoTracking().Where(row => since.Contains(row.MessageId) && row.EncounterId != null).Select(row => row.EncounterId!).Distinct()
            .AsEnumerable().Where(id => IsLater(id, merge)),
    ];

    private static List<string> EscalationsOf(CompanionDb db, PatientMerge merge, List<string> since) =>
    [
        .. db.Escalations.AsNoTracking().Where(row => row.PatientId == merge.SurvivorId && row.OpenedAt >= merge.At).AsEnumerable()
            .Where(row => IsLater(row.Id, merge) && JsonSerializer.Deserialize<List<string>>(row.Sources) is { Count: > 0 } sources && sources.TrueForAll(since.Contains)).Select(row => row.Id),
    ];
}
