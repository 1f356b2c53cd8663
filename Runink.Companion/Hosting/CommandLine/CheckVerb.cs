using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Store.Reading;
using Runink.Domain.Triggers;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Lints trigger files and runs the tests in them.</summary>
internal static class CheckVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, [.. Options.OfStore, "format", "vocabulary", "feeds"]);
        if (options is { Free: [] } && options.Named.TryGetValue("feeds", out var feeds))
            return CheckFeeds(feeds, options.Named.GetValueOrDefault("vocabulary"));
        if (options is not { Free: [var path] })
            return Verbs.Usage("check needs one path.");
        var format = options.Named.GetValueOrDefault("format", "text");
        if (format is not ("text" or "json" or "sarif" or "github"))
            return Verbs.Usage($"There is no format {format}; text, json, sarif and github are there.");
        var names = File.Exists(path) ? [path] : Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(path, "*.yml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToArray()
            : [];
        if (names.Length == 0)
            return Verbs.Usage($"There is no trigger file at {path}.");
        if (SiteVocabulary.Problem(options.Named.GetValueOrDefault("vocabulary")) is { } wrong)
            return Verbs.Usage(wrong);
        var vocabulary = SiteVocabulary.Read(options.Named.GetValueOrDefault("vocabulary"));
        foreach (var warning in vocabulary.Warnings)
            Console.Error.WriteLine($"{options.Named["vocabulary"]}:{warning.Line}  warning  {warning.Message}");
        var files = new List<TriggerFile>();
        foreach (var name in names)
            files.Add(new TriggerFile(Path.GetRelativePath(Environment.CurrentDirectory, name), await File.ReadAllTextAsync(name)));

        var report = TriggerCheck.Check(files, vocabulary, await HospitalAsync(options, vocabulary));
        Console.WriteLine(format switch
        {
            "json" => CheckJson.Write(report),
            "sarif" => CheckSarif.Write(report),
            "github" => CheckGitHub.Write(report),
            _ => CheckText.Write(report, files) + CheckText.Coverage(report),
        });
        return report.Ok ? Verbs.Fine : Verbs.Findings;
    }

    /// <summary>Reads the profiles of feeds, runs the tests in them, and looks whether triggers know what the feeds' codes become.</summary>
    private static int CheckFeeds(string path, string? site)
    {
        if (SiteVocabulary.Problem(site) is { } wrong)
            return Verbs.Usage(wrong);
        var vocabulary = SiteVocabulary.Read(site);
        IReadOnlyList<string> files;
        try
        {
            files = SiteFeedProfiles.Files(path);
        }
        catch (FormatException none)
        {
            return Verbs.Usage(none.Message);
        }

        var problems = 0;
        foreach (var file in files)
        {
            FeedProfile profile;
            try
            {
                profile = SiteFeedProfiles.ReadFile(file);
            }
            catch (FormatException unreadable)
            {
                problems++;
                Console.WriteLine($"error    {unreadable.Message}");
                continue;
            }

            var failed = ProfileCheck.Run(profile, TimeZoneInfo.Utc);
            foreach (var (line, problem) in failed)
                Console.WriteLine($"error    {file}: line {line}: {problem}");
            problems += failed.Count;
            foreach (var code in profile.Codes.Values.Where(code => code.Split('^') is var parts && vocabulary.ByCode(parts[2], parts[0]) is null))
                Console.WriteLine($"warning  {file}: {code} is not in the vocabulary: no trigger reads it.");
            Console.WriteLine($"{file}: {profile.Name} for {string.Join(", ", profile.Feeds)}: {profile.Tests.Count} tests, {failed.Count} failed.");
        }

        return problems == 0 ? Verbs.Fine : Verbs.Findings;
    }

    /// <summary>With a store at hand the hospital is known: whom its settings reach, what its feeds send and what is in force.</summary>
    private static async Task<CheckContext> HospitalAsync(Options options, Vocabulary vocabulary)
    {
        if (!options.NamesStore)
            return CheckContext.None;
        var configuration = WebApplication.CreateBuilder().Configuration;
        var directory = FoundationSetup.DirectoryOf(configuration);
        var endpoints = configuration.GetSection("Delivery:Endpoints").GetChildren().Select(one => one.Key);
        if (options.Store(mustExist: true).Value is not { } store)
            return new CheckContext(HospitalNames.Of(directory, endpoints));
        await using (var db = store.Read())
            directory.Know(await TeamAddresses.ReadAsync(db, TimeProvider.System.GetUtcNow(), CancellationToken.None));
        var names = HospitalNames.Of(directory, endpoints);
        var catalog = new TriggerCatalog(vocabulary);
        await catalog.LoadAsync(store, CancellationToken.None);
        return new CheckContext(names, await RecentSignals.ReadAsync(store, TimeProvider.System.GetUtcNow(), CancellationToken.None), catalog.Current.All);
    }
}
