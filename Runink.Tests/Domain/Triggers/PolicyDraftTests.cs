using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public sealed class PolicyDraftTests
{
    private static readonly string[] Names =
        ["charge_nurse", "attending", "on_call(\"medicine\")", "person:ana.ruiz", "team: \"the # night\"", "it's: {odd}, [really]", "true", "12", "12e3", "null", "yes", "Ä\tö\\n", "- dash", "&x", "ICU"];

    /// <summary>What a form writes is read back as the same policy, whatever people, teams and units are called.</summary>
    [Fact]
    public void WhatIsWrittenIsReadAsTheSame() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var policy = new EscalationPolicy(
            "p", Name(), 3, new EscalationLadder("p", Steps(), random.Next(2) == 0 ? null : Length(), random.Next(2) == 0 ? null : Name()),
            new Dictionary<string, IReadOnlyList<EscalationStep>>(StringComparer.OrdinalIgnoreCase) { [Name()] = Steps() });

        var text = PolicyDraft.Of(policy).Write();

        var (read, findings) = EscalationPolicy.Read("p", text, 3);
        Assert.True(read is not null, $"{text}\n{string.Join('\n', findings)}");
        Assert.Equal((policy.Name, policy.Ladder.Fallback, policy.Ladder.AckExpires), (read.Name, read.Ladder.Fallback, read.Ladder.AckExpires));
        Assert.Equal(policy.Ladder.Steps, read.Ladder.Steps);
        var unit = Assert.Single(policy.Units);
        Assert.Equal(unit.Value, read.StepsFor(unit.Key));
        return true;

        string Name() => Names[random.Next(Names.Length)];

        TimeSpan Length() => TimeSpan.FromSeconds(random.Next(60, 200_000));

        IReadOnlyList<EscalationStep> Steps() =>
        [
            .. Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => new EscalationStep(Length(), Name(), random.Next(4), random.Next(2) == 0 ? null : Length(), random.Next(2) == 0, random.Next(2) == 0 ? null : Name()))
                .OrderBy(step => step.After),
        ];
    }));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(90, "1m30s")]
    [InlineData(5_400, "1h30m")]
    [InlineData(172_800, "2d")]
    public void ALengthIsWrittenAsTriggersWriteIt(int seconds, string text) => Assert.Equal(text, PolicyDraft.Length(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ALengthThatIsNoneIsFoundWhenTheTextIsRead() =>
        Assert.Null(EscalationPolicy.Read("p", new PolicyDraft("P", [new StepDraft("soon", "attending")], null, null, []).Write(), 1).Policy);
}
