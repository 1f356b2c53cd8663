using System.Text.RegularExpressions;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Tests.Domain.Triggers;

/// <summary>The table of codes is whole, and its examples are true. Each is a golden case too.</summary>
public partial class DiagnosticTableTests
{
    private static readonly CheckContext Hospital = ExampleHospital.Context(Vocabulary.Shipped);

    public static TheoryData<string> Codes => [.. DiagnosticTable.Rows.Select(row => row.Code)];

    [Fact]
    public void Every_code_that_is_said_has_one_row_and_no_row_is_for_nothing()
    {
        var said = Directory.EnumerateFiles(Repository.Path("Runink.Domain"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("Diagnostic", StringComparison.Ordinal))
            .SelectMany(path => Code().Matches(File.ReadAllText(path)).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(said, DiagnosticTable.Rows.Select(row => row.Code).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_wrong_example_says_this_code_alone_and_the_right_one_nothing(string code)
    {
        var row = DiagnosticTable.Find(code)!;
        Assert.Equal([code], Said(row.Wrong));
        Assert.Equal("", Answer(row.Right, code));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_example_is_a_golden_case(string code)
    {
        var row = DiagnosticTable.Find(code)!;
        Golden($"ok/{code}.yaml", row.Right);
        // A file that is wrong by its size is not kept.
        if (row.Wrong == row.WrongShown)
        {
            Golden($"err/{code}.yaml", row.Wrong);
            Golden($"err/{code}.out", Answer(row.Wrong, code));
        }
    }

    [Fact]
    public void Publishing_to_nobody_is_an_error_where_checking_only_warns()
    {
        var row = DiagnosticTable.Find("RNK1606")!;
        var publishing = TriggerCheck.Check([new("x.yaml", row.Wrong)], Vocabulary.Shipped, Hospital with { Publishing = true });
        Assert.False(publishing.Ok);
        Assert.True(TriggerCheck.Check([new("x.yaml", row.Wrong)], Vocabulary.Shipped, Hospital).Ok);
    }

    [Fact]
    public void Whom_a_pathways_policy_tells_is_looked_at_where_it_is_chosen()
    {
        const string pathway = "pathway:\n  name: p\n  escalation_policies:\n    late: [{after: 5m, to: nobody_at_all}]\n  triggers:\n    - name: t\n      when: lab.lactate > 3 mmol/L\n      escalation: late\n      then: [{action: log, entry: x}]\n";
        var report = TriggerCheck.Check([new("x.yaml", pathway)], Vocabulary.Shipped, Hospital);
        var found = Assert.Single(report.Diagnostics);
        Assert.Equal(("RNK1606", 8), (found.Code, found.Span.Line));
        // What is cut out of the pathway brings the policy's steps along, so its name is not missed.
        Assert.Equal(["RNK1606"], Said(Assert.Single(report.Triggers).Source));
    }

    [Fact]
    public void A_silent_name_is_told_once() =>
        Assert.Single(TriggerCheck.Check([new("x.yaml", Only("lab.procalcitonin > 2 ug/L OR max(lab.procalcitonin, 48h) > 4 ug/L"))], Vocabulary.Shipped, Hospital).Diagnostics, d => d.Code == "RNK1708");

    [Theory]
    [InlineData("lab.lactate BETWEEN 5 mmol/L AND 3 mmol/L")]
    [InlineData("lab.lactate NOT BETWEEN 5 mmol/L AND 3 mmol/L")]
    [InlineData("lab.lactate > 3 mmol/L OR lab.lactate <= 3 mmol/L")]
    [InlineData("lab.lactate > 3 mmol/L AND 27 mg/dL > lab.lactate AND age > 5")]
    [InlineData("encounter.type = \"ED\" AND encounter.type = \"inpatient\"")]
    [InlineData("encounter.type != \"ED\" OR encounter.type != \"inpatient\"")]
    [InlineData("max(lab.lactate, 6h) >= 4 mmol/L AND max(lab.lactate, 6h) < 4 mmol/L")]
    public void What_its_parts_decide_is_told(string condition) => Assert.Contains("RNK1703", Said(Only(condition)));

    [Theory]
    [InlineData("lab.lactate >= 3 mmol/L AND lab.lactate <= 3 mmol/L")]
    [InlineData("lab.lactate > 3 mmol/L OR lab.lactate < 3 mmol/L")]
    [InlineData("max(lab.lactate, 12h) > 4 mmol/L AND min(lab.lactate, 12h) < 4 mmol/L")]
    [InlineData("encounter.type != \"ED\" AND encounter.type != \"inpatient\"")]
    public void What_may_be_either_is_not(string condition) => Assert.Empty(Said(Only(condition)));

    [Fact]
    public void When_and_where_are_one_condition() =>
        Assert.Equal(["RNK1703"], Said("trigger:\n  when: age > 65\n  where: age < 60 AND encounter.type = \"ED\"\n  then: [{action: log, entry: x}]\n"));

    [Theory]
    [InlineData("lab.lactate > 5 mmol/L", "encounter.type = \"ED\" AND age > 70", true)]
    [InlineData("lab.lactate > 5 mmol/L", "encounter.type = \"inpatient\" AND age > 70", false)]
    [InlineData("lab.lactate >= 3 mmol/L", "encounter.type = \"ED\" AND age > 65", true)]
    [InlineData("lab.lactate < 1 mmol/L", "encounter.type = \"ED\" AND age > 65", false)]
    public void One_trigger_inside_another_is_told(string when, string where, bool overlaps)
    {
        var other = Write.Compile("trigger:\n  id: other\n  when: lab.lactate > 3 mmol/L\n  where: encounter.type = \"ED\" AND age > 65\n  then: [{action: log, entry: x}]\n");
        var report = TriggerCheck.Check(
            [new("x.yaml", $"trigger:\n  when: {when}\n  where: {where}\n  then: [{{action: log, entry: x}}]\n")], Vocabulary.Shipped, new CheckContext(InForce: [other]));
        Assert.Equal(overlaps, report.Diagnostics.Any(d => d.Code == "RNK1707"));
    }

    private static string Only(string condition) => $"trigger:\n  when: '{condition}'\n  then: [{{action: log, entry: x}}]\n";

    private static IEnumerable<string> Said(string text) =>
        TriggerCheck.Check([new("x.yaml", text)], Vocabulary.Shipped, Hospital).Diagnostics.Select(d => d.Code).Distinct(StringComparer.Ordinal);

    private static string Answer(string text, string code)
    {
        TriggerFile file = new($"{code}.yaml", text);
        return CheckText.Write(TriggerCheck.Check([file], Vocabulary.Shipped, Hospital), [file]);
    }

    private static void Golden(string name, string text)
    {
        var path = Repository.Path($"Runink.Tests/Cases/Triggers/{name}");
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    [GeneratedRegex("RNK1[0-9]{3}", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
