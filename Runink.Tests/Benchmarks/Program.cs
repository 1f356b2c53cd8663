using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.Data.Sqlite;
using Runink.Benchmarks;
using Runink.Benchmarks.Doors;
using Runink.Benchmarks.Reading;
using Runink.Benchmarks.Starting;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

if (args is ["ingest", .. var place])
{
    var scratch = System.IO.Directory.CreateTempSubdirectory("companion-ingest-");
    await Ingest.RunAsync(place is [var provider, var connection]
        ? CompanionStore.Open(Enum.Parse<StoreProvider>(provider), connection)
        : new CompanionStore(Path.Combine(scratch.FullName, "companion.db")));
    SqliteConnection.ClearAllPools();
    scratch.Delete(recursive: true);
    return;
}

if (args is ["fhir", var folder])
{
    await Runink.Benchmarks.FhirDoor.MeasureAsync(folder);
    return;
}

if (args is ["match", .. var size])
{
    Runink.Benchmarks.Matching.Measure(size is [var population] ? int.Parse(population, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    return;
}

if (args is ["mllp", var door])
{
    await MllpDoor.MeasureAsync(System.Net.IPEndPoint.Parse(door));
    return;
}

if (args is ["floor", .. var floorRounds])
{
    await IngestFloor.MeasureAsync(floorRounds is [var times] ? int.Parse(times, System.Globalization.CultureInfo.InvariantCulture) : 5);
    return;
}

if (args is ["mutate", .. var mutated])
{
    var numbers = mutated.Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).ToList();
    Environment.ExitCode = MutatedInputs.Run(numbers is [var inputs, ..] ? inputs : 1_000_000, numbers is [_, var seed, ..] ? seed : Random.Shared.Next(1000), numbers is [_, _, var first] ? first : 0) ? 0 : 1;
    return;
}

if (args is ["ledger", .. var ledgerRows])
{
    await LedgerVerification.MeasureAsync(ledgerRows is [var many] ? int.Parse(many, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
    return;
}

if (args is ["mails"])
{
    await Mails.MeasureAsync();
    return;
}

if (args is ["known"])
{
    await KnownPatients.MeasureAsync();
    return;
}

if (args is ["ready", .. var start])
{
    var of = start.Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).ToList();
    await Readiness.MeasureAsync(of is [var signals, ..] ? signals : 1_000_000, of is [_, var starts] ? starts : 5);
    return;
}

if (args is ["worklist", .. var open])
{
    await WorklistReads.MeasureAsync(open is [var rows] ? int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture) : 10_000);
    return;
}

if (args is ["hl7"])
{
    Hl7Reading.Measure();
    return;
}

if (args is ["bare", var file])
{
    await BareListener.RunAsync(file);
    return;
}

if (args is ["doors", .. var rounds])
{
    await DoorComparison.MeasureAsync(rounds is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5);
    return;
}

if (args is ["burden", var packs, .. var generated])
{
    var sizes = generated.Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).ToList();
    Console.WriteLine(Runink.Benchmarks.AlarmBurden.BurdenOfPacks.Measure(packs, sizes is [var stays, ..] ? stays : 1_000, sizes is [_, var seed] ? seed : 1));
    return;
}

if (args is ["pages", .. var opened])
{
    var of = opened.Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).ToList();
    await OpenPages.MeasureAsync(of is [var pages, ..] ? pages : 100, of is [_, var perSecond, ..] ? perSecond : 1_000, TimeSpan.FromSeconds(of is [_, _, var seconds] ? seconds : 60));
    return;
}

if (args is ["soak", var minutes, .. var steady])
{
    await Soak.MeasureAsync(Number(minutes), steady is [var rate] ? Number(rate) : null);
    return;

    static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

// In the same process: the results compare with each other within one run, which is all that is claimed of them.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(8))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default);
BenchmarkSwitcher.FromAssembly(typeof(OneCondition).Assembly).Run(args, config);
