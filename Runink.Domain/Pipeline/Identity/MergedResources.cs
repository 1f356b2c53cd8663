using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>What becomes of orders, appointments and their like, told of by HL7 v2 messages, when two records become one and when they part.</summary>
internal static class MergedResources
{
    private const string InsertKey = "INSERT INTO ResourceKeys (PatientId, Type, \"Key\", ResourceId) VALUES ($0, $1, $2, $3) ON CONFLICT (PatientId, Type, \"Key\")";

    /// <summary>The surviving record is asked for them by the prior record's names too. The names stay with the prior record, for the day it stands alone again.</summary>
    public static void Join(WriteScope scope, string survivorId, string priorId)
    {
        foreach (var key in scope.Db.ResourceKeys.AsNoTracking().Where(row => row.PatientId == priorId).ToList())
            scope.Execute($"{InsertKey} DO NOTHING", survivorId, key.Type, key.Key, key.ResourceId);
    }

    /// <summary>Each record keeps what was said under its own numbers, also where one thing was spoken of under both.</summary>
    /// <param name="resources">Ids of what moved with the merge.</param>
    /// <param name="since">Messages after the merge that name the prior record.</param>
    public static void Part(WriteScope scope, PatientMerge merge, IReadOnlyCollection<string> resources, IReadOnlyCollection<string> since)
    {
        var moved = resources.ToHashSet(StringComparer.Ordinal);
        var named = since.ToHashSet(StringComparer.Ordinal);
        foreach (var id in moved)
            scope.Execute("DELETE FROM ResourceKeys WHERE PatientId = $0 AND ResourceId = $1", merge.SurvivorId, id);
        var list = since.ToList();
        var touched = moved.Concat(scope.Db.ResourceStatements.AsNoTracking().Where(row => list.Contains(row.MessageId)).Select(row => row.ResourceId)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var id in touched)
            Part(scope, merge, id, isPriors: said => named.Contains(said) || (moved.Contains(id) && string.CompareOrdinal(said, merge.Id) < 0));
    }

    private static void Part(WriteScope scope, PatientMerge merge, string id, Func<string, bool> isPriors)
    {
        var messages = scope.Db.ResourceStatements.AsNoTracking().Where(row => row.ResourceId == id).Select(row => row.MessageId).ToList();
        if (messages.Count == 0)
            return;
        var (priors, survivors) = (messages.Where(isPriors).ToList(), messages.Where(message => !isPriors(message)).ToList());
        var wasPriors = scope.Scalar("SELECT 1 FROM ResourceKeys WHERE PatientId = $0 AND ResourceId = $1", merge.PriorId, id) is not null;
        if (survivors.Count == 0)
            Belongs(id, merge.SurvivorId, merge.PriorId, priors);
        else if (priors.Count == 0)
            Belongs(id, merge.PriorId, merge.SurvivorId, survivors);
        else if (wasPriors)
            Split(merge.PriorId, merge.SurvivorId, survivors, priors);
        else
            Split(merge.SurvivorId, merge.PriorId, priors, survivors);

        void Belongs(string resource, string from, string to, List<string> said)
        {
            foreach (var key in Keys(from))
                scope.Execute($"{InsertKey} DO NOTHING", to, key.Type, key.Key, resource);
            scope.Execute("DELETE FROM ResourceKeys WHERE PatientId = $0 AND ResourceId = $1", from, resource);
            ResourceStatements.Write(scope, resource, to, said.Max(StringComparer.Ordinal)!);
        }

        List<ResourceKey> Keys(string patient) => [.. scope.Db.ResourceKeys.AsNoTracking().Where(row => row.PatientId == patient && row.ResourceId == id)];

        // The one who had it keeps it; what the other's messages said of it becomes one of its own.
        void Split(string keeper, string other, List<string> others, List<string> kept)
        {
            var own = scope.Ids.Next();
            foreach (var message in others)
                scope.Execute("UPDATE ResourceStatements SET ResourceId = $2 WHERE ResourceId = $0 AND MessageId = $1", id, message, own);
            foreach (var key in Keys(keeper))
                scope.Execute($"{InsertKey} DO UPDATE SET ResourceId = $3", other, key.Type, key.Key, own);
            ResourceStatements.Write(scope, own, other, others.Max(StringComparer.Ordinal)!);
            ResourceStatements.Write(scope, id, keeper, kept.Max(StringComparer.Ordinal)!);
        }
    }
}
