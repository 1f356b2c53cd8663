using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Runink.Companion.Intake.Webhooks;

/// <param name="LastAt">When something of it was last taken; null since the program began.</param>
/// <param name="TurnedAwayAt">When it was last turned away, and <paramref name="TurnedAwayWhy"/>.</param>
/// <param name="PreviousAt">When the former secret was last used: it must not be taken away yet.</param>
public sealed record WebhookTraffic(DateTimeOffset? LastAt = null, int Taken = 0, int Known = 0, int Refused = 0, DateTimeOffset? TurnedAwayAt = null, string? TurnedAwayWhy = null, DateTimeOffset? PreviousAt = null);

/// <summary>The senders that the settings name, and how it goes with each since the program began.</summary>
public sealed class WebhookSources(IOptionsMonitor<Dictionary<string, WebhookSourceOptions>> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WebhookTraffic> traffic = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<(string Name, WebhookSourceOptions Options)> All =>
        [.. options.CurrentValue.Select(one => (one.Key, one.Value)).OrderBy(one => one.Key, StringComparer.OrdinalIgnoreCase)];

    public (string Name, WebhookSourceOptions Options)? Find(string name) =>
        All.Where(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)).Select(one => ((string, WebhookSourceOptions)?)one).FirstOrDefault();

    public WebhookTraffic Of(string name) => traffic.GetValueOrDefault(name) ?? new();

    public void TurnedAway(string name, string why) => Note(name, one => one with { TurnedAwayAt = time.GetUtcNow(), TurnedAwayWhy = why });

    public void Took(string name, WebhookAnswer answer, bool byPrevious)
    {
        var now = time.GetUtcNow();
        Note(name, one => one with { LastAt = now, Taken = one.Taken + answer.Taken, Known = one.Known + answer.Known, Refused = one.Refused + answer.Refused.Count, PreviousAt = byPrevious ? now : one.PreviousAt });
    }

    private void Note(string name, Func<WebhookTraffic, WebhookTraffic> change) => traffic.AddOrUpdate(name, _ => change(new WebhookTraffic()), (_, known) => change(known));
}
