using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Runink.Tests.Harness;

namespace Runink.Tests.Companion.Hosting;

/// <summary>The verbs as people and pipelines call them: the built program in a process of its own.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Good = """
        trigger:
          id: high-lactate
          name: High lactate
          when: lab.lactate > 3 mmol/L
          then:
            - action: notify
              who: "team@provider.org"
        """;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("companion-verbs-").FullName;

    [Fact]
    public async Task CheckSaysFineFindingsOrUsageByItsExitCode()
    {
        Write("rules/good.yaml", Good);
        Write("bad/bad.yaml", Good.Replace("lab.lactate", "lab.lactat", StringComparison.Ordinal));

        Assert.Equal(0, (await RunAsync("check", "rules")).Code);
        var bad = await RunAsync("check", "bad");
        Assert.Equal(1, bad.Code);
        Assert.Contains("bad.yaml:4:", bad.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("check")).Code);
        Assert.Equal(2, (await RunAsync("check", "nowhere")).Code);
        var unknown = await RunAsync("check", "rules", "--format", "xml");
        Assert.Equal(2, unknown.Code);
        Assert.Contains("Usage:", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckKnowsTheNamesOfTheSite()
    {
        Write("site.yaml", "concepts:\n  - {name: lab.ketones, label: ketones, kind: quantity, codes: [local KET], unit: mmol/L, plausible: [0, 30], fresh_for: 12h, source: local}\n");
        Write("rules/ketones.yaml", Good.Replace("lab.lactate > 3", "lab.ketones > 3", StringComparison.Ordinal));
        Write("broken.yaml", "concepts:\n  - {name: lab.x, unit: furlong}\n");

        Assert.Equal(1, (await RunAsync("check", "rules")).Code);
        Assert.Equal(0, (await RunAsync("check", "rules", "--vocabulary", "site.yaml")).Code);
        var wrong = await RunAsync("check", "rules", "--vocabulary", "broken.yaml");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("furlong", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("check", "rules", "--vocabulary", "nowhere.yaml")).Code);
    }

    [Fact]
    public async Task BacktestReplaysAStoreThroughATriggerInAFile()
    {
        Write("in/lactate.hl7", Some.Arrival("77", TimeProvider.System.GetUtcNow().AddHours(-2)) + "\r" + Some.Lactate("77", "L1", TimeProvider.System.GetUtcNow().AddHours(-1), "3.4"));
        Write("rules/good.yaml", Good);
        Assert.Equal(0, (await RunAsync("import", "in", "--data", "data")).Code);

        var found = await RunAsync("backtest", "rules/good.yaml", "--data", "data");

        Assert.True(found.Code == 0, found.Error);
        var result = System.Text.Json.JsonDocument.Parse(found.Out).RootElement;
        // The lactate, and of the stay the visit and the arrival.
        Assert.Equal((3, 1), (result.GetProperty("signals").GetInt32(), result.GetProperty("firings").GetInt32()));
        Assert.DoesNotContain("Oliveira", found.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("backtest", "no-such-trigger", "--data", "data")).Code);
        Assert.Equal(2, (await RunAsync("backtest", "rules/good.yaml", "--from", "soon", "--data", "data")).Code);
    }

    [Fact]
    public async Task AnImportedPastIsReplayedAsItWasTrue()
    {
        var then = TimeProvider.System.GetUtcNow().AddDays(-200);
        Write("in/lactate.hl7", Some.Arrival("77", then.AddHours(-2)) + "\r" + Some.Lactate("77", "L1", then.AddHours(-1), "3.4"));
        Write("rules/good.yaml", Good);
        Assert.Equal(0, (await RunAsync("import", "in", "--data", "data")).Code);
        var (from, to) = (then.AddDays(-5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), then.AddDays(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        Assert.Equal(0, await FiringsAsync());
        Assert.Equal(1, await FiringsAsync("--time", "clinical"));
        Assert.Equal(2, (await RunAsync("backtest", "rules/good.yaml", "--time", "soon", "--data", "data")).Code);

        async Task<int> FiringsAsync(params string[] more) =>
            JsonDocument.Parse((await RunAsync(["backtest", "rules/good.yaml", "--from", from, "--to", to, "--data", "data", .. more])).Out).RootElement.GetProperty("firings").GetInt32();
    }

    [Fact]
    public async Task CheckWithAStoreKnowsWhomTheHospitalReaches()
    {
        Write("rules/nobody.yaml", Good.Replace("\"team@provider.org\"", "charge_nurses", StringComparison.Ordinal));

        Assert.DoesNotContain("RNK1606", (await RunAsync("check", "rules")).Out, StringComparison.Ordinal);
        var known = await RunAsync("check", "rules", "--data", "data");
        Assert.Equal(0, known.Code);
        Assert.Contains("RNK1606 warning  charge_nurses reaches nobody", known.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckSpeaksJsonSarifAndGitHub()
    {
        Write("bad.yaml", Good.Replace("lab.lactate", "lab.lactat", StringComparison.Ordinal));

        var json = JsonDocument.Parse((await RunAsync("check", "bad.yaml", "--format", "json")).Out).RootElement;
        var diagnostic = json.GetProperty("diagnostics")[0];
        Assert.Equal(("bad.yaml", 4), (diagnostic.GetProperty("file").GetString(), diagnostic.GetProperty("line").GetInt32()));

        var sarif = JsonDocument.Parse((await RunAsync("check", "bad.yaml", "--format=sarif")).Out).RootElement;
        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        Assert.StartsWith("RNK", sarif.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString(), StringComparison.Ordinal);

        var gitHub = await RunAsync("check", "bad.yaml", "--format", "github");
        Assert.Equal(1, gitHub.Code);
        Assert.StartsWith("::error file=bad.yaml,line=4", gitHub.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderIsImportedAndItsLedgerVerifiedUntilSomebodyTouchesIt()
    {
        var now = Hospital.Morning;
        Write("in/1-adt.hl7", Some.Arrival("7", now) + "\r" + Some.Arrival("8", now));
        Write("in/2-labs.hl7", Some.Lactate("7", "L1", now, "3.4"));
        Write("in/3-patients.ndjson", """{"resourceType":"Patient","id":"p1","name":[{"family":"Ruiz"}]}""" + "\n");

        var import = await RunAsync("import", "in", "--data", "data");
        Assert.Equal((0, "4 new, 0 already known, 0 refused"), (import.Code, import.Out.Trim()));
        var again = await RunAsync("import", "in", "--data", "data");
        Assert.Equal((0, "0 new, 4 already known, 0 refused"), (again.Code, again.Out.Trim()));

        Write("more/broken.hl7", Some.LactateOfNobody("L2", now, "3.4"));
        var broken = await RunAsync("import", "more", "--data=data");
        Assert.Equal(1, broken.Code);
        Assert.Contains("0 new, 0 already known, 1 refused", broken.Out, StringComparison.Ordinal);

        var verified = await RunAsync("ledger", "verify", "--data", "data");
        Assert.Equal(0, verified.Code);
        Assert.StartsWith("The ledger holds:", verified.Out, StringComparison.Ordinal);

        await ExecuteAsync("UPDATE Ledger SET Detail = '{}' WHERE Seq = 2");
        var touched = await RunAsync("ledger", "verify", "--data", "data");
        Assert.Equal(1, touched.Code);
        Assert.Contains("Row 2", touched.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task AnImportThatIsStoppedSaysHowFarItIsAndGoesOnWhereItWas(string signal)
    {
        const int Files = 40;
        const int Messages = 100;
        var now = TimeProvider.System.GetUtcNow();
        for (var file = 0; file < Files; file++)
            Write($"in/{file:D3}.hl7", string.Join('\r', Enumerable.Range(0, Messages).Select(number => Some.Arrival($"{50_100 + (file * Messages) + number}", now))) + "\r" + Some.Arrival("0", now).Replace("\rPID", "\rbad\rPID", StringComparison.Ordinal));

        var first = await RunAsync(["import", "in", "--data", "data"], signal);

        Assert.Equal(1, first.Code);
        Assert.Contains($" of {Files} files: ", first.Error, StringComparison.Ordinal);
        Assert.Contains("Start it again to go on", first.Error, StringComparison.Ordinal);
        var counts = ImportCounts(first.Out);
        Assert.InRange(counts.New, 1, (Files * Messages) - 1);

        var second = await RunAsync("import", "in", "--data", "data");

        Assert.Equal(1, second.Code);
        Assert.Equal((Files * Messages, Files), (ImportCounts(second.Out).New + ImportCounts(second.Out).Known, ImportCounts(second.Out).Refused));
        // The message at hand when the signal came was taken, whether or not it was counted.
        Assert.InRange(ImportCounts(second.Out).Known, counts.New, counts.New + 1);
    }

    private static (int New, int Known, int Refused) ImportCounts(string output) =>
        output.Trim().Split('\n')[^1].Split(' ') is [var fresh, "new,", var known, "already", "known,", var refused, "refused"]
            ? (int.Parse(fresh, CultureInfo.InvariantCulture), int.Parse(known, CultureInfo.InvariantCulture), int.Parse(refused, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException(output);

    [Fact]
    public async Task AKeyIsShownOnceAndUnknownScopesAreRefused()
    {
        var made = await RunAsync("key", "new", "Lab feed", "--scopes", "intake", "--data", "data");
        Assert.Equal(0, made.Code);
        Assert.Matches("^rk_[0-9a-f]{64}$", made.Out.Trim());

        Assert.Equal(2, (await RunAsync("key", "new", "x", "--scopes", "everything", "--data", "data")).Code);
        Assert.Equal(2, (await RunAsync("key", "new", "x", "--data", "data")).Code);
        Assert.Equal(2, (await RunAsync("key", "new", "x", "--scopes", "intake", "--expires", "366", "--data", "data")).Code);
        Assert.Equal(2, (await RunAsync("key", "new", "x", "--scopes", "intake", "--expires", "yesterday", "--data", "data")).Code);
        Assert.Equal(2, (await RunAsync("key", "new", "x", "--scopes", "intake", "--expires", "2020-01-01", "--data", "data")).Code);
    }

    [Fact]
    public async Task AKeyIsRotatedAndRevokedByName()
    {
        var made = await RunAsync("key", "new", "Lab feed", "--scopes", "intake", "--expires", "30d", "--data", "data");
        var rotated = await RunAsync("key", "rotate", "Lab feed", "--overlap", "2", "--data", "data");
        Assert.Equal((0, 0), (made.Code, rotated.Code));
        Assert.Matches("^rk_[0-9a-f]{64}$", rotated.Out.Trim());
        Assert.NotEqual(made.Out, rotated.Out);
        Assert.Equal(0, (await RunAsync("key", "revoke", "Lab feed", "--data", "data")).Code);
        Assert.Equal(1, (await RunAsync("key", "revoke", "Lab feed", "--data", "data")).Code);
        Assert.Equal(1, (await RunAsync("key", "rotate", "Nobody", "--data", "data")).Code);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("ledger")]
    [InlineData("ledger verify --data nowhere")]
    [InlineData("import nowhere --data data")]
    [InlineData("check . --colour red")]
    public async Task WrongUsageIsExplained(string arguments)
    {
        var run = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains("check PATH", run.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "companion.db")}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <param name="signal">Sent when the first line of progress has come.</param>
    private async Task<(int Code, string Out, string Error)> RunAsync(string[] arguments, string? signal)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Runink.Companion.dll")))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var firstLine = signal is null ? "" : await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) + "\n";
        if (signal is not null)
            Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, firstLine + await error);
    }
}
