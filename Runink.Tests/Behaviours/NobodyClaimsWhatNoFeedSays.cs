using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An INR of 9.2 where no medicine was ever sent: that warfarin is not taken is more than anybody knows.</summary>
public abstract class NobodyClaimsWhatNoFeedSays
{
    public sealed class OnSqlite : NobodyClaimsWhatNoFeedSays;

    public sealed class OnPostgreSql : NobodyClaimsWhatNoFeedSays;

    private const string Trigger = "inr-on-warfarin";

    [Fact]
    public async Task TheMissingFeedIsNamedUntilItSendsSomething()
    {
        await using var hospital = await Hospital.StartAsync();
        using var content = new StringContent($"trigger:\n  id: {Trigger}\n  when: on_medication(warfarin)\n  then: [{{action: log, entry: seen}}]\n", System.Text.Encoding.UTF8, "text/yaml");
        (await hospital.Web.PutAsync(new Uri($"/api/v1/triggers/{Trigger}", UriKind.Relative), content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        (await hospital.PostAsync($"/api/v1/triggers/{Trigger}/versions/1/publish", new { })).EnsureSuccessStatusCode();
        var (mrn, other, now) = (Some.Mrn(), Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Arrival(other, now));

        var why = await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}");
        Assert.Equal("unknown", why.GetProperty("verdict").GetString());
        Assert.Contains("no feed has ever sent medication.active", why.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        await hospital.SendAsync(Some.Lactate(other, "M1", now, "2").Replace("NM|2524-7^x^LN||2|mmol/L", "ST|MEDICATION^x^L||metformin|", StringComparison.Ordinal));
        Assert.Equal("false", (await hospital.GetAsync($"/api/v1/triggers/{Trigger}/explanation?patient={mrn}")).GetProperty("verdict").GetString());
    }
}
