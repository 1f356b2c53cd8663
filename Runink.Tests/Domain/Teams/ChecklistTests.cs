using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Teams;

public sealed class ChecklistTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonRef Ana = new("ana.ruiz", "Ana Ruiz");
    private static readonly PersonRef Grace = new("grace.obi", "Grace Obi");

    private static IReadOnlyList<ChecklistItem> Two => Checklist.Read(Checklist.Write(["cultures", "lactate"]));

    [Fact]
    public void AnItemSaysWhoDidItWhenAndWhatShowsIt()
    {
        var done = Checklist.Check(Two, 1, done: true, " LAB-77 ", Ana, Now).Value!;
        Assert.Equal("☑ lactate: LAB-77", done.Text);
        Assert.Equal(new ChecklistItem(1, "lactate", true, Ana, Now, Evidence: "LAB-77"), done.Items[1]);
        Assert.Equal(done.Items, Checklist.Read(Checklist.Write(done.Items)));

        var undone = Checklist.Check(done.Items, 1, done: false, null, Grace, Now).Value!;
        Assert.Equal(Two, undone.Items);
    }

    [Fact]
    public void AnItemIsGivenToSomebodyUntilItIsSettled()
    {
        var given = Checklist.Assign(Two, 0, Grace).Value!;
        Assert.Equal(Grace, given.Items[0].Owner);
        Assert.Null(Checklist.Assign(given.Items, 0, null).Value!.Items[0].Owner);
        var done = Checklist.Check(given.Items, 0, true, null, Ana, Now).Value!;
        Assert.Equal((Grace, Ana), (done.Items[0].Owner, done.Items[0].By));
        Assert.Equal("not-allowed-now", Checklist.Assign(done.Items, 0, Ana).Refusal!.Code);
    }

    [Fact]
    public void WhatIsNotNeededSaysWhyAndIsSettledWithoutBeingDone()
    {
        Assert.Equal("reason-required", Checklist.Waive(Two, 0, "  ", Ana, Now).Refusal!.Code);
        var item = Checklist.Waive(Two, 0, "taken yesterday", Ana, Now).Value!.Items[0];
        Assert.Equal((true, false, "taken yesterday", Ana), (item.IsSettled, item.Done, item.NotNeeded, item.By));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void ThereIsNoSuchItem(int index) => Assert.All(
        [Checklist.Check(Two, index, true, null, Ana, Now), Checklist.Assign(Two, index, Ana), Checklist.Waive(Two, index, "x", Ana, Now)],
        refused => Assert.Equal("invalid", refused.Refusal!.Code));

    [Fact]
    public void WhatWasKeptBeforeItemsHadOwnersIsStillRead() => Assert.Equal(
        [new ChecklistItem(0, "cultures", true, Ana, Now)],
        Checklist.Read("""[{"Index":0,"Text":"cultures","Done":true,"By":{"Id":"ana.ruiz","Name":"Ana Ruiz"},"At":"2026-03-02T08:00:00+00:00"}]"""));
}
