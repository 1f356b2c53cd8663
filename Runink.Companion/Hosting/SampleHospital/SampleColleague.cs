using Microsoft.EntityFrameworkCore;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>
/// Somebody else on shift: while messages keep coming and nobody works, the oldest rows that nobody owns are seen to, so that the
/// sample worklist stays one that a shift could have. What a signed-in person owns is never touched.
/// </summary>
public sealed class SampleColleague(
    CompanionStore store, StoreWriter writer, EscalationCommandHandler escalations, ProfileOptions profile, TimeProvider time) : BackgroundService
{
    private const int FullList = 24;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Actor Noah = new("person", "noah.kim", "Noah Kim");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!profile.IsSample || !profile.SampleMessages)
            return;
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var id in await WaitingAsync(stoppingToken))
                await writer.WriteAsync(scope => SeeTo(scope, id), stoppingToken);
        }
    }

    private async Task<List<string>> WaitingAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - Patience;
        await using var db = store.Read();
        var open = await db.Escalations.Open().CountAsync(cancel);
        return open <= FullList ? [] : await db.Escalations.Open()
            .Where(row => row.OwnerId == null && row.OpenedAt < before).OrderBy(row => row.OpenedAt).ThenBy(row => row.Id)
            .Select(row => row.Id).Take(open - FullList).ToListAsync(cancel);
    }

    private bool SeeTo(WriteScope scope, string id)
    {
        EscalationCommand[] steps = [new EscalationCommand.Acknowledge(), new EscalationCommand.Resolve("Seen at the bedside, plan in the chart")];
        return steps.All(step => escalations.Act(scope, id, step, Noah, null, null).Ok);
    }
}
