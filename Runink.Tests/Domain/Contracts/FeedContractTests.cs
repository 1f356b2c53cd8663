using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Contracts;
using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Contracts;

public sealed class FeedContractTests
{
    internal const string Laboratory = """
        contract:
          feed: LAB/HOSP
          owner: Laboratory systems
          silence: 2h
          volume:
            - {per_hour: 10..400}
            - {days: [sat, sun], hours: 22-6, per_hour: 0..200}
          required:
            - {field: unit, at_least: 99 %}
            - {field: code}
            - {signal: lab.potassium, at_least: 20 %}
          signals:
            - {name: lab.potassium, units: [mmol/L], at_least: 95 %}
          codes:
            - {system: LN, only: [2823-3]}
          cost: {messages_per_day: 8000, values_per_day: 20000}
          tests:
            - {name: an ordinary hour, messages: 60, signals: [{name: lab.potassium, unit: mmol/L}]}
            - {name: another unit, messages: 60, signals: [{name: lab.potassium, unit: mg/dL}], expect: [unit lab.potassium]}
            - {name: no unit, messages: 60, signals: [{name: lab.potassium}], expect: [required unit, unit lab.potassium]}
            - {name: a code of its own, messages: 60, signals: [{name: LAB|K, unit: mmol/L}], expect: [required code, required lab.potassium]}
            - {name: a quiet night, messages: 0, at: sat 23, silent: 90m}
            - {name: a silent night, messages: 0, at: sun 3, silent: 3h, expect: [silence]}
            - {name: a flood, messages: 9000, signals: [{name: lab.potassium, unit: mmol/L}], expect: [volume-high, cost]}
        """;

    private static readonly Vocabulary Names = Vocabulary.Shipped;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TheExamplesOfATextAreTried()
    {
        var (contract, findings) = FeedContractReader.Read("laboratory", Laboratory, 3, Names);
        Assert.Empty(findings);
        Assert.Equal(("LAB/HOSP", "Laboratory systems", 3), (contract!.Feed, contract.Owner, contract.Version));
        Assert.Equal((0, 200), (contract.VolumeAt(new DateTime(2026, 3, 8, 5, 0, 0, DateTimeKind.Unspecified))!.Least, contract.VolumeAt(new DateTime(2026, 3, 8, 5, 0, 0, DateTimeKind.Unspecified))!.Most));
        // Monday's small hours belong to the night that began on Sunday; Saturday's to Friday's.
        Assert.Equal(0, contract.VolumeAt(new DateTime(2026, 3, 9, 5, 0, 0, DateTimeKind.Unspecified))!.Least);
        Assert.Equal(10, contract.VolumeAt(new DateTime(2026, 3, 7, 5, 0, 0, DateTimeKind.Unspecified))!.Least);
    }

    [Theory]
    [InlineData("  feed: a\n  owner: b", "Nothing is agreed yet")]
    [InlineData("  feed: a\n  silence: 2h", "owner is missing")]
    [InlineData("  feed: a\n  owner: b\n  silnce: 2h", "Did you mean silence?")]
    [InlineData("  feed: a\n  owner: b\n  silence: 5s", "a minute at least")]
    [InlineData("  feed: a\n  owner: b\n  volume: [{per_hour: 400..10}]", "from the least to the most")]
    [InlineData("  feed: a\n  owner: b\n  volume: [{per_hour: many}]", "written 10..400")]
    [InlineData("  feed: a\n  owner: b\n  volume: [{days: [funday], per_hour: 1..2}]", "A day is one of")]
    [InlineData("  feed: a\n  owner: b\n  required: [{field: unit, at_least: 120 %}]", "a share such as 99 %")]
    [InlineData("  feed: a\n  owner: b\n  required: [{field: unit}, {field: unit}]", "is here twice")]
    [InlineData("  feed: a\n  owner: b\n  required: [{at_least: 9 %}]", "a field or a signal")]
    [InlineData("  feed: a\n  owner: b\n  signals: [{name: lab.potasium, units: [x]}]", "Did you mean lab.potassium?")]
    [InlineData("  feed: a\n  owner: b\n  signals: [{name: lab.potassium, values: [x]}]", "has no set of values")]
    [InlineData("  feed: a\n  owner: b\n  silence: 2h\n  tests: [{name: t, silent: 3h}]", "t: silence is broken as well.")]
    [InlineData("  feed: a\n  owner: b\n  silence: 2h\n  tests: [{name: t, expect: [cost]}]", "t: cost is not broken.")]
    public void AMistakeIsAnsweredWithItsPlace(string body, string words)
    {
        var (contract, findings) = FeedContractReader.Read("x", $"contract:\n{body}\n", 1, Names);
        Assert.Null(contract);
        Assert.Contains(findings, finding => finding.Message.Contains(words, StringComparison.Ordinal) && finding.Span.Line > 0);
    }

    [Fact]
    public void WhatDiffersIsSaidInWords()
    {
        var (before, after) = (Read(Laboratory), Read(Laboratory.Replace("silence: 2h", "silence: 150m", StringComparison.Ordinal).Replace("[mmol/L]", "[mmol/L, mEq/L]", StringComparison.Ordinal)));
        Assert.Equal(
            ["Silence: 2 h at most → 2 h 30 min at most", "lab.potassium comes: in mmol/L, in at least 95 % → in mmol/L or mEq/L, in at least 95 %"],
            FeedContractChanges.Between(before, after).Select(change => $"{change.What}: {change.Before} → {change.After}"));
        Assert.Empty(FeedContractChanges.Between(after, after));
        Assert.NotEmpty(FeedContractChanges.Between(null, after));
    }

    [Fact]
    public void ABreachIsSeenAtOnceAndEndsAfterTwoHoursThatWereWell()
    {
        var contract = Read(Laboratory);
        var (well, bad) = (Hour("mmol/L", 60), Hour("mg/dL", 60));
        Assert.Empty(Decide(contract, [well, well, well]));
        var seen = Assert.Single(Decide(contract, [well, well, bad]));
        Assert.Equal(("unit lab.potassium", false), (seen.Name, seen.IsMending));
        Assert.Equal("Of potassium 0 of 60 are in mmol/L; agreed are 95%. It also sends mg/dL (60).", seen.Text.Replace(" %", "%", StringComparison.Ordinal));
        Assert.False(Assert.Single(Decide(contract, [well, bad, Hour("mmol/L", 5)])).IsMending);
        Assert.True(Assert.Single(Decide(contract, [bad, well, Hour("mmol/L", 5)])).IsMending);
        Assert.Empty(Decide(contract, [bad, well, well, Hour("mmol/L", 5)]));
        Assert.Empty(Decide(contract with { IsPaused = true }, [bad, bad, bad]));
        // Before it was agreed nothing was broken.
        Assert.Empty(ContractDecision.Decide(contract, Seen([bad, bad, well]) with { Agreed = Noon }, Names, TimeZoneInfo.Utc, Noon.AddMinutes(30)));
    }

    [Fact]
    public void ASlipIsNoBreachAndTheHourThatRunsIsMeasuredByAFullOne()
    {
        var contract = Read(Laboratory) with { Required = [], Codes = [], Volumes = [] };
        Assert.Empty(Decide(contract, [Hour("mmol/L", 60), Hour("mmol/L", 60), Hour("mg/dL", 3)]));
        Assert.NotEmpty(Decide(contract, [Hour("mmol/L", 60), Hour("mmol/L", 60), Hour("mg/dL", 4)]));
    }

    [Fact]
    public void ASilenceIsOverWhenItHasSpokenForAWhileAndNoneBeginsWhileWeAreAway()
    {
        var contract = Read(Laboratory) with { Required = [], Codes = [], Volumes = [], Signals = [] };
        var seen = Seen([HourCounts.None]);
        DateTimeOffset now = Noon.AddMinutes(30), far = now.AddDays(-1);
        IReadOnlyList<ContractBreach> At(DateTimeOffset listening, params DateTimeOffset[] newest) => ContractDecision.Decide(contract, seen with { NewestFirst = newest, Listening = listening, Agreed = far }, Names, TimeZoneInfo.Utc, now);
        Assert.Equal("No message for 3 h; agreed is one at least every 2 h.", Assert.Single(At(far, now.AddHours(-3))).Text);
        Assert.Empty(At(now.AddHours(-1), now.AddHours(-3)));
        Assert.NotEmpty(At(now.AddHours(-2.1)));
        Assert.True(Assert.Single(At(far, now.AddMinutes(-1), now.AddHours(-3))).IsMending);
        Assert.Empty(At(far, now.AddMinutes(-1), now.AddMinutes(-61), now.AddHours(-4)));
    }

    [Fact]
    public void AnHourInWhichWeWereAwayHasNotTooFew()
    {
        var contract = Read(Laboratory) with { Silence = null };
        var seen = Seen([HourCounts.None, HourCounts.None, HourCounts.None]);
        Assert.Equal(["volume-low"], ContractDecision.Decide(contract, seen, Names, TimeZoneInfo.Utc, Noon.AddMinutes(30)).Select(one => one.Name));
        Assert.Empty(ContractDecision.Decide(contract, seen with { Hours = [.. seen.Hours.Select(hour => hour with { Heard = false })] }, Names, TimeZoneInfo.Utc, Noon.AddMinutes(30)));
    }

    /// <summary>Whatever comes, a wider contract breaks nothing that a narrower one keeps; and what is decided depends on what was counted alone.</summary>
    [Fact]
    public void MoreIsAllowedMeansLessIsBroken()
    {
        var hours = (from good in Gen.Choose(0, 500).ArrayOf(6) from bad in Gen.Choose(0, 60).ArrayOf(6) select (good, bad)).ToArbitrary();
        Prop.ForAll(hours, drawn =>
        {
            var counts = drawn.good.Zip(drawn.bad).Select(pair => Hour("mmol/L", pair.First).And(Hour("mg/dL", pair.Second))).ToList();
            var narrow = Read(Laboratory) with { Codes = [], Required = [] };
            var wide = narrow with
            {
                Volumes = [new VolumeBand([], null, null, 5, 450)], MessagesADay = 9000, ValuesADay = null, Signals = [narrow.Signals[0] with { AtLeast = .8m }],
            };
            var (strict, lenient) = (Decide(narrow, counts), Decide(wide, counts));
            return lenient.All(one => strict.Any(other => other.Name == one.Name)) && strict.SequenceEqual(Decide(narrow, counts)) && strict.All(one => one.Text.Length > 0);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A feed that goes on being well for two hours has no breach, whatever was before.</summary>
    [Fact]
    public void WhoeverIsWellForTwoHoursIsFree()
    {
        var before = Gen.Choose(0, 1000).ArrayOf(5).ToArbitrary();
        Prop.ForAll(before, drawn => Decide(Read(Laboratory) with { Codes = [], MessagesADay = null, ValuesADay = null }, [.. drawn.Select(number => Hour("mg/dL", number)), Hour("mmol/L", 60), Hour("mmol/L", 60), Hour("mmol/L", 3)]).Count == 0).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void WhatIsSuggestedCanBeReadAndWasKept()
    {
        var text = ContractSuggestion.Draft("LAB/HOSP", Hour("mmol/L", 600), [50, 60, 70], TimeSpan.FromMinutes(40), Names);
        Assert.Equal("""
            contract:
              feed: "LAB/HOSP"
              owner: say whom to ask
              silence: 2h
              volume:
                - {per_hour: 25..140}
              required:
                - {field: control_id, at_least: 99 %}
                - {field: sent, at_least: 99 %}
                - {field: stay, at_least: 99 %}
                - {field: unit, at_least: 99 %}
                - {field: code, at_least: 99 %}
              signals:
                - {name: lab.potassium, units: ["mmol/L"], at_least: 99 %}
              cost: {messages_per_day: 2900}

            """.ReplaceLineEndings("\n"), text);
        Assert.Empty(FeedContractReader.Read("x", text, 1, Names).Findings);
    }

    private static FeedContract Read(string yaml) => FeedContractReader.Read("laboratory", yaml, 1, Names).Contract!;

    private static HourCounts Hour(string unit, int values) => new()
    {
        Messages = values, WithValues = values, Values = values, WithControlId = values, WithSent = values, WithStay = values,
        Signals = values == 0 ? new Dictionary<string, SignalCounts>() : new() { ["lab.potassium"] = new SignalCounts(values, values) { Units = new Dictionary<string, int> { [unit] = values } } },
    };

    /// <summary>The last of the hours is the one that runs, since noon.</summary>
    private static SeenFeed Seen(IReadOnlyList<HourCounts> hours) => new(
        [.. hours.Select((counts, at) => new SeenHour(Noon.AddHours(at - hours.Count + 1), counts, at < hours.Count - 1))], [Noon.AddMinutes(29)], Noon.AddDays(-2), Noon.AddDays(-2));

    private static IReadOnlyList<ContractBreach> Decide(FeedContract contract, IReadOnlyList<HourCounts> hours) => ContractDecision.Decide(contract, Seen(hours), Names, TimeZoneInfo.Utc, Noon.AddMinutes(30));
}
