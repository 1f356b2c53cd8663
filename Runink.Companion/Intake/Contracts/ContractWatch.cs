using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Contracts;

/// <summary>How a feed stands with its contract.</summary>
public sealed record ContractStanding(FeedContract Contract, IReadOnlyList<SeenHour> Hours, IReadOnlyList<ContractBreach> Breaches);

/// <summary>Holds feeds against their contracts. All that one of them breaks is one piece of work, which ends by itself.</summary>
public sealed class ContractWatch(CompanionStore store, StoreWriter writer, FeedContracts contracts, ContractHours hours, Vocabulary vocabulary, SiteOptions site, TimeProvider time)
{
    public const string Kind = "feed-contract";

    private const int LastMessages = 200;
    private const int MostSaid = 4;

    /// <summary>The hour that runs is counted anew for whoever looks, and not for each of many who look at once.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ContractStanding Standing)> lately = new(StringComparer.Ordinal);

    /// <summary>As it was a moment ago; null when the feed has no contract.</summary>
    public async Task<ContractStanding?> OfAsync(string source, CancellationToken cancel)
    {
        foreach (var (contract, since) in contracts.All)
        {
            if (!contract.IsFor(source))
                continue;
            var now = time.GetUtcNow();
            return lately.TryGetValue(contract.Id, out var known) && ReferenceEquals(known.Standing.Contract, contract) && now - known.At is var age && age >= TimeSpan.Zero && age < Age
                ? known.Standing
                : await StandingAsync(contract, since, now, cancel);
        }

        return null;
    }

    public async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (contract, since) in contracts.All)
        {
            var standing = await StandingAsync(contract, since, now, cancel);
            await hours.KeepAsync(contract.Feed, standing.Hours, cancel);
            if (standing.Breaches.Count == 0)
                continue;
            broken.Add(contract.Id);
            await writer.WriteAsync(scope => Raise(scope, standing), cancel);
        }

        await using var db = store.Read();
        var open = await db.OperationalTasks.Where(task => task.ClosedAt == null && task.Kind == Kind).Select(task => task.Key).ToListAsync(cancel);
        foreach (var key in open.Where(key => !broken.Contains(key)))
            await writer.WriteAsync(scope => Settle(scope, key, contracts.All.FirstOrDefault(one => one.Contract.Id == key).Contract switch { null => "Its contract is no longer in force.", { IsPaused: true } => "Its contract is paused.", _ => "It keeps its contract again." }), cancel);
    }

    private async Task<ContractStanding> StandingAsync(FeedContract contract, DateTimeOffset since, DateTimeOffset now, CancellationToken cancel)
    {
        var seen = await hours.ReadAsync(contract.Feed, now, cancel);
        await using var db = store.Read();
        var last = await db.Messages.Where(row => row.Source == contract.Feed && row.Door != FeedHourReader.Import).OrderByDescending(row => row.ReceivedAt).Take(LastMessages).Select(row => row.ReceivedAt).ToListAsync(cancel);
        var standing = new ContractStanding(contract, seen, ContractDecision.Decide(contract, new SeenFeed(seen, last, since, hours.Started), vocabulary, site.Zone, now));
        lately[contract.Id] = (now, standing);
        return standing;
    }

    private static bool Raise(WriteScope scope, ContractStanding standing)
    {
        var (contract, breaches) = (standing.Contract, standing.Breaches);
        var mending = breaches.All(one => one.IsMending);
        OperationalTasks.Raise(
            scope, Kind, contract.Id, breaches.Any(one => one is { Name: "silence", IsMending: false }) ? "high" : "moderate",
            breaches.Count == 1 ? $"{contract.Feed} breaks its contract: {ContractWords.Name(breaches[0].Name)}" : $"{contract.Feed} breaks its contract in {breaches.Count} points",
            $"{string.Join(' ', breaches.Take(MostSaid).Select(one => one.Text))}{(breaches.Count > MostSaid ? $" {breaches.Count - MostSaid} more." : "")} {(mending ? "It looks well again; when it stays so, this closes by itself." : $"Ask {contract.Owner}.")}",
            $"/admin/feeds?feed={Uri.EscapeDataString(contract.Feed)}");
        return true;
    }

    private static bool Settle(WriteScope scope, string key, string why)
    {
        OperationalTasks.Settle(scope, Kind, key, why);
        return true;
    }
}
