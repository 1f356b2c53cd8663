using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>A hold ends on its date by itself: the card stands again where it stood. Dossiers are looked through when something came for the patient, and once a day since things grow old.</summary>
internal sealed class DueReferrals(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals)
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private static readonly List<ReferralState> Assessed = [.. Enum.GetValues<ReferralState>().Where(Referral.IsAssessed)];

    private DateTimeOffset nextSweep;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await ResumeAsync(now, cancel);
        if (now < nextSweep)
            return;
        nextSweep = now + Sweep;
        await AssessAsync(now, cancel);
    }

    public async Task<DateTimeOffset?> NextAsync(CompanionDb db, CancellationToken cancel)
    {
        var held = await db.Referrals.Where(row => row.State == ReferralState.OnHold).MinAsync(row => row.DueAt, cancel);
        var sweep = await db.Referrals.AnyAsync(row => Assessed.Contains(row.State), cancel) ? nextSweep : (DateTimeOffset?)null;
        return new[] { held, sweep }.Min();
    }

    private async Task ResumeAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var due = await db.Referrals.Where(row => row.State == ReferralState.OnHold && row.DueAt <= now).OrderBy(row => row.DueAt).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due)
        {
            await writer.WriteAsync(
                scope => scope.Db.Referrals.Find(id) is { State: ReferralState.OnHold } held && held.DueAt <= scope.Now
                    ? referrals.Act(scope, id, "resume", new ReferralInput(held.Version, Note: "The hold is over."), Actor.System)
                    : id, cancel);
        }
    }

    private async Task AssessAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var yesterday = now.AddDays(-1);
        var due = await db.Referrals
            .Where(row => Assessed.Contains(row.State) && (row.AssessedAt == null || row.AssessedAt < yesterday
                || db.SignalBatches.Any(batch => batch.PatientId == row.PatientId && batch.RecordedAt >= row.AssessedAt)
                || db.FhirResources.Any(resource => resource.PatientId == row.PatientId && resource.LastUpdated >= row.AssessedAt)))
            .OrderBy(row => row.AssessedAt).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due)
        {
            await writer.WriteAsync(
                scope =>
                {
                    if (scope.Db.Referrals.Find(id) is { } referral)
                        referrals.Assess(scope, referral);
                    return true;
                }, cancel);
        }
    }
}
