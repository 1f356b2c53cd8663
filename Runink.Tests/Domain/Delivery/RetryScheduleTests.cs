using Runink.Domain.Delivery;

namespace Runink.Tests.Domain.Delivery;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WaitsDoubleUpToAQuarterOfAnHourAFifthMoreOrLess()
    {
        foreach (var key in Keys())
        {
            for (var failures = 1; failures < RetrySchedule.MostAttempts; failures++)
            {
                var wait = (RetrySchedule.Next(failures, key, Now)!.Value - Now).TotalSeconds;
                var middle = Math.Min(5 * Math.Pow(2, failures - 1), 900);
                Assert.InRange(wait, 0.8 * middle, 1.2 * middle);
            }
        }
    }

    [Fact]
    public void AReceiverThatIsDownForAnHourIsStillReached()
    {
        foreach (var key in Keys())
        {
            var at = Now;
            for (var failures = 1; RetrySchedule.Next(failures, key, at) is { } next; failures++)
                at = next;
            Assert.InRange(at - Now, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        }
    }

    [Fact]
    public void ThePlanCanBeToldAgainAndSpreadsMessages()
    {
        Assert.Equal(RetrySchedule.Next(6, "01JA", Now), RetrySchedule.Next(6, "01JA", Now));
        Assert.True(Keys().Select(key => RetrySchedule.Next(6, key, Now)).Distinct().Count() > 90);
    }

    [Fact]
    public void AMessageIsGivenUpInTheOpenAndCanBeRetriedByHand()
    {
        var message = New();
        var now = Now;
        for (var attempt = 1; attempt < RetrySchedule.MostAttempts; attempt++)
        {
            message.FailedAttempt("refused", now);
            Assert.Equal((OutboxStatus.Pending, attempt, "refused"), (message.Status, message.Attempts, message.Receipt));
            now = message.NextAttemptAt!.Value;
        }

        message.FailedAttempt("refused", now);
        Assert.Equal((OutboxStatus.Failed, now, null), (message.Status, message.DoneAt, message.NextAttemptAt));

        message.Retry(now.AddDays(1));
        Assert.Equal((OutboxStatus.Pending, 0, now.AddDays(1), null), (message.Status, message.Attempts, message.NextAttemptAt, message.DoneAt));

        message.Delivered(new DeliveryReceipt("250 ok"), now.AddDays(1));
        Assert.Equal((OutboxStatus.Delivered, 1, "250 ok", null), (message.Status, message.Attempts, message.Receipt, message.NextAttemptAt));
    }

    [Fact]
    public void WhatIsNoLongerNeededIsSkippedWithTheReason()
    {
        var message = New();
        message.Plan(Now);

        message.Skipped("resolved meanwhile", Now);

        Assert.Equal((OutboxStatus.Skipped, 0, null, "resolved meanwhile"), (message.Status, message.Attempts, message.NextAttemptAt, message.Receipt));
    }

    private static IEnumerable<string> Keys() => Enumerable.Range(0, 100).Select(number => $"01JQZ{number}");

    private static OutboxMessage New() => new() { Id = "01JQZ", Channel = "email", To = "a@b.c", Subject = "s", Body = "b", CreatedAt = Now };
}
