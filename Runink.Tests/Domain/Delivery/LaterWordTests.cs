using Runink.Domain.Delivery;

namespace Runink.Tests.Domain.Delivery;

/// <summary>What a receiver says after its server took a message: in any order, twice, and of what somebody settled otherwise.</summary>
public sealed class LaterWordTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Delivered", OutboxStatus.Delivered, true)]
    [InlineData("NotDelivered", OutboxStatus.Failed, false)]
    [InlineData("Delivered NotDelivered", OutboxStatus.Delivered, true)]
    [InlineData("NotDelivered Delivered", OutboxStatus.Delivered, true)]
    [InlineData("NotDelivered NotDelivered Nothing", OutboxStatus.Failed, false)]
    [InlineData("Nothing", OutboxStatus.Delivered, false)]
    public void OfATextMessage(string words, OutboxStatus ends, bool isDelivered)
    {
        var message = Taken(isDelivered: false);
        foreach (var word in words.Split(' '))
            message.Hear(Enum.Parse<LaterWord>(word), word, word, Now.AddMinutes(1));
        Assert.Equal((ends, isDelivered, ends == OutboxStatus.Failed), (message.Status, message.DeliveredAt is not null, message.RefusedAt is not null));
    }

    [Theory]
    [InlineData("requested", false, false, false)]
    [InlineData("received", true, false, false)]
    [InlineData("accepted", true, true, false)]
    [InlineData("in-progress", true, true, false)]
    [InlineData("completed", true, true, false)]
    [InlineData("rejected", false, false, true)]
    [InlineData("cancelled", false, false, true)]
    [InlineData("entered-in-error", false, false, true)]
    [InlineData("paused", false, false, false)]
    public void OfATask(string status, bool isSeen, bool isAcknowledged, bool isRefused)
    {
        var message = Taken(isDelivered: true);
        message.Hear(TaskReadBack.Decide(status).Word, status, status, Now.AddMinutes(1));
        Assert.Equal((isSeen, isAcknowledged, isRefused), (message.SeenAt is not null, message.AcknowledgedAt is not null, message.RefusedAt is not null));
        Assert.Equal(isRefused ? OutboxStatus.Failed : OutboxStatus.Delivered, message.Status);
        Assert.Equal(status, message.LastWord);
    }

    [Fact]
    public void WhatAPersonSettledStaysSettled()
    {
        var message = Taken(isDelivered: false);
        message.Hear(LaterWord.NotDelivered, "no", "no", Now);
        message.ToldByHand("Ana told Luis by phone", Now);
        message.Hear(LaterWord.Delivered, "yes", "yes", Now);
        Assert.Equal((OutboxStatus.Told, "Ana told Luis by phone"), (message.Status, message.Receipt));
    }

    [Fact]
    public void ARefusalThatIsTriedAgainBeginsAnew()
    {
        var message = Taken(isDelivered: false);
        message.Hear(LaterWord.NotDelivered, "no", "no", Now);
        message.Retry(Now);
        Assert.Equal((OutboxStatus.Pending, null, null), (message.Status, message.RefusedAt, message.LastWord));
    }

    /// <summary>Doubling from a minute to an hour, for a week.</summary>
    [Fact]
    public void ItIsAskedLessAndLessOftenAndNotForEver()
    {
        var (now, looks) = (Now, new List<TimeSpan>());
        while (TaskReadBack.Next(looks.Count, Now, now) is { } next)
        {
            looks.Add(next - now);
            now = next;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], looks.Take(8).Select(wait => wait.TotalMinutes));
        Assert.InRange(now - Now, TimeSpan.FromDays(6.9), TaskReadBack.Longest);
        Assert.InRange(looks.Count, 100, 200);
    }

    private static OutboxMessage Taken(bool isDelivered)
    {
        var message = new OutboxMessage { Id = "01M8HNC5KJ6P5D82FDMBE03RFE", Channel = "sms", To = "+34600123456", Subject = "s", Body = "b", CreatedAt = Now };
        message.Delivered(new DeliveryReceipt("200 OK", isDelivered, "r1"), Now);
        return message;
    }
}
