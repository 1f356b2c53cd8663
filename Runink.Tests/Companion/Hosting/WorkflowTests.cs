using System.Diagnostics;
using System.Text.Json;
using Runink.Tests.Domain.Triggers;
using YamlDotNet.RepresentationModel;

namespace Runink.Tests.Companion.Hosting;

/// <summary>The workflow that customers copy: valid YAML, and its very command lines run on the shipped packs.</summary>
public sealed class WorkflowTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflow-");

    private static YamlMappingNode Workflow
    {
        get
        {
            var yaml = new YamlStream();
            using var text = new StringReader(File.ReadAllText(Repository.Path("Runink.Companion/Samples/GitHub/triggers.yml")));
            yaml.Load(text);
            return (YamlMappingNode)yaml.Documents.Single().RootNode;
        }
    }

    private static IReadOnlyList<string> CommandLines =>
        [.. ((YamlSequenceNode)Workflow["jobs"]["check"]["steps"]).Children.OfType<YamlMappingNode>()
            .Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).Where(run => run.StartsWith("dotnet ", StringComparison.Ordinal))];

    [Fact]
    public void It_runs_on_pull_requests_that_touch_triggers_and_may_upload_findings()
    {
        Assert.Equal("triggers/**", Workflow["on"]["pull_request"]["paths"][0].ToString());
        Assert.Equal("write", Workflow["permissions"]["security-events"].ToString());
        Assert.Equal(2, CommandLines.Count);
    }

    [Fact]
    public async Task Its_command_lines_pass_the_shipped_packs_and_write_SARIF()
    {
        Lay("triggers/packs");
        foreach (var pack in Directory.EnumerateFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml"))
            File.Copy(pack, Path.Combine(folder.FullName, "triggers/packs", Path.GetFileName(pack)));

        foreach (var line in CommandLines)
            Assert.Equal(0, (await RunAsync(line)).Exit);

        using var sarif = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "triggers.sarif"), TestContext.Current.CancellationToken));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_wrong_trigger_fails_the_check_and_still_writes_SARIF()
    {
        Lay("triggers");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "triggers/a.yaml"), "trigger:\n  when: lab.lactat > 3 mmol/L\n  then: [{action: log, entry: x}]\n", TestContext.Current.CancellationToken);

        var (sarif, check) = (await RunAsync(CommandLines[0]), await RunAsync(CommandLines[1]));

        Assert.Equal((0, 1), (sarif.Exit, check.Exit));
        Assert.StartsWith("::error file=triggers/a.yaml,line=2,col=9,", check.Output, StringComparison.Ordinal);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "triggers.sarif"), TestContext.Current.CancellationToken));
        Assert.Equal("RNK1301", written.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("ruleId").GetString());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Lay(string path)
    {
        folder.CreateSubdirectory(path);
        // What the workflow unpacks is what the build made.
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "companion"), AppContext.BaseDirectory);
    }

    private async Task<(int Exit, string Output)> RunAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", line]) { WorkingDirectory = folder.FullName, UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output);
    }
}
