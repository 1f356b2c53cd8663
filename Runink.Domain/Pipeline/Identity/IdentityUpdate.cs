using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>What registers say about records: merges, changed numbers, stays that move, links. Each can be undone by a person.</summary>
internal sealed class IdentityUpdate(PatientRegistry registry, PatientMerger merger, PatientStateCache cache)
{
    /// <summary>Before the patients of the message are looked up: records become one or part, or the known one gets its new number.</summary>
    public void Before(WriteScope scope, ClinicalMessage message, string messageId)
    {
        foreach (var notice in message.Identities.Where(notice => notice.Act == IdentityAct.Unlink))
        {
            if (registry.Lookup(scope, notice.Prior) is { } one && one == registry.Lookup(scope, notice.Surviving)
                && (PatientMerger.MergeOf(scope, one, notice.Prior) ?? PatientMerger.MergeOf(scope, one, notice.Surviving)) is { } merge && merger.Undo(scope, merge, Actor.System) is null)
                IdentityReviews.Reopen(scope, merge.Id);
        }

        foreach (var notice in message.Identities.Where(notice => notice.Act is IdentityAct.Merge or IdentityAct.ChangeNumber))
        {
            if (registry.Lookup(scope, notice.Prior) is not { } prior)
                continue;
            var surviving = registry.Lookup(scope, notice.Surviving);
            if (surviving is null)
                PatientRegistry.AddIdentifiers(scope, prior, notice.Surviving, messageId);
            else if (surviving != prior)
                merger.Merge(scope, surviving, prior, message.Kind, Actor.System, messageId);
        }
    }

    /// <summary>After they are known: old numbers lead to them, stays move, links wait for a person's decision.</summary>
    public void After(WriteScope scope, ClinicalMessage message, string messageId, List<IntakeFinding> findings)
    {
        foreach (var notice in message.Identities)
        {
            if (registry.Lookup(scope, notice.Surviving) is not { } surviving)
                continue;
            var prior = registry.Lookup(scope, notice.Prior);
            switch (notice.Act)
            {
                case IdentityAct.Merge or IdentityAct.ChangeNumber when prior is null:
                    PatientRegistry.AddIdentifiers(scope, surviving, notice.Prior, messageId);
                    break;
                case IdentityAct.MoveEncounter:
                    MoveEncounter(scope, notice, prior ?? surviving, surviving, messageId, findings);
                    break;
                case IdentityAct.Link when prior is not null && prior != surviving:
                    IdentityReviews.Open(scope, prior, surviving, "The register says that both are one person.", messageId);
                    break;
                case IdentityAct.Unlink when prior is not null && prior != surviving:
                    scope.Flush();
                    IdentityReviews.Answer(scope, prior, surviving, message.Kind);
                    break;
                case IdentityAct.Unlink when prior is not null:
                    findings.Add(new(IntakeFinding.NotRead, notice.Place, "The register parts two numbers that are one record here, and no merge of it can be taken apart: see the page Identity."));
                    break;
            }
        }
    }

    private void MoveEncounter(WriteScope scope, IdentityNotice notice, string from, string to, string messageId, List<IntakeFinding> findings)
    {
        if (notice.PriorVisit is not { } number)
        {
            findings.Add(new(IntakeFinding.NotRead, notice.Place, "Which stay or account moves is not said."));
            return;
        }

        var visit = $"{number.System}|{number.Value}";
        var encounter = cache.Get(scope, from).Encounters.Find(known => known.Visit == visit) ?? EncounterRegistry.Stored(scope, from, visit);
        if (encounter is null)
            findings.Add(new(IntakeFinding.NotRead, notice.Place, "The stay that moves is not known here."));
        else
            merger.MoveEncounter(scope, from, to, encounter, notice.Visit is { } said ? $"{said.System}|{said.Value}" : null, messageId);
    }
}
