using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What cannot be meant stops the start: every reason at once, in sentences, with exit code 2.</summary>
public sealed class SettingsAreRead
{
    [Theory]
    [InlineData("Intake:Mllp:Idle", "00:00:00", "Intake:Mllp:Idle: ")]
    [InlineData("Intake:Mllp:Frame", "-00:01:00", "Intake:Mllp:Frame: ")]
    [InlineData("Intake:Mllp:Write", "9999.00:00:00", "Intake:Mllp:Write: ")]
    [InlineData("Intake:Mllp:Address", "somewhere", "Intake:Mllp:Address: somewhere is not an IP address")]
    [InlineData("Intake:Mllp:Port", "99999", "Intake:Mllp:Port: ")]
    [InlineData("Intake:Mllp:Port", "many", "Intake:Mllp: ")]
    [InlineData("Intake:Mllp:MaxMessageBytes", "0", "Intake:Mllp:MaxMessageBytes: ")]
    [InlineData("Intake:Mllp:MaxConections", "5", "Intake:Mllp:MaxConections: there is no such setting; MaxConnections is meant, perhaps.")]
    [InlineData("Intake:Mlpp:Port", "5", "Intake:Mlpp: there is no such section; Mllp is meant, perhaps.")]
    [InlineData("Stroe:Provider", "Sqlite", "Stroe: there is no such section; Store is meant, perhaps.")]
    [InlineData("Intake:Folders:0:Poll", "00:00:00", "Intake:Folders:0:Poll: ")]
    [InlineData("Intake:Folders:0:Patern", "*", "Intake:Folders:0:Patern: there is no such setting; Pattern is meant, perhaps.")]
    [InlineData("Delivery:Smtp:Timeout", "-00:00:20", "Delivery:Smtp:Timeout: ")]
    [InlineData("Delivery:Smtp:Timeout", "00:00:00", "Delivery:Smtp:Timeout: ")]
    [InlineData("Delivery:Smtp:Port", "0", "Delivery:Smtp:Port: ")]
    [InlineData("Delivery:Smtp:Host", "mail.example:25", "Delivery:Smtp:Host: ")]
    [InlineData("Delivery:Smtp:From", "nobody", "Delivery:Smtp:From: ")]
    [InlineData("Delivery:Smtp:OAuth:ClientId", "companion", "Delivery:Smtp:OAuth:TokenAddress: ")]
    [InlineData("Delivery:Smtp:OAuth:ClientSecret", "secret", "Delivery:Smtp:OAuth:ClientId: ")]
    [InlineData("Memory:PatientBytes", "-1", "Memory:PatientBytes: ")]
    [InlineData("Health:OutboxMinutes", "0", "Health:OutboxMinutes: ")]
    [InlineData("SampleMessages", "perhaps", "")]
    [InlineData("Site:BaseUrl", "companion.example", "Site:BaseUrl: ")]
    [InlineData("Site:TestMessages", "Burn", "Site: ")]
    [InlineData("Teams:Addresses:charge_nurse", "@@", "Teams:Addresses:charge_nurse: ")]
    [InlineData("urls", "http://[", "urls: ")]
    [InlineData("urls", "gopher://127.0.0.1", "urls: ")]
    [InlineData("Store:DataDirectory", "/etc/passwd", "Store:DataDirectory: ")]
    public void WhatCannotBeMeantIsNamed(string setting, string value, string problem)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Intake:Folders:0:Path"] = "/srv/drop", [setting] = value }).Build();
        Assert.Contains(Settings.Problems(configuration), one => one.StartsWith(problem, StringComparison.Ordinal));
    }

    /// <summary>Also guards that a new section is known to the search for mistyped names.</summary>
    [Fact]
    public void TheSampleSettingsAreAllKnown() => Assert.Empty(Settings.Problems(
        new ConfigurationBuilder().AddJsonFile(Path.Combine(Architecture.SourceTree.Root, "appsettings.sample.json")).Build()));

    [Fact]
    public async Task AllReasonsAreSaidAtOnceWithoutAStack()
    {
        var (code, said) = await StartAsync("--Intake:Mllp:Idle", "00:00:00", "--urls", "http://[", "--Memory:PatientBytes", "7");
        Assert.Equal(2, code);
        Assert.Equal(["Intake:Mllp:Idle", "Memory:PatientBytes", "urls"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.LastIndexOf(": ", StringComparison.Ordinal)].Split(": ")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ACorruptStoreIsSaidInASentence()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "companion.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        await RefusesAsync(folder, "cannot be opened");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsSaid()
    {
        // Of everybody's folders only /proc refuses the user root as well.
        if (!OperatingSystem.IsLinux())
            Assert.Skip("There is no /proc here.");
        await RefusesAsync("/proc/companion", "cannot be written");
    }

    private static async Task RefusesAsync(string folder, string why)
    {
        var (code, said) = await StartAsync("--data", folder, "--urls", "http://127.0.0.1:0", "--Intake:Mllp:Port", "0", "--no-samples");
        Assert.Equal(2, code);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("another Companion", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [CompanionProcess.Program, .. arguments])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(CompanionProcess.Program) };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        return (process.ExitCode, error);
    }
}
