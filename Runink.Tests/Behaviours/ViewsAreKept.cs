using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Views;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

public abstract class ViewsAreKept
{
    public sealed class OnSqlite : ViewsAreKept;

    public sealed class OnPostgreSql : ViewsAreKept;

    private static readonly Caller Ana = new("person", "ana", "Ana Ruiz", Role.Nurse, "ICU", RolePermissions.Of(Role.Nurse));
    private static readonly Caller Luis = new("person", "luis", "Luis Moreno", Role.Navigator, null, RolePermissions.Of(Role.Navigator));
    private static readonly Caller Auditor = new("person", "au", "A. U.", Role.Auditor, null, RolePermissions.Of(Role.Auditor));

    [Fact]
    public async Task OnesOwnForOneselfAndSharedOnesForAll()
    {
        await using var hospital = await Hospital.StartAsync();
        var views = hospital.Services.GetRequiredService<SavedViewUseCases>();
        await hospital.SendAsync(Some.Arrival("7010088", hospital.Time.GetUtcNow(), place: "ICU^^ICU-1"), Some.Potassium("7010088", "K1", hospital.Time.GetUtcNow(), "6.8"));

        // What does not make a view is left out: neither a chosen row nor a patient is kept with it.
        var own = await views.SaveAsync(Ana, "worklist", "ICU, everything", "?unit=ICU&sel=01M8HNC5KJ6P5D82FDMBE03RFE&patient=7010088", isShared: false, Stop);
        Assert.True(own.Ok, own.Refusal?.Message);
        var line = Assert.Single((await views.ListAsync(Ana, "worklist", Stop)).Value!);
        Assert.Equal(("/?unit=ICU", 1, true), (line.Href, line.Count, line.IsMine));
        Assert.Empty((await views.ListAsync(Luis, "worklist", Stop)).Value!);

        Assert.Equal(own.Value, (await views.SaveAsync(Ana, "worklist", "icu, EVERYTHING", "unit=ICU&order=due", isShared: true, Stop)).Value);
        var shared = Assert.Single((await views.ListAsync(Luis, "worklist", Stop)).Value!);
        Assert.Equal(("/?order=due&unit=ICU", false, "Ana Ruiz"), (shared.Href, shared.IsMine, shared.Owner));
        Assert.Equal("not-found", (await views.RemoveAsync(Luis, shared.Id, Stop)).Refusal?.Code);
        Assert.True((await views.RemoveAsync(Ana, shared.Id, Stop)).Ok);
        Assert.Empty((await views.ListAsync(Ana, "worklist", Stop)).Value!);
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=view_saved")).Count);
    }

    [Theory]
    [InlineData("worklist", "Name", "view=nowhere", "invalid")]
    [InlineData("worklist", "Name", "sel=1", "invalid")]
    [InlineData("worklist", " ", "view=late", "invalid")]
    [InlineData("referrals", "Name", "priority=whenever", "invalid")]
    [InlineData("kitchen", "Name", "view=late", "not-found")]
    public async Task WhatIsNoViewIsRefused(string area, string name, string query, string code)
    {
        await using var hospital = await Hospital.StartAsync();
        var views = hospital.Services.GetRequiredService<SavedViewUseCases>();
        Assert.Equal(code, (await views.SaveAsync(Ana, area, name, query, isShared: false, Stop)).Refusal?.Code);
        Assert.Equal("forbidden", (await views.SaveAsync(Auditor, "worklist", "Name", "view=late", isShared: false, Stop)).Refusal?.Code);
        Assert.Equal("forbidden", (await views.ListAsync(Auditor, "worklist", Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task AFilterThatNobodyKnowsDoesNotShowEverything()
    {
        await using var hospital = await Hospital.StartAsync();
        using var answer = await hospital.Web.GetAsync("/api/v1/referrals?priority=whenever", Stop);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var known = await hospital.Web.GetAsync("/api/v1/referrals?priority=urgent&owner=nobody", Stop);
        Assert.Equal(System.Net.HttpStatusCode.OK, known.StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
