using System.Threading.RateLimiting;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Http;

/// <summary>How often one caller may have stored data searched through, from a page or over HTTP.</summary>
public sealed class LookBackLimit(RateLimitOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = options.LookBacksPerMinute,
        TokensPerPeriod = options.LookBacksPerMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        AutoReplenishment = false,
    }));

    /// <summary>Counts one look; the refusal when there were too many, null when it may go on.</summary>
    public Refusal? Refuse(Caller caller)
    {
        using var lease = limiter.AttemptAcquire(caller.Id);
        return lease.IsAcquired ? null : new Refusal("too-many-requests", $"More than {options.LookBacksPerMinute} of these in a minute. Wait a moment.");
    }

    public void Dispose() => limiter.Dispose();
}
