using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class PackTests
{
    public static TheoryData<string> Packs => [.. Directory.GetFiles(Repository.Path("Runink.Companion/Samples/Packs"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private const string Sample = "sepsis-older-ed-patients.yaml";

    private static TriggerFile Read(string name) => new(name, File.ReadAllText(Repository.Path($"Runink.Companion/Samples/Packs/{name}")));

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_shipped_pack_checks_and_passes_its_own_tests(string name)
    {
        var file = Read(name);
        var report = TriggerCheck.Check([file], Vocabulary.Shipped);
        Assert.True(report.Ok, CheckText.Write(report, [file]));
        var trigger = Assert.Single(report.Triggers);
        if (name == Sample)
            return;
        Assert.Empty(report.Diagnostics);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), trigger.Id);
        Assert.True(report.Tests.Count >= 4, "It needs four tests.");
        Assert.False(string.IsNullOrWhiteSpace(trigger.Description));
        Assert.False(string.IsNullOrWhiteSpace(trigger.Evidence.Citation));
        Assert.False(string.IsNullOrWhiteSpace(trigger.Evidence.Developer));
        Assert.False(string.IsNullOrWhiteSpace(trigger.Evidence.Owner));
        Assert.Contains("clinician must sign", trigger.Evidence.Note, StringComparison.Ordinal);
        Assert.True(trigger.Sla is { Acknowledge: { } acknowledge, Act: { } act, Resolve: { } resolve } && acknowledge <= act && act <= resolve, "Its targets come in order.");
        Assert.NotEmpty(trigger.Escalation.Steps);
        Assert.True(trigger.Checklist.Count >= 2, "It needs a checklist.");
        Assert.True(trigger.Budget is { MaxPer100PatientDays: > 0, MinPpv: > 0, Outcome: not null }, "Its budget names the outcome that it is judged by.");
        Assert.All(trigger.Escalation.Steps, step => Assert.True(step.After >= trigger.Sla.Acknowledge, "The ladder begins when the time to acknowledge is over."));
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public void No_pack_relies_on_a_code_that_nobody_has_checked(string name) =>
        Assert.All(Assert.Single(TriggerCheck.Check([Read(name)], Vocabulary.Shipped).Triggers).Reads, read => Assert.Empty(Vocabulary.Shipped.Find(read)!.Unverified));

    /// <summary>Both answers are shown, so that no pack is always silent or always loud.</summary>
    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_pack_shows_both_sides(string name)
    {
        if (name == Sample)
            return;
        var expected = TriggerCheck.Check([Read(name)], Vocabulary.Shipped).Tests.Select(test => test.Expected).ToArray();
        Assert.Contains(expected, text => text.StartsWith("fires: true", StringComparison.Ordinal));
        Assert.Contains(expected, text => text.StartsWith("fires: false", StringComparison.Ordinal));
    }

    /// <summary>An address that the sample hospital knows, for whoever a pack tells.</summary>
    [Theory]
    [MemberData(nameof(Packs))]
    public void Everybody_whom_a_pack_tells_can_be_reached(string name)
    {
        var trigger = Assert.Single(TriggerCheck.Check([Read(name)], Vocabulary.Shipped).Triggers);
        var directory = Runink.Companion.Hosting.SampleHospital.SampleDirectory.Make();
        var told = trigger.Actions.OfType<NotifyAction>().Select(action => action.Who)
            .Concat(trigger.Actions.OfType<TaskAction>().Select(action => action.For).OfType<string>())
            .Concat(trigger.Actions.OfType<EscalateAction>().Select(action => action.To))
            .Concat(name == Sample ? [] : trigger.Escalation.Steps.Select(step => step.To));
        Assert.All(told, who => Assert.True(who.Contains('@', StringComparison.Ordinal) || directory.Find(who) is not null, who));
    }

    [Fact]
    public void All_packs_load_as_one_set_and_find_their_readers()
    {
        var set = TriggerSet.Build(TriggerCheck.Check([.. Packs.Select(row => Read(row.Data))], Vocabulary.Shipped).Triggers);
        Assert.Equal(Packs.Count, set.All.Count);
        Assert.Equal(
            ["lactate-critical", "lactate-high", "repeat-lactate-missing", "sepsis-older-ed-patients", "sirs-organ-dysfunction"], set.Reading("lab.lactate").Select(t => t.Id));
        Assert.Contains("news2-high", set.Reading("vital.spo2").Select(t => t.Id));
        Assert.Empty(set.Reading("lab.ammonia"));
    }

    [Fact]
    public void The_users_sample_is_shipped_verbatim() =>
        Assert.Equal(Write.Sample, File.ReadAllText(Repository.Path("Runink.Companion/Samples/Packs/sepsis-older-ed-patients.yaml")));
}
