using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>000-00-0000 is what a clerk types who does not know: two who have it stay two, and both are taken in.</summary>
public abstract class ANumberOfNobodyMergesNobody
{
    public sealed class OnSqlite : ANumberOfNobodyMergesNobody;

    public sealed class OnPostgreSql : ANumberOfNobodyMergesNobody;

    [Theory]
    [InlineData("000-00-0000^^^SSA^SS")]
    [InlineData("999999999^^^HOSP^PI")]
    [InlineData("UNKNOWN^^^HOSP^MR")]
    public async Task TwoWithTheSamePlaceholderAreTwo(string placeholder)
    {
        await using var hospital = await Hospital.StartAsync();
        var (first, second, now) = (Some.Mrn(), Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            With(Some.Arrival(first, now, "Adams^Ann", "19610312")), With(Some.Arrival(second, now, "Baker^Bob", "19750801", "M")));

        Assert.Contains("Adams", (await hospital.GetAsync($"/api/v1/patients/{first}")).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Baker", (await hospital.GetAsync($"/api/v1/patients/{second}")).GetRawText(), StringComparison.Ordinal);

        string With(string message) => message.Replace("^^^HOSP^MR||", $"^^^HOSP^MR~{placeholder}||", StringComparison.Ordinal);
    }
}
