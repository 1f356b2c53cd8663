using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Escalations;

/// <param name="WasTold">Whether a message about it went to the person.</param>
/// <param name="Because">In sentences, what the record says of that.</param>
public sealed record ToldAnswer(PersonRef Person, bool WasTold, IReadOnlyList<string> Because);

/// <summary>"Why was I (not) told?", for any person and any work that the caller may see.</summary>
public sealed class ToldUseCases(CompanionStore store, Directory directory, PeopleDirectory people, PhiAccessLog reads, TimeProvider time)
{
    /// <param name="person">Id or login; null is the caller.</param>
    public async Task<Outcome<ToldAnswer>> WhyAsync(Caller caller, string id, string? person, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Escalations.SeenBy(caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } escalation)
            return new Refusal("not-found", "There is no such escalation.");
        if ((people.Find(person ?? caller.Id) ?? people.ByLogin(person ?? caller.Id)) is not { } known)
            return new Refusal("invalid", "There is no such person.");
        var who = known.Person.Ref;
        var messages = await db.Outbox.Where(message => message.EscalationId == id && message.RecipientId == who.Id).OrderBy(message => message.Id).ToListAsync(cancel);
        var steps = await db.LadderSteps.Where(step => step.EscalationId == id).OrderBy(step => step.Step).ToListAsync(cancel);
        await reads.NoteAsync(caller, "escalation_told_read", new Subject("escalation", id), cancel, escalation.PatientId);
        var because = messages.Count > 0 ? messages.Select(Sent).ToList() : [];
        var now = time.GetUtcNow();
        because.AddRange(steps.Where(step => step.State != LadderState.Told && Names(step, who, escalation, now)).Select(step => Step(step, escalation)));
        if (because.Count == 0)
            because.Add(NotNamed(who, escalation, steps, now));
        if (directory.WhyUnreachable(who.Id) is { } unreachable)
            because.Add(unreachable);
        return new ToldAnswer(who, messages.Any(message => message.Status is OutboxStatus.Delivered or OutboxStatus.Told), because);
    }

    private bool Names(LadderStepRecord step, PersonRef who, Escalation escalation, DateTimeOffset now) =>
        directory.Reach(step.To, escalation.Severity, now).Recipients.Any(one => one.Person?.Id == who.Id);

    private static string Sent(OutboxMessage message)
    {
        var how = $"As {EscalationLabels.Who(message.Who ?? message.To)}, over {message.Channel}, {When.DayClock(message.CreatedAt)}";
        return message.Status switch
        {
            OutboxStatus.Delivered => $"{how}: {(message.AcknowledgedAt is { } ack ? $"acknowledged {When.Clock(ack)}" : message.SeenAt is { } seen ? $"seen {When.Clock(seen)}" : "the server took it")}.",
            OutboxStatus.Told => $"{how}: {message.Receipt}.",
            OutboxStatus.Pending => $"{how}: on its way, {message.Attempts} attempts so far.",
            OutboxStatus.Failed => $"{how}: given up. {message.Receipt}",
            _ => $"{how}: not sent, {message.Receipt}.",
        };
    }

    private static string Step(LadderStepRecord step, Escalation escalation) => step.State switch
    {
        LadderState.Planned => $"{EscalationLabels.Who(step.To)} is told {When.DayClock(step.DueAt)} if nobody has acknowledged by then.",
        LadderState.Held => $"{EscalationLabels.Who(step.To)} would have been told, but it is muted: {escalation.MutedReason}",
        LadderState.Ended => $"{EscalationLabels.Who(step.To)} was not told {When.DayClock(step.DueAt)}: its trigger was retired before.",
        _ => $"{EscalationLabels.Who(step.To)} was not told {When.DayClock(step.DueAt)}: somebody was on it, or it was over.",
    };

    private static string NotNamed(PersonRef who, Escalation escalation, List<LadderStepRecord> steps, DateTimeOffset now) =>
        steps.Count == 0 ? "Its rule calls nobody by steps."
        : $"No step names {who.Name}, a team or a rota in which {who.Name} is on call now: {string.Join(", ", steps.Select(step => EscalationLabels.Who(step.To)).Distinct())}{(escalation.IsOpen ? "" : $". It is {escalation.Status.ToString().ToLowerInvariant()}")}{(now < escalation.OpenedAt ? "" : ".")}";
}
