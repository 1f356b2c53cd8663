using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Facts;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Writes what can be counted of the work as CSV, a file for each fact and day; ids are renamed unless somebody says otherwise.</summary>
internal static class AnalyticsVerb
{
    public const string Usage = "analytics export --from DATE --to DATE --folder FOLDER [--identified] [--data DIR]";

    private const int MostDays = 3660;

    private static readonly Actor Operator = new("operator", "command-line", "Command line");

    public static async Task<int> RunAsync(string[] args)
    {
        var isIdentified = args.Contains("--identified", StringComparer.Ordinal);
        if (Options.Read([.. args.Where(arg => arg != "--identified")], [.. Options.OfStore, "from", "to", "folder"]) is not { Free: ["export"] } options)
            return Verbs.Usage($"analytics knows: {Usage}");
        if (!Day(options, "from", out var from) || !Day(options, "to", out var to) || to < from || to.DayNumber - from.DayNumber >= MostDays)
            return Verbs.Usage($"analytics export needs --from DATE and --to DATE, days as 2026-03-02, the second not before the first and at most {MostDays} days in all.");
        if (!options.Named.TryGetValue("folder", out var folder))
            return Verbs.Usage("analytics export needs --folder FOLDER.");
        var configuration = WebApplication.CreateBuilder().Configuration;
        if (Settings.SiteProblem(configuration) is { } wrong)
            return Verbs.Usage(wrong);
        var site = configuration.GetSection("Site").Get<SiteOptions>() ?? new SiteOptions();
        var found = options.Store(mustExist: true);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        try
        {
            await using var host = await HeadlessHost.OpenAsync(store, site);
            await NoteAsync(host, "analytics_export_begun", from, to, isIdentified, null);
            var rows = Write(store, site.Zone, isIdentified ? null : new Pseudonyms(KeyOf(options.Data)), from, to, Path.GetFullPath(folder));
            await NoteAsync(host, "analytics_exported", from, to, isIdentified, rows);
            LedgerVerb.Sign(store, options);
            Console.WriteLine($"{folder}: {rows.ToString("N0", CultureInfo.InvariantCulture)} rows of {to.DayNumber - from.DayNumber + 1} days, {(isIdentified ? "with their ids: keep them like patients' data" : "with renamed ids; days and units are told, so keep them from the public")}.");
            return Verbs.Fine;
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync((problem is InvalidOperationException ? problem.InnerException! : problem).Message);
            return Verbs.WrongUsage;
        }
    }

    private static long Write(CompanionStore store, TimeZoneInfo zone, Pseudonyms? pseudonyms, DateOnly from, DateOnly to, string folder)
    {
        var rows = 0L;
        using var reader = new AnalyticsReader(store, zone, pseudonyms);
        foreach (var fact in AnalyticsFacts.All)
        {
            Make(Path.Combine(folder, fact.Name));
            for (var day = from; day <= to; day = day.AddDays(1))
                rows += Put(Path.Combine(folder, fact.Name, $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv"), fact.Columns.Select(column => column.Name), reader.Rows(fact, day));
        }

        Put(Path.Combine(folder, "columns.csv"), ["fact", "column", "kind", "meaning"], AnalyticsFacts.All.SelectMany(fact => fact.Columns.Select(column => new[] { fact.Name, column.Name, column.Kind.ToString(), column.Meaning })));
        return rows;
    }

    /// <summary>A day that is exported again takes the place of what was there; a reader sees one or the other.</summary>
    private static long Put(string file, IEnumerable<string> columns, IEnumerable<string[]> rows)
    {
        var count = 0L;
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(file + ".partial", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), how) { NewLine = "\r\n" })
        {
            writer.WriteLine(CsvText.Line(columns));
            foreach (var row in rows)
            {
                writer.WriteLine(CsvText.Line(row));
                count++;
            }
        }

        File.Move(file + ".partial", file, overwrite: true);
        return count;
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Made once and kept: under another key the same patient would be another one.</summary>
    private static byte[] KeyOf(DataDirectory data)
    {
        data.Make();
        if (File.Exists(data.AnalyticsKey))
        {
            var text = File.ReadAllText(data.AnalyticsKey).Trim();
            return text.Length == 2 * Pseudonyms.KeyBytes && text.All(char.IsAsciiHexDigit)
                ? Convert.FromHexString(text)
                : throw new InvalidDataException($"{data.AnalyticsKey} holds no key. Under a new one the same patient is another one than in earlier files: remove it only if that may be.");
        }

        var key = RandomNumberGenerator.GetBytes(Pseudonyms.KeyBytes);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(data.AnalyticsKey, how);
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)));
        stream.Flush(flushToDisk: true);
        return key;
    }

    private static bool Day(Options options, string name, out DateOnly day)
    {
        day = default;
        return options.Named.TryGetValue(name, out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static Task<bool> NoteAsync(HeadlessHost host, string what, DateOnly from, DateOnly to, bool isIdentified, long? rows) => host.Writer.WriteAsync(scope =>
    {
        scope.Record(what, new Subject("analytics", "export"), Operator, Detail.Of(
            ("from", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("to", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("identified", isIdentified), ("rows", rows)));
        return true;
    }, CancellationToken.None);
}
