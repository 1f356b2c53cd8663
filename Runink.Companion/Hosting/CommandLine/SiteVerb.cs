using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Store;
using Runink.Domain.Store.Archive;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Everything leaves, in files that others can read, and comes back from them.</summary>
internal static class SiteVerb
{
    public const string Usage = "site export --to FOLDER | import FOLDER [--data DIR]";

    private static readonly Actor Operator = new("operator", "command-line", "Command line");

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, [.. Options.OfStore, "to"]);
        try
        {
            return options switch
            {
                { Free: ["export"] } => await ExportAsync(options),
                { Free: ["import", var folder] } => Import(folder, options),
                _ => Verbs.Usage($"site knows: {Usage}"),
            };
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            return Refuse((problem is InvalidOperationException ? problem.InnerException! : problem).Message);
        }
    }

    /// <summary>Also while the app runs. The ledger says it before anything leaves, and afterwards what left.</summary>
    private static async Task<int> ExportAsync(Options options)
    {
        if (!options.Named.TryGetValue("to", out var to))
            return Verbs.Usage("site export needs --to FOLDER.");
        var configuration = WebApplication.CreateBuilder().Configuration;
        if (Settings.SiteProblem(configuration) is { } wrong)
            return Verbs.Usage(wrong);
        var site = configuration.GetSection("Site").Get<SiteOptions>() ?? new SiteOptions();
        var found = options.Store(mustExist: true);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        if (File.Exists(to) || (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()))
            return Refuse($"{to} is there already, and not empty.");
        await using var host = await HeadlessHost.OpenAsync(store, site);
        var library = new FhirLibrary(host.Catalog, site, SiteFeedProfiles.Read(site.FeedProfiles));
        await NoteAsync(host, "site_export_begun", site, Detail.Of(("folder", Path.GetFileName(Path.GetFullPath(to)))));
        var left = SiteExport.Write(store, options.Checkpoints, site, to, TimeProvider.System.GetUtcNow(), (db, folder) =>
        {
            SiteFhir.Write(db, library, folder, Say);
            new SiteDefinitions(db, folder).Write(site);
        }, Say);
        await NoteAsync(host, "site_exported", site, Detail.Of(
            ("rows", left.Rows), ("resources", left.Resources), ("definitions", left.Definitions), ("ledgerSeq", left.LedgerSeq), ("manifest", left.Manifest)));
        LedgerVerb.Sign(store, options);
        Console.WriteLine($"{to}: {Number(left.Rows)} rows, {Number(left.Resources)} FHIR resources, {Number(left.Definitions)} definitions, the ledger up to row {Number(left.LedgerSeq)}.");
        Console.WriteLine("It holds patients' data in the clear, and nothing that opens a door: no key, no passphrase, no link. Its manifest says what did not come along, and why.");
        return Verbs.Fine;
    }

    private static int Import(string folder, Options options)
    {
        if (!Directory.Exists(folder))
            return Verbs.Usage($"There is no folder {folder}.");
        var found = options.Store(mustExist: false);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        using var alone = DataLock.TryTake(options.Data);
        using var place = alone is null ? null : store.TryHold();
        if (place is null)
            return Refuse("A Companion is running there. Stop it first.");
        var arrived = SiteImport.Read(folder, store, options.Checkpoints, Operator, TimeProvider.System.GetUtcNow(), Say);
        Console.WriteLine($"{store.Dialect.Description}: {Number(arrived.Rows)} rows in {arrived.Tables} tables, of {arrived.Site} as it was at {arrived.At:yyyy-MM-dd HH:mm:ss} UTC.");
        Console.WriteLine($"{Number(arrived.People)} people came along, and nothing with which they sign in: person reset LOGIN gives one a new start; with the hospital's own sign-in nothing is to be done. Keys for the API are made anew.");
        if (arrived.Waiting > 0)
            Console.WriteLine($"{Number(arrived.Waiting)} messages waited to be sent. Whether they were is not known here: they stand under Deliveries until somebody decides.");
        if (arrived.Links > 0)
            Console.WriteLine($"{Number(arrived.Links)} links of partners have ended; make new ones where they are still needed.");
        return LedgerVerb.Verify(store, options.Checkpoints) is Verbs.HoldsSinceAcceptance or Verbs.NotCoveredYet or Verbs.Fine ? Verbs.Fine : Verbs.Findings;
    }

    private static Task<bool> NoteAsync(HeadlessHost host, string what, SiteOptions site, string detail) => host.Writer.WriteAsync(scope =>
    {
        scope.Record(what, new Subject("site", PlainText.Line(site.Name)), Operator, detail);
        return true;
    }, CancellationToken.None);

    private static void Say(string what, long rows) => Console.Error.WriteLine($"  {what}: {Number(rows)}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return Verbs.WrongUsage;
    }
}
