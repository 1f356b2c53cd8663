using Runink.Domain.Referrals.Scheduling;

namespace Runink.Tests.Domain.Referrals;

/// <summary>When, how and in which words a patient is written to.</summary>
public sealed class VisitMessageTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-02 18:59", "2026-03-02 18:59")]
    [InlineData("2026-03-02 19:00", "2026-03-03 07:00")]
    [InlineData("2026-03-02 23:30", "2026-03-03 07:00")]
    [InlineData("2026-03-03 06:59", "2026-03-03 07:00")]
    [InlineData("2026-03-03 07:00", "2026-03-03 07:00")]
    [InlineData("2026-03-28 22:00", "2026-03-29 06:00")]
    public void NobodyIsWrittenToInQuietHours(string now, string sent) =>
        Assert.Equal(At(sent), new PatientMessageOptions().NextAllowed(At(now), Berlin));

    [Fact]
    public void TheSameHourTwiceIsNoQuietHour() =>
        Assert.Equal(At("2026-03-02 23:30"), new PatientMessageOptions { QuietFrom = new TimeOnly(0, 0), QuietUntil = new TimeOnly(0, 0) }.NextAllowed(At("2026-03-02 23:30"), Berlin));

    [Fact]
    public void WhatThePatientPrefersComesFirst()
    {
        PatientContact[] all = [new("email", "ama@example.org", 1, false), new("phone", "+1 (555) 555-0142", 2, true)];
        var options = new PatientMessageOptions { CountryCode = "+1" };
        Assert.Equal(new PatientReach("email", "ama@example.org", "es"), PatientReach.Of(all, "es", options, canText: true));
        Assert.Equal(new PatientReach("sms", "+15555550142", "en"), PatientReach.Of(all.Select(one => one with { Rank = null }), "vi", options, canText: true));
        Assert.Equal("email", PatientReach.Of(all.Select(one => one with { Rank = null }), null, options, canText: false)!.Channel);
        Assert.Equal("+15555550142", PatientReach.Of([new("phone", "555 555 0142", null, true)], null, options, canText: true)!.To);
    }

    [Theory]
    [InlineData("phone", "555 555 0142")]
    [InlineData("phone", "+12")]
    [InlineData("phone", "ask daughter")]
    [InlineData("email", "ama at example")]
    [InlineData("email", "a@b.org, c@d.org")]
    public void WhatReachesNobodyIsNoWay(string kind, string value) => Assert.Null(PatientReach.Of([new(kind, value, 1, true)], "en", new PatientMessageOptions(), canText: true));

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("es")]
    public void ATextMessageIsShortAndItsLinkWhole(string language)
    {
        var link = $"https://companion.hospital.example/v/{VisitMessage.NewToken()}";
        var text = VisitTexts.In(language).Text("Saint Bartholomew's Regional Hospital of the Northern Counties and the Isles", link, 160);
        Assert.EndsWith($" {link}", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, link.Length, 160);
        Assert.Equal(Barriers.All.Order(), VisitTexts.In(language).Barriers.Keys.Order());
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", null, System.Globalization.DateTimeStyles.AssumeUniversal);
}
