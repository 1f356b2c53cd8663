using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams.Rotas;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.Rotas;

/// <summary>
/// Looks seven days ahead over every rota, when a shift is handed over, when a rota or a person changed, and at least once an hour. What nobody would
/// be reached for becomes work. Tells open pages of each hand-over.
/// </summary>
public sealed partial class RotaWatch(Directory directory, PeopleDirectory people, StoreWriter writer, ChangeFeed feed, TimeProvider time, ILogger<RotaWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtLeast = TimeSpan.FromHours(1);

    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);
    private volatile bool isChanged = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        people.Changed += Note;
        try
        {
            using var timer = new PeriodicTimer(Pace, time);
            var (looked, due) = (time.GetUtcNow(), DateTimeOffset.MinValue);
            do
            {
                var now = time.GetUtcNow();
                if (!isChanged && now < due)
                    continue;
                isChanged = false;
                HandOver(looked, now);
                (looked, due) = (now, NextLook(now));
                await TellAsync(now, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            people.Changed -= Note;
        }
    }

    private void Note() => isChanged = true;

    /// <summary>Rotas whose people changed since the last look.</summary>
    private void HandOver(DateTimeOffset before, DateTimeOffset now) => feed.Publish(
        [.. directory.Now.Rotas.Values.Where(rota => !rota.OnCall(before).SequenceEqual(rota.OnCall(now))).Select(rota => new Change(RotaCommandHandler.Announced, rota.Plan.Id))]);

    private DateTimeOffset NextLook(DateTimeOffset now) => directory.Now.Rotas.Values
        .Select(rota => rota.Shifts(now, now + AtLeast)[0].Until).Append(now + AtLeast).Min();

    /// <summary>Writes only what is not said yet: an hour in which nothing changes leaves no trace.</summary>
    private async Task TellAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var rotas = directory.Now.Rotas;
        var found = RotaCoverage.LookAll(directory, now);
        var news = found.Where(rota => told.GetValueOrDefault(rota.Key) != Said(rotas[rota.Key], rota.Value, now)).ToList();
        var gone = told.Keys.Where(rota => !rotas.ContainsKey(rota)).ToList();
        if (news.Count == 0 && gone.Count == 0)
            return;
        try
        {
            await writer.WriteAsync(
                scope =>
                {
                    foreach (var (rota, findings) in news)
                        RotaTasks.Tell(scope, rotas[rota], findings);
                    foreach (var rota in gone)
                        RotaTasks.Settle(scope, rota);
                    return true;
                }, cancel);
        }
        catch (Exception away) when (away is StoreUnavailableException || StoreFailure.IsAway(away))
        {
            isChanged = true;
            LogAway(away);
            return;
        }

        foreach (var (rota, findings) in news)
            told[rota] = Said(rotas[rota], findings, now);
        foreach (var rota in gone)
            told.Remove(rota);
    }

    private static string Said(RotaSchedule rota, IReadOnlyList<CoverageFinding> findings, DateTimeOffset now) =>
        string.Join('\n', findings.Select(finding => $"{finding.Fault} {RotaCoverage.Words(finding, rota.Plan.TimeZone, now)} {finding.Why}"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was found in the rotas could not be written; it is tried again")]
    private partial void LogAway(Exception problem);
}
