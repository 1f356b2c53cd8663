using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Signals;

/// <summary>Which of what feeds write belongs to a set, and for how long.</summary>
public class CodeSetTests
{
    [Theory]
    [InlineData("pregnancy", "O14.1", true)]
    [InlineData("pregnancy", "O141", true)]
    [InlineData("pregnancy", "o14.1", true)]
    [InlineData("pregnancy", "O9A.2", true)]
    [InlineData("pregnancy", "obesity", false)]
    [InlineData("pregnancy", "Obesity", false)]
    [InlineData("pregnancy", "Osteoporosis", false)]
    [InlineData("pregnancy", "OA", false)]
    [InlineData("pregnancy", "72892002", true)]
    [InlineData("cancer", "C50.9", true)]
    [InlineData("cancer", "C7A.00", true)]
    [InlineData("cancer", "COPD", false)]
    [InlineData("cancer", "Cough", false)]
    [InlineData("infection", "A41.9", true)]
    [InlineData("infection", "Asthma", false)]
    [InlineData("infection", "BPH", false)]
    [InlineData("hypercapnic_target", "J96.12", true)]
    [InlineData("hypercapnic_target", "J9612", true)]
    [InlineData("hypercapnic_target", "J96.11", false)]
    [InlineData("heart_failure", "I10|I50.9", true)]
    [InlineData("heart_failure", "SCT|84114007", true)]
    [InlineData("heart_failure", "I5", false)]
    [InlineData("warfarin", "Warfarin Sodium 5 MG Oral Tablet", true)]
    [InlineData("warfarin", "warfarinum", false)]
    [InlineData("warfarin", "11289", true)]
    [InlineData("warfarin", "B01AA03", true)]
    [InlineData("raasi", "C09AA03", true)]
    [InlineData("raasi", "C09 lobe", false)]
    [InlineData("raasi", "Lisinopril 10 MG Oral Tablet", true)]
    [InlineData("raasi", "29046", true)]
    public void A_member_is_compared_within_its_system(string set, string value, bool belongs) => Assert.Equal(belongs, Vocabulary.Shipped.Sets[set].Contains(value));

    [Theory]
    [InlineData("has_condition(sepsis)", "A41.9", 10, Verdict.True)]
    [InlineData("has_condition(sepsis)", "A41.9", 40, Verdict.False)]
    [InlineData("has_condition(pregnancy)", "O14.1", 200, Verdict.True)]
    [InlineData("has_condition(pregnancy)", "O14.1", 500, Verdict.False)]
    [InlineData("has_condition(heart_failure)", "I50.9", 390, Verdict.True)]
    public void What_is_acute_ends_and_what_is_chronic_stays(string condition, string code, int daysAgo, Verdict expected) =>
        Assert.Equal(expected, Write.When(condition).Holds(Write.Patient().With("condition.active", code, null, -24 * daysAgo)));

    [Fact]
    public void A_diagnosis_is_ended_however_its_code_is_dotted() =>
        Assert.Equal(Verdict.False, Write.When("has_condition(heart_failure)").Holds(Write.Patient().With("condition.active", "I50.9", null, -48).With("condition.active", "I509", "ended", -1)));

    [Fact]
    public void A_member_may_end_sooner_than_its_set()
    {
        var site = Vocabulary.Shipped.Extend("sets:\n  mi: {expires: 365d, ICD10: [{code: I21*, expires: 28d}, I25.2], TEXT: [heart attack]}\n");
        Assert.Equal([TimeSpan.FromDays(28), TimeSpan.FromDays(365), TimeSpan.FromDays(365)], site.Sets["mi"].Members.Select(member => member.Expires!.Value));
        Assert.True(site.Sets["mi"].Contains("Old heart attack, 2019") && !site.Sets["mi"].Contains("heart attacks feared"));
    }

    [Fact]
    public void A_list_without_systems_still_reads_and_a_bare_prefix_of_words_does_not()
    {
        var site = Vocabulary.Shipped.Extend("sets:\n  gout: [M10*, SNOMED 90560007, podagra]\n");
        Assert.True(site.Sets["gout"].Contains("M109") && site.Sets["gout"].Contains("90560007") && site.Sets["gout"].Contains("Podagra") && !site.Sets["gout"].Contains("podagra acuta"));
        Assert.Throws<FormatException>(() => Vocabulary.Shipped.Extend("sets:\n  gout: [podag*]\n"));
        Assert.Throws<FormatException>(() => Vocabulary.Shipped.Extend("sets:\n  gout: {SNOMED: [9056*]}\n"));
    }

    [Fact]
    public void Obesity_does_not_switch_NEWS2_off()
    {
        var patient = Write.Patient().With("condition.active", "obesity").With("vital.resp_rate", "30", "/min").With("vital.spo2", "85", "%").With("vital.sbp", "85", "mm[Hg]");
        Assert.Equal(Verdict.True, Write.When("news2() >= 7").Holds(patient));
    }

    [Fact]
    public void A_site_names_its_own_pathways()
    {
        var site = Vocabulary.Shipped.Extend("known:\n  care.pathway: [sepsys]\n");
        Assert.True(TriggerCheck.Check([new("t.yaml", "trigger:\n  when: on_pathway(\"sepsys\")\n  then: [{action: log, entry: x}]\n")], site).Ok);
        Assert.False(TriggerCheck.Check([new("t.yaml", "trigger:\n  when: on_pathway(\"sepsys\")\n  then: [{action: log, entry: x}]\n")], Vocabulary.Shipped).Ok);
    }
}
