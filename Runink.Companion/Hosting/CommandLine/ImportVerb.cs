using System.Globalization;
using System.Runtime.InteropServices;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Intake.Folders;
using Runink.Companion.Referrals;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>
/// Takes in files of HL7 v2 messages and of FHIR JSON or NDJSON, through the same way as everything else. Started again it goes on
/// where it was stopped: what is known is known.
/// </summary>
internal static class ImportVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, Options.OfStore);
        if (options is not { Free: [var path] })
            return Verbs.Usage("import needs one path.");
        var files = File.Exists(path) ? [path] : Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray()
            : [];
        if (files.Length == 0)
            return Verbs.Usage($"There is nothing to import at {path}.");

        // As the running program reads them: a site's clocks, names and feeds are the same by whichever door a message comes.
        var configuration = WebApplication.CreateBuilder().Configuration;
        if (Settings.SiteProblem(configuration) is { } wrong)
            return Verbs.Usage(wrong);
        var store = options.Store(mustExist: false);
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!, configuration.GetSection("Site").Get<SiteOptions>(), addresses: FoundationSetup.DirectoryOf(configuration), endpoints: EndpointBook.RegisteredIn(configuration), referrers: ReferrerOptions.In(configuration), payers: AuthorizationOptions.In(configuration));
        using var stop = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        var count = new ImportCount(files.Length, TimeProvider.System);
        var isWhole = await TakeAsync(host, files, count, stop.Token);
        await count.FinishAsync(isWhole);
        LedgerVerb.Sign(store.Value!, options);
        return isWhole && count.Refused == 0 ? Verbs.Fine : Verbs.Findings;
    }

    /// <returns>False when it was stopped, or the store is away.</returns>
    private static async Task<bool> TakeAsync(HeadlessHost host, string[] files, ImportCount count, CancellationToken stop)
    {
        try
        {
            foreach (var file in files)
            {
                await foreach (var entry in host.Files.TakeAsync(new FileSource(file, FileReception.FormatOf(file), "import", "import", ""), stop))
                {
                    if (entry.Outcome == FileOutcome.Later)
                    {
                        await Console.Error.WriteLineAsync($"{Path.GetFileName(file)}: {entry.Reason}");
                        return false;
                    }

                    await count.AddAsync(Path.GetFileName(file), entry);
                    stop.ThrowIfCancellationRequested();
                }

                count.FileDone();
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The first signal asks for an end after the message at hand; the second one ends at once.</summary>
    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    });

    /// <summary>What an import has come to, said once a second while it lasts and at its end.</summary>
    private sealed class ImportCount(int files, TimeProvider time)
    {
        private const int MostReasons = 20;
        private const int MostLines = 200;
        private const int MostKept = 10_000;

        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        private readonly Dictionary<string, int> reasons = new(StringComparer.Ordinal);
        private long said = time.GetTimestamp();
        private int done;
        private int taken;
        private int known;

        public int Refused { get; private set; }

        public void FileDone() => done++;

        public async Task AddAsync(string file, FileEntry entry)
        {
            switch (entry.Outcome)
            {
                case FileOutcome.New:
                    taken++;
                    break;
                case FileOutcome.AlreadyKnown:
                    known++;
                    break;
                default:
                    Refused++;
                    var reason = reasons.Count < MostKept || reasons.ContainsKey(entry.Reason) ? entry.Reason : "other reasons";
                    reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                    if (Refused <= MostLines)
                        Console.WriteLine($"{file}: {entry.Reason}");
                    break;
            }

            if (time.GetElapsedTime(said) < Pause)
                return;
            said = time.GetTimestamp();
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} of {files} files: {Counts()}"));
        }

        public async Task FinishAsync(bool isWhole)
        {
            foreach (var (reason, count) in reasons.OrderByDescending(pair => pair.Value).Take(Refused > reasons.Count || Refused > MostLines ? MostReasons : 0))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,8} times {reason}"));
            Console.WriteLine(Counts());
            if (!isWhole)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Stopped after {done} of {files} files. Start it again to go on: what is known is not taken twice."));
        }

        private string Counts() => string.Create(CultureInfo.InvariantCulture, $"{taken} new, {known} already known, {Refused} refused");
    }
}
