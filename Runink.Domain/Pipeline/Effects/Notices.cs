using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Writes messages to people into the outbox: where and how urgent, never who. A mailbox is not a chart.</summary>
internal sealed class Notices(SiteOptions site, Teams.Directory directory)
{
    /// <summary>
    /// Tells whoever a name stands for now. When nobody can be reached, the fallback of the policy is told instead, and that nobody was is work for
    /// a person either way.
    /// </summary>
    /// <param name="message">The first sentence; null is the usual one.</param>
    /// <param name="step">The step of the policy that asks for it.</param>
    /// <param name="except">Who need not be told again.</param>
    /// <returns>Who is being told, for the history.</returns>
    public string Tell(WriteScope scope, Escalation escalation, string who, string? message, int? step = null, IReadOnlySet<string>? except = null)
    {
        var reach = directory.Reach(who, escalation.Severity, scope.Now);
        var recipients = reach.Recipients.Where(one => one.Person is null || except?.Contains(one.Person.Id) != true).ToList();
        foreach (var recipient in recipients)
            Post(scope, escalation, who, recipient, message, step);
        if (reach.Recipients.Count > 0)
        {
            OperationalTasks.Settle(scope, "nobody-reachable", who, $"{RecipientNames.Spoken(who)} can be reached again.");
            return Names(who, recipients);
        }

        NotReached(scope, escalation, who, reach.Why!, message, step);
        return escalation.Fallback is { } fallback && fallback != who
            ? $"{RecipientNames.Spoken(who)}, who cannot be reached ({reach.Why}); instead {Tell(scope, escalation, fallback, $"{RecipientNames.Spoken(who)} cannot be reached. {message ?? Usual(escalation)}", step)}"
            : $"{RecipientNames.Spoken(who)}, who cannot be reached: {reach.Why}";
    }

    /// <summary>Tells one person, e.g. the owner. A program that owns work by its key has no ears: its steps and clocks go on all the same.</summary>
    public void Tell(WriteScope scope, Escalation escalation, PersonRef person, string message)
    {
        if (directory.Now.Staff.Find(person.Id) is not null)
            Tell(scope, escalation, $"person:{person.Id}", message);
    }

    private void Post(WriteScope scope, Escalation escalation, string who, Recipient recipient, string? message, int? step)
    {
        var place = Place(escalation);
        var mail = new OutboxMessage
        {
            Id = scope.Ids.Next(),
            Channel = recipient.Channel,
            To = recipient.Address,
            Who = who,
            RecipientId = recipient.Person?.Id,
            Step = step,
            Subject = $"{char.ToUpperInvariant(escalation.Severity[0])}{escalation.Severity[1..]}: {escalation.TriggerName}{place}",
            Body = $"{message ?? Usual(escalation)}\n\nOpen it to see the patient, why it fired, and what to do:\n{site.BaseUrl}/escalations/{escalation.Id}\n\n"
                + (escalation is { AcknowledgeDueAt: { } due, AckHolds: false } ? $"Acknowledge by {TimeZoneInfo.ConvertTime(due, site.Zone):yyyy-MM-dd HH:mm} ({site.TimeZone}).\n" : ""),
            EscalationId = escalation.Id,
            CreatedAt = scope.Now,
        };
        mail.Plan(scope.Now);
        scope.Db.Outbox.Add(mail);
        scope.Announce(new Change("delivery", mail.Id));
    }

    private static void NotReached(WriteScope scope, Escalation escalation, string who, string why, string? message, int? step)
    {
        var lost = new OutboxMessage
        {
            Id = scope.Ids.Next(), Channel = "none", To = who, Who = who, Step = step, EscalationId = escalation.Id, CreatedAt = scope.Now,
            Subject = $"{escalation.TriggerName}{Place(escalation)}", Body = message ?? Usual(escalation),
        };
        lost.GivenUp(why, scope.Now);
        scope.Db.Outbox.Add(lost);
        scope.Record("delivery_given_up", new Subject("delivery", lost.Id), Actor.System, Detail.Of(("channel", "none"), ("escalation", escalation.Id)));
        scope.Announce(new Change("delivery", lost.Id));
        OperationalTasks.Raise(scope, "nobody-reachable", who, escalation.Severity == "critical" ? "critical" : "high", $"Nobody can be reached as {RecipientNames.Spoken(who)}", why, "/admin/teams");
    }

    private static string Names(string who, List<Recipient> recipients) => recipients.Where(one => one.Person is not null).Select(one => one.Person!.Name).Distinct(StringComparer.Ordinal).ToList() switch
    {
        [] => RecipientNames.Spoken(who),
        var names when who.StartsWith("person:", StringComparison.Ordinal) => string.Join(", ", names),
        var names => $"{RecipientNames.Spoken(who)}: {string.Join(", ", names)}",
    };

    private static string Usual(Escalation escalation) => $"{escalation.TriggerName} needs somebody now{Place(escalation)}.";

    private static string Place(Escalation escalation) => string.IsNullOrEmpty(escalation.Unit) ? "" : $", {escalation.Unit}";
}
