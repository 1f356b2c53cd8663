using Runink.Domain.Referrals.Announcing;

namespace Runink.Tests.Domain.Referrals;

public sealed class PartnerTaskWordTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("requested", "", null, "")]
    [InlineData("received", "", null, "")]
    [InlineData("accepted", "", null, "accept")]
    [InlineData("received", "3.0", null, "accept")]
    [InlineData("in-progress", "", null, "accept")]
    [InlineData("in-progress", "visit-scheduled", 4, "accept propose")]
    [InlineData("in-progress", "visit-scheduled", null, "accept ask")]
    [InlineData("in-progress", "5.1.1", 4, "accept propose")]
    [InlineData("in-progress", "5.1.1", -4, "accept")]
    [InlineData("received", "awaiting-information", null, "ask")]
    [InlineData("on-hold", "", null, "ask")]
    [InlineData("rejected", "", null, "decline")]
    [InlineData("in-progress", "4.0", null, "decline")]
    [InlineData("completed", "", null, "ask")]
    [InlineData("failed", "", null, "ask")]
    [InlineData("something-new", "", null, "")]
    public void ATaskIsReadAsAnAnswer(string status, string business, int? days, string kinds) =>
        Assert.Equal(kinds, string.Join(' ', PartnerTaskWord.Of(new PartnerTaskState(status, business.Length > 0 ? [business] : [], null, days is { } ahead ? Now.AddDays(ahead) : null), Now).Select(said => said.Kind)));

    [Fact]
    public void WhatTheySayIsTheirReason() => Assert.Equal("No capacity", Assert.Single(PartnerTaskWord.Of(new PartnerTaskState("rejected", [], "No capacity", null), Now)).Text);

    /// <summary>Whatever we tell a recipient is, read back, nothing that they said.</summary>
    [Fact]
    public void OnlyAChangeIsSaid()
    {
        var ours = new PartnerTaskState("requested", ["new-order", "requested"], null, null);
        Assert.Equal(PartnerTaskWord.Said(ours), PartnerTaskWord.Said(ours with { Business = ["requested", "new-order"] }));
        Assert.NotEqual(PartnerTaskWord.Said(ours), PartnerTaskWord.Said(ours with { Status = "accepted" }));
        Assert.NotEqual(PartnerTaskWord.Said(ours), PartnerTaskWord.Said(ours with { Start = Now }));
    }
}
