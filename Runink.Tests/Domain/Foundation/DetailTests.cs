using System.Text.Json;
using Runink.Domain.Foundation;

namespace Runink.Tests.Domain.Foundation;

public sealed class DetailTests
{
    [Fact]
    public void ADetailIsFlatJsonInTheOrderGivenWithoutWhatIsAbsent() => Assert.Equal(
        """{"b":"x","n":3,"yes":true,"at":"2026-03-02T08:00:00+00:00"}""",
        Detail.Of(("b", "x"), ("none", null), ("n", 3), ("yes", true), ("at", new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero))));

    [Theory]
    [InlineData("quote \" backslash \\ newline \n")]
    [InlineData("<script>&amp;</script>")]
    [InlineData("王 é 🙂")]
    [InlineData("")]
    public void AnyTextComesBack(string text) =>
        Assert.Equal(text, JsonDocument.Parse(Detail.Of(("text", text))).RootElement.GetProperty("text").GetString());

    [Fact]
    public void NothingIsAnEmptyObject() => Assert.Equal("{}", Detail.Of());

    [Fact]
    public void AnOutcomeIsAValueOrARefusal()
    {
        Outcome<int> value = 3;
        Outcome<int> refused = new Refusal("not-found", "No.");

        Assert.Equal((true, 3, null), (value.Ok, value.Value, value.Refusal));
        Assert.Equal((false, "not-found"), (refused.Ok, refused.Refusal?.Code));
    }

    [Fact]
    public void AWatcherHearsUntilItLeavesAndNeverOfNothing()
    {
        var feed = new ChangeFeed();
        var heard = new List<Change>();
        using (feed.Subscribe(heard.AddRange))
        {
            feed.Publish([new Change("escalation", "1"), new Change("referral", "2", Critical: true)]);
            feed.Publish([]);
        }

        feed.Publish([new Change("escalation", "3")]);

        Assert.Equal([new Change("escalation", "1"), new Change("referral", "2", true)], heard);
    }
}
