using System.Globalization;
using Runink.Companion.Triggers;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Triggers;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Replays a store's signals through a trigger in force, or through one in a file; answers the JSON of the API. Nobody is named in it.</summary>
internal static class BacktestVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, [.. Options.OfStore, "from", "to", "outcome", "time"]);
        if (options is not { Free: [var what] })
            return Verbs.Usage("backtest needs one trigger: an id that is in force, or a file.");
        var found = options.Store(mustExist: true);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        var now = TimeProvider.System.GetUtcNow();
        if (Instant(options, "to", now) is not { } to || Instant(options, "from", to.AddDays(-30)) is not { } from || from >= to)
            return Verbs.Usage("--from and --to are dates or instants such as 2026-09-01, from before to.");
        if (options.Named.GetValueOrDefault("time", "recorded") is not ("recorded" or "clinical"))
            return Verbs.Usage("--time is recorded (as it was learnt) or clinical (as if each value had been known when it was true).");
        var site = WebApplication.CreateBuilder().Configuration.GetSection("Site").Get<SiteOptions>() ?? new SiteOptions();
        if (SiteVocabulary.Problem(site.Vocabulary) is { } wrong)
            return Verbs.Usage(wrong);
        var catalog = new TriggerCatalog(SiteVocabulary.Read(site.Vocabulary));
        await catalog.LoadAsync(store, CancellationToken.None);
        if (catalog.Current.ById(what) is not { } trigger)
        {
            if (!File.Exists(what))
                return Verbs.Usage($"No trigger {what} is in force, and there is no such file.");
            var files = new[] { new TriggerFile(what, await File.ReadAllTextAsync(what)) };
            var report = TriggerCheck.Check(files, catalog.Vocabulary);
            if (report.Triggers is not [var read])
            {
                Console.Error.WriteLine(report.Triggers.Count > 1 ? $"{what} holds {report.Triggers.Count} triggers; one is replayed at a time." : CheckText.Write(report, files));
                return Verbs.Findings;
            }

            trigger = read;
        }

        var outcome = options.Named.GetValueOrDefault("outcome") is { } named ? BacktestOutcome.Parse(named, catalog.Vocabulary) : default(Outcome<BacktestOutcome>?);
        if (outcome is { Refusal: { } refusal })
            return Verbs.Usage(refusal.Message);
        Console.WriteLine(TriggerJson.Write(await new TriggerReplay(store, site).RunAsync(null, trigger, null, new BacktestQuery(from, to, ByClinicalTime: options.Named.GetValueOrDefault("time") == "clinical"), outcome?.Value, null, CancellationToken.None)));
        return Verbs.Fine;
    }

    private static DateTimeOffset? Instant(Options options, string name, DateTimeOffset otherwise) =>
        !options.Named.TryGetValue(name, out var text) ? otherwise
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
}
