using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>Where pages and the API read the referral board and move its cards.</summary>
public sealed class ReferralDesk
{
    /// <param name="view">all, exceptions, overdue, returned.</param>
    public Task<Outcome<Board>> BoardAsync(Caller caller, string? view, string? service, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<ReferralView>> FindAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<IReadOnlyList<ReferralAction>>> ActionsAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<ReferralCard>> ActAsync(Caller caller, string id, string action, ReferralInput input, CancellationToken cancel) => throw new NotImplementedException();
}
