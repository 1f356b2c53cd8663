using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Domain.Store;

namespace Runink.Companion.Intake.Feeds;

/// <summary>Do the feeds speak, do their clocks go right, and do they send what is agreed? Names feeds, never messages.</summary>
public sealed class FeedHealth(FeedReader feeds) : IHealthCheck
{
    /// <summary>Monitors ask often; a silence does not begin between two of their questions.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(30);

    private const int MostNamed = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var all = await feeds.LatelyAsync(Age, cancellationToken);
            var wrong = all.Where(feed => feed.NeedsSomebody).ToList();
            if (wrong.Count == 0)
                return HealthCheckResult.Healthy(all.Count == 0 ? "No feed has sent anything yet." : $"{all.Count} {(all.Count == 1 ? "feed speaks" : "feeds speak")} as usual.");
            var said = wrong.Take(MostNamed).Select(feed => $"{feed.Source}: {feed.Silence ?? (feed.Clock is { } clock ? $"its clock is {clock}" : "it does not send what is agreed")}.");
            // When all are off in the same direction, it is likelier ours.
            var delayed = all.Where(feed => feed.Clock is not null).ToList();
            var isOurs = delayed.Count > 1 && delayed.Count == all.Count(feed => feed.DelaySeconds is not null) && delayed.Select(feed => Math.Sign(feed.DelaySeconds ?? 0)).Distinct().Count() == 1;
            return HealthCheckResult.Degraded((isOurs ? "The clocks of all feeds differ from this machine's alike: look at its own first. " : "") + string.Join(' ', said) + (wrong.Count > MostNamed ? $" {wrong.Count - MostNamed} more." : ""));
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            return HealthCheckResult.Degraded("The feeds cannot be looked at while the store is away.");
        }
    }
}
