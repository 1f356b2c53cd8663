using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Lets triggers know of each step of a referral, once, in the order of the steps. What was taken just before a stop is told after it.</summary>
internal sealed class DueReferralNotices(CompanionStore store, StoreWriter writer, MessagePipeline pipeline)
{
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        var steps = await db.ReferralEvents.Where(row => !row.Evaluated).OrderBy(row => row.At).ThenBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in steps)
            await writer.WriteAsync(scope => Tell(scope, id), cancel);
    }

    private bool Tell(WriteScope scope, string id)
    {
        if (scope.Db.ReferralEvents.Find(id) is not { Evaluated: false } step)
            return false;
        step.Evaluated = true;
        if (scope.Db.Referrals.Find(step.ReferralId) is not { } referral || ReferralNotices.Of(referral, step) is not { Count: > 0 } notices)
            return true;
        pipeline.Patients.Take(scope, new PatientNotice([new Identifier(FhirReader.PatientIdSystem, referral.PatientId, "FHIR")], null, null, notices), id, []);
        return true;
    }
}
