using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>How many may stand in a column of the board. They hold for all, so who works on some units only does not set them.</summary>
public sealed class WorkLimitUseCases(WorkLimitCommandHandler commands)
{
    public static bool MaySet(Caller caller) => caller.May(Permission.ActOnReferrals) && caller.UnitsFor(Permission.ActOnReferrals) is null;

    public async Task<Outcome<WorkLimit>> SetAsync(Caller caller, ReferralState? state, (string By, string Key)? lane, int? most, CancellationToken cancel)
    {
        if (!MaySet(caller))
            return caller.Lacks(Permission.ActOnReferrals) ?? new Refusal("forbidden", "Limits hold for the whole hospital; your role is on some units.");
        return state is { } column ? await commands.SetAsync(column, lane, most, caller.Actor, cancel) : new Refusal("invalid", "Say which column: state.");
    }
}
