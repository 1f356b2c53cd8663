using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Admin.People;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Delivery;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Behaviours;

/// <summary>A code is sent to a way of reaching somebody, and typed in by whom it reached.</summary>
public sealed partial class APersonProvesAnAddress
{
    [Fact]
    public async Task TheCodeThatArrivedVerifiesTheChannel()
    {
        await using var hospital = await Hospital.StartAsync();
        var (contacts, ana) = Ana(hospital);
        var mail = await OwnAsync(contacts, ana, "ana.ruiz@sample-hospital.example");
        Assert.Null(mail.VerifiedAt);
        Assert.True((await contacts.AddAsync(ana, ChannelKind.Email, "ana@home.example", Stop)).Ok);
        var home = await OwnAsync(contacts, ana, "ana@home.example");
        var sent = await contacts.SendCodeAsync(ana, home, Stop);
        Assert.Equal("too-many-requests", (await contacts.SendCodeAsync(ana, home, Stop)).Refusal!.Code);
        var message = await Hospital.EventuallyAsync(() => MessageAsync(hospital, sent.Value!), one => one.Status == OutboxStatus.Delivered, "the code was sent");
        Assert.Equal(("email", "ana@home.example", "ana.ruiz"), (message.Channel, message.To, message.RecipientId));
        var code = Digits().Match(message.Body).Value;
        // Whoever looks after deliveries could otherwise prove an address for somebody else.
        Assert.DoesNotContain(code, (await hospital.GetAsync($"/api/v1/deliveries/{message.Id}")).GetRawText(), StringComparison.Ordinal);

        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Equal("That is not the code. 4 more tries.", (await contacts.VerifyAsync(ana, home, wrong, Stop)).Refusal!.Message);
        Assert.Equal("not-allowed-now", (await contacts.VerifyAsync(ana, mail, code, Stop)).Refusal!.Code);
        Assert.NotNull((await contacts.VerifyAsync(ana, home, $" {code[..3]} {code[3..]} ", Stop)).Value!.VerifiedAt);
        // What is proved comes before what nobody has proved, whatever stands first.
        Assert.Equal("ana@home.example", Assert.Single(hospital.Services.GetRequiredService<Directory>().Reach("ana.ruiz", "high", hospital.Time.GetUtcNow()).Recipients).Address);
        await using var db = hospital.Read();
        var rows = await db.Ledger.Where(row => row.SubjectId == "ana.ruiz" && row.Kind.StartsWith("channel_")).OrderBy(row => row.Seq).ToListAsync(Stop);
        Assert.Equal(["channel_added", "channel_code_sent", "channel_code_wrong", "channel_verified"], rows.Select(row => row.Kind));
        Assert.DoesNotContain(rows, row => row.Detail.Contains("home.example", StringComparison.Ordinal) || row.Detail.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACodeCountsForTenMinutesAndFiveTries()
    {
        await using var hospital = await Hospital.StartAsync();
        var (contacts, ana) = Ana(hospital);
        var mail = await OwnAsync(contacts, ana, "ana.ruiz@sample-hospital.example");
        var code = await SendAsync(hospital, contacts, ana, mail);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var tries = 0; tries < 4; tries++)
            Assert.EndsWith($"{4 - tries} more tries.", (await contacts.VerifyAsync(ana, mail, wrong, Stop)).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("That was not the code, and it counts no longer. Send a new one.", (await contacts.VerifyAsync(ana, mail, wrong, Stop)).Refusal!.Message);
        Assert.Equal("There is no code that still counts. Send a new one.", (await contacts.VerifyAsync(ana, mail, code, Stop)).Refusal!.Message);

        hospital.Time.Leap(TimeSpan.FromMinutes(1));
        var next = await SendAsync(hospital, contacts, ana, mail);
        Assert.NotNull((await OwnAsync(contacts, ana, mail.Value)).CodeUntil);
        hospital.Time.Leap(TimeSpan.FromMinutes(10));
        Assert.Null((await OwnAsync(contacts, ana, mail.Value)).CodeUntil);
        Assert.Equal("not-allowed-now", (await contacts.VerifyAsync(ana, mail, next, Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task WhatAPersonAddedIsNotTakenAwayByAListOfPeople()
    {
        await using var hospital = await Hospital.StartAsync();
        var (contacts, ana) = Ana(hospital);
        Assert.True((await contacts.AddAsync(ana, ChannelKind.Email, "ana@home.example", Stop)).Ok);
        Assert.Equal("already-done", (await contacts.AddAsync(ana, ChannelKind.Email, "ANA@home.example", Stop)).Refusal!.Code);
        Assert.Equal("A mobile number begins with + and the country, like +44 7700 900123.", (await contacts.AddAsync(ana, ChannelKind.Sms, "07700 900123", Stop)).Refusal!.Message);
        Assert.True((await contacts.MoveUpAsync(ana, await OwnAsync(contacts, ana, "ana@home.example"), Stop)).Ok);
        Assert.True((await contacts.WishAsync(ana, await OwnAsync(contacts, ana, "ana@home.example"), new ChannelWishes(new TimeOnly(22, 0), new TimeOnly(6, 0), "high"), Stop)).Ok);
        Assert.Equal("invalid", (await contacts.WishAsync(ana, await OwnAsync(contacts, ana, "ana@home.example"), new ChannelWishes(new TimeOnly(22, 0), null, null), Stop)).Refusal!.Code);

        using var csv = new StringContent("login;name;email\r\nana.ruiz;Ana Ruiz;ana@ward.example\r\n", new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv"));
        (await hospital.Web.PostAsync(new Uri("/api/v1/people/import", UriKind.Relative), csv, Stop)).EnsureSuccessStatusCode();
        var kept = (await contacts.OfAsync(ana, Stop)).Items;
        Assert.Equal(["ana@home.example", "ana@ward.example"], kept.Select(channel => channel.Value));
        Assert.Equal((new TimeOnly(22, 0), "high"), (kept[0].QuietFrom, kept[0].MinSeverity));

        // An administrator who writes the whole list means it.
        (await hospital.Web.PutAsJsonAsync("/api/v1/people/ana.ruiz", new { login = "ana.ruiz", name = "Ana Ruiz", channels = Array.Empty<object>() }, Stop)).EnsureSuccessStatusCode();
        var none = await contacts.OfAsync(ana, Stop);
        Assert.Empty(none.Items);
        Assert.Equal("Ana Ruiz has no address that this program can send to.", none.Why);
        Assert.Equal("not-found", (await contacts.SendCodeAsync(ana, kept[0], Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task NobodyProvesAnythingForOthers()
    {
        await using var hospital = await Hospital.StartAsync();
        var (contacts, ana) = Ana(hospital);
        var mail = await OwnAsync(contacts, ana, "ana.ruiz@sample-hospital.example");
        var code = await SendAsync(hospital, contacts, ana, mail);
        var luis = As(hospital, "luis.moreno");
        Assert.Equal("not-found", (await contacts.VerifyAsync(luis, mail, code, Stop)).Refusal!.Code);
        Assert.Equal("forbidden", (await contacts.VerifyAsync(Caller.Nobody, mail, code, Stop)).Refusal!.Code);
        Assert.Equal("forbidden", (await contacts.AddAsync(new Caller("key", "k", "Key", null, null, Permission.Administer), ChannelKind.Email, "a@b.example", Stop)).Refusal!.Code);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static (ContactUseCases Contacts, Caller Ana) Ana(Hospital hospital) => (hospital.Services.GetRequiredService<ContactUseCases>(), As(hospital, "ana.ruiz"));

    private static Caller As(Hospital hospital, string person) =>
        hospital.Services.GetRequiredService<PeopleDirectory>().Find(person) is { } known ? Caller.Of(known.Person, known.Roles, null, null) : Caller.Nobody;

    private static async Task<OwnChannel> OwnAsync(ContactUseCases contacts, Caller caller, string value) => (await contacts.OfAsync(caller, Stop)).Items.Single(channel => channel.Value == value);

    private static async Task<string> SendAsync(Hospital hospital, ContactUseCases contacts, Caller caller, OwnChannel channel) =>
        Digits().Match((await MessageAsync(hospital, (await contacts.SendCodeAsync(caller, channel, Stop)).Value!)).Body).Value;

    private static async Task<OutboxMessage> MessageAsync(Hospital hospital, string id)
    {
        await using var db = hospital.Read();
        return await db.Outbox.SingleAsync(message => message.Id == id, Stop);
    }

    [GeneratedRegex("[0-9]{6}", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
