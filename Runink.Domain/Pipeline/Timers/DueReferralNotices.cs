using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>
/// Lets triggers know of each step of a referral, once. What was taken just before a stop is told after it, and what of a referral is
/// not told yet is told at once: no trigger judges a request whose answer is known already.
/// </summary>
internal sealed class DueReferralNotices(CompanionStore store, StoreWriter writer, MessagePipeline pipeline)
{
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        var referrals = await db.ReferralEvents.Where(row => !row.Evaluated).Select(row => row.ReferralId).Distinct().OrderBy(id => id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in referrals)
            await writer.WriteAsync(scope => Tell(scope, id), cancel);
    }

    private bool Tell(WriteScope scope, string id)
    {
        var steps = scope.Db.ReferralEvents.Where(row => row.ReferralId == id && !row.Evaluated).OrderBy(row => row.At).ThenBy(row => row.Id).ToList();
        foreach (var step in steps)
            step.Evaluated = true;
        if (steps.Count == 0 || scope.Db.Referrals.Find(id) is not { } referral)
            return false;
        List<ObservationNotice> notices = [.. steps.SelectMany(step => ReferralNotices.Of(referral, step))];
        if (notices.Count > 0)
            pipeline.Patients.Take(scope, new PatientNotice([new Identifier(FhirReader.PatientIdSystem, referral.PatientId, "FHIR")], null, null, notices), steps[^1].Id, []);
        return true;
    }
}
