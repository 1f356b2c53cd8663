using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>
/// Puts what somebody outside is told of a step of a referral into the outbox, in the transaction of the step: one row for each party and line of the
/// history, so that nothing is told twice. Where no message can go it is a row for a person.
/// </summary>
internal sealed class ReferralAnnouncer(RegisteredEndpoints endpoints, Referrers referrers, SiteOptions site)
{
    private const string FromOrder = "order";

    public void Announce(WriteScope scope, Referral referral, ReferralStep step, string line, Actor actor)
    {
        var referrer = ReferrerOf(scope, referral);
        var told = AnnouncementRules.Of(step, referral, SaidBy(scope, actor, referrer?.Party));
        if (told.Count == 0)
            return;
        scope.Db.ReferralAnnouncements.Where(row => row.ReferralId == referral.Id).Load();
        foreach (var one in told)
        {
            if (one.Audience == AnnouncementAudience.Referrer)
            {
                if (referrer is { } order)
                    Tell(scope, referral, one, line, new Party(order.Party.Name, order.Party.Name, order.Party.Channel, order.Party.Contact), order.Number);
            }
            else if (RecipientOf(scope, referral, one.ToFormer) is { } service)
            {
                Tell(scope, referral, one, line, new Party(service.Id, service.Name, service.Channel, service.Contact), null);
            }
        }
    }

    private void Tell(WriteScope scope, Referral referral, Announcement news, string line, Party party, OrderNumber? order)
    {
        var before = Before(scope, referral.Id).Where(row => row.Audience == news.Audience && row.Party == party.Id).ToList();
        if (AnnouncementDialects.Of(party.Channel) is not { } dialect || !AnnouncementRules.IsNew(news, before.LastOrDefault()?.News))
            return;
        var (endpoint, problem) = Route(dialect, party);
        // A link shows what a recipient may see and answer; whoever referred has their own record of it.
        var mail = dialect == AnnouncementDialect.Email && problem is null && news.Audience == AnnouncementAudience.Recipient ? Mail(scope, referral, news, party, before) : default;
        problem ??= mail.Problem;
        var row = new ReferralAnnouncement
        {
            Id = scope.Ids.Next(), ReferralId = referral.Id, EventId = line, Audience = news.Audience, Party = party.Id, PartyName = party.Name, News = news.News,
            Dialect = dialect, To = endpoint?.Name ?? party.Contact, ByHandBecause = problem, LinkId = mail.LinkId, At = scope.Now,
        };
        scope.Db.ReferralAnnouncements.Add(row);
        scope.Record("referral_announced", new Subject("referral", referral.Id), Actor.System, Detail.Of(
            ("announcement", row.Id), ("party", party.Id), ("news", NewsWords.Code(news.News)), ("dialect", dialect.ToString()), ("byHand", problem is null ? null : true)));
        AnnouncementReceipts.ByHand(scope, row);
        if (problem is null)
            Post(scope, row, Said(referral, news, party, order, scope.Now), endpoint, mail.Link);
        // A Task says how things stand: what was to be said before it need not be said any more.
        if (dialect == AnnouncementDialect.FhirTask && problem is null)
            AnnouncementReceipts.Supersede(scope, row, before, OutboxStatus.Pending);
    }

    private void Post(WriteScope scope, ReferralAnnouncement row, AnnouncedReferral said, RegisteredEndpoint? endpoint, MailedLink? link)
    {
        var (subject, body) = row.Dialect == AnnouncementDialect.Email
            ? AnnouncementMail.Of(said, site.Name, row.PartyName, link)
            : ($"Referral at {row.PartyName}: {NewsWords.Of(row.News)}", $"{row.PartyName} is told of a referral: {NewsWords.Of(row.News)}.");
        var message = new OutboxMessage
        {
            Id = row.Id, Channel = endpoint?.Kind ?? "email", To = row.To!, Who = row.PartyName, Subject = subject, Body = body, IsPrivate = link?.Url is not null,
            Content = endpoint is null ? null : new OutsideContent(Notice: null, Referral: said).Write(), ReferralId = row.ReferralId, CreatedAt = scope.Now,
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        scope.Announce(new Change("delivery", message.Id));
    }

    private static AnnouncedReferral Said(Referral referral, Announcement news, Party party, OrderNumber? order, DateTimeOffset now) => new(
        referral.Id, news.Audience, party.Id, news.News, now, referral.OpenedAt, referral.Service, referral.Priority,
        news.Audience == AnnouncementAudience.Recipient && !NewsWords.IsEnd(news.News) ? referral.Reason : null, news.Text, referral.VisitAt, order);

    private (RegisteredEndpoint? Endpoint, string? Problem) Route(AnnouncementDialect dialect, Party party)
    {
        if (dialect == AnnouncementDialect.None)
            return (null, $"{party.Name} is told by {party.Channel}.");
        if (dialect == AnnouncementDialect.Email)
            return (null, party.Contact?.Contains('@', StringComparison.Ordinal) == true ? null : "No address is set.");
        var kind = dialect == AnnouncementDialect.Osu ? "mllp" : "fhir";
        return (party.Contact is { } name ? endpoints.Find(name) : null) switch
        {
            null => (null, party.Contact is null ? "No endpoint is set." : $"No endpoint is registered as {party.Contact}."),
            { } found when found.Kind != kind => (null, $"The endpoint {found.Name} is of kind {found.Kind}, not {kind}."),
            { MayCarryPhi: false } found => (null, $"Nothing of a patient may go to the endpoint {found.Name}."),
            { } found => (found, null),
        };
    }

    /// <summary>What a link contains is kept nowhere: a mail brings a new one only where none that went out still opens.</summary>
    private (MailedLink? Link, string? LinkId, string? Problem) Mail(WriteScope scope, Referral referral, Announcement news, Party party, List<ReferralAnnouncement> before)
    {
        if (NewsWords.IsEnd(news.News))
            return default;
        foreach (var row in Enumerable.Reverse(before).Where(row => row.LinkId is not null))
        {
            if (scope.Db.PartnerLinks.Find(row.LinkId)?.IsOpen(scope.Now) == true && scope.Db.Outbox.Find(row.Id)?.Status is OutboxStatus.Pending or OutboxStatus.Delivered)
                return (new MailedLink(null, Day(row.At)), null, null);
        }

        var made = PartnerCommandHandler.Make(scope, referral.Id, party.Name, PartnerLink.MostDays, Actor.System);
        if (made.Value is not { } token)
            return (null, null, made.Refusal!.Message);
        var hash = PartnerLink.HashOf(token);
        var link = scope.Db.PartnerLinks.Local.First(one => one.TokenHash == hash);
        return (new MailedLink($"{site.BaseUrl}/p/{token}", Day(link.ExpiresAt)), link.Id, null);
    }

    private DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, site.Zone).DateTime);

    /// <summary>Whoever is to see the patient now, or whoever was asked before and still thinks so.</summary>
    private static Referrals.Routing.HealthcareService? RecipientOf(WriteScope scope, Referral referral, bool isFormer)
    {
        var id = isFormer
            ? Before(scope, referral.Id).Where(row => row.Audience == AnnouncementAudience.Recipient).GroupBy(row => row.Party).Select(group => group.Last()).Where(row => row.Party != referral.RecipientId && !NewsWords.IsEnd(row.News))
                .Select(row => row.Party).FirstOrDefault()
            : referral.RecipientId;
        return id is null ? null : scope.Db.HealthcareServices.Find(id);
    }

    private static List<ReferralAnnouncement> Before(WriteScope scope, string referral) => [.. scope.Db.ReferralAnnouncements.Local.Where(row => row.ReferralId == referral).OrderBy(row => row.Id, StringComparer.Ordinal)];

    /// <summary>Who ordered it, where that is somebody outside, with the number that they know it by.</summary>
    private (Referrer Party, OrderNumber Number)? ReferrerOf(WriteScope scope, Referral referral)
    {
        if (referrers.IsEmpty || referral.SourceType != FromOrder)
            return null;
        if (scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "ServiceRequest" && row.Id == referral.SourceId) is not { } kept || SourceOf(scope, kept.MessageId) is not { } source || referrers.Find(source) is not { } party)
            return null;
        var numbers = FhirParser.Stored(kept.Json) is ServiceRequest order ? order.Identifier.Where(number => number.Value is not null).ToList() : [];
        var number = numbers.Find(one => one.Type?.Coding.Exists(coding => coding.Code == "PLAC") == true) ?? numbers.FirstOrDefault();
        return (party, new OrderNumber(number?.Value ?? referral.SourceId, number?.System));
    }

    private static StepSaidBy SaidBy(WriteScope scope, Actor actor, Referrer? referrer) => actor.Kind switch
    {
        "partner" => StepSaidBy.Recipient,
        "message" when referrer is not null && string.Equals(SourceOf(scope, actor.Id), referrer.Source, StringComparison.OrdinalIgnoreCase) => StepSaidBy.Referrer,
        _ => StepSaidBy.House,
    };

    private static string? SourceOf(WriteScope scope, string message) => scope.Scalar("SELECT Source FROM Messages WHERE Id = $0", message) as string;

    /// <param name="Id">Of the directory, or the name in the settings.</param>
    private sealed record Party(string Id, string Name, string Channel, string? Contact);
}
