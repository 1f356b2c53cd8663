using Runink.Companion.Intake.Mapping;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Mapping;

/// <summary>What triggers would have said of a sample, in a memory that ends with the answer.</summary>
public sealed class SampleFiringsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly FeedProfile Wide = FeedProfileReader.Read("""
        profile: Wide
        feeds: [wide]
        rows:
          patient: {number: mrn, authority: =HOSP, birth: born}
          stay: {unit: ward, class: class}
          results:
            - {code: "2524-7^Lactate^LN", value: lactate, unit: =mmol/L, at: at}
            - {code: "2823-3^Potassium^LN", value: k, unit: =mmol/L, at: at}
        """);

    [Fact]
    public void WhoWouldHaveBeenCalledAboutWhenAndWhy()
    {
        var found = Fire("lab.lactate > 4 mmol/L", "mrn,born,ward,class,lactate,k,at\n7,1950-01-01,4E,I,3.9,4,2026-03-02T08:00:00Z\n7,1950-01-01,4E,I,4.4,4,2026-03-02T09:00:00Z\n8,1950-01-01,4E,I,1.0,4,2026-03-02T09:00:00Z\n");
        var firing = Assert.Single(found.Firings);
        Assert.Equal(("HOSP 7", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), 2, 1), (firing.Patient, firing.At, found.Patients, found.Triggers));
        Assert.Contains("4.4", firing.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereAndHowOldCountAndTheOrderOfRowsDoesNot()
    {
        const string Rows = "mrn,born,ward,class,lactate,k,at\n7,1950-01-01,4E,I,,6.9,2026-03-02T09:00:00Z\n7,1950-01-01,4E,I,4.4,,2026-03-02T08:00:00Z\n8,1990-01-01,4E,I,4.4,6.9,2026-03-02T08:30:00Z\n";
        Assert.Equal("HOSP 7", Assert.Single(Fire("lab.lactate > 4 mmol/L and lab.potassium > 6.5 mmol/L and patient.age > 65", Rows).Firings).Patient);
        Assert.Equal(2, Fire("lab.potassium > 6.5 mmol/L and encounter.unit = '4E'", Rows).Firings.Count);
        Assert.Empty(Fire("lab.potassium > 6.5 mmol/L and encounter.unit = 'ICU'", Rows).Firings);
    }

    [Fact]
    public void WhatIsNoNumberCallsNobody() => Assert.Empty(Fire("lab.lactate > 4 mmol/L", "mrn,born,ward,class,lactate,k,at\n7,1950-01-01,4E,I,clotted,4,2026-03-02T08:00:00Z\n").Firings);

    private static SampleFirings Fire(string when, string text)
    {
        var report = TriggerCheck.Check([new TriggerFile("t.yaml", $"trigger:\n  id: test\n  name: Test\n  severity: high\n  when: {when}\n  then: [{{action: notify, who: charge_nurse}}]\n")], Vocabulary.Shipped);
        var preview = SamplePreview.Of(Wide, new SampleText(text).Read().Value!, Vocabulary.Shipped, TimeZoneInfo.Utc, Now);
        return SampleFirings.Of(preview, [.. report.Triggers], TimeZoneInfo.Utc, TestContext.Current.CancellationToken);
    }
}
