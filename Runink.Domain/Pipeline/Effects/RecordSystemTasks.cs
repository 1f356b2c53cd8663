using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Work that is closed here, or open again, is so on the record system's list too: nobody does there what is done.</summary>
public static class RecordSystemTasks
{
    private const string Reopened = "in-progress";

    /// <summary>The status of R4's task-status that the work has; null while nothing is to be said there.</summary>
    public static string? StatusOf(EscalationStatus status) => status switch
    {
        EscalationStatus.Resolved => "completed",
        EscalationStatus.Retracted => "cancelled",
        _ => null,
    };

    /// <summary>Says of each Task that was made there how the work stands, unless that was said last.</summary>
    public static void Follow(WriteScope scope, Escalation escalation)
    {
        var rows = scope.Db.Outbox.Where(row => row.EscalationId == escalation.Id && row.Channel == "fhir").OrderBy(row => row.Id).ToList()
            .Select(row => (Row: row, Update: OutsideContent.Read(row.Content).TaskUpdate)).ToList();
        foreach (var (made, _) in rows.Where(one => one.Update is null && one.Row is { AcceptedAt: not null, Reference: ['T', 'a', 's', 'k', '/', ..] }))
        {
            var last = rows.LastOrDefault(one => one.Update?.Key == made.Id).Update?.Status;
            var status = StatusOf(escalation.Status) ?? (last is null or Reopened ? null : Reopened);
            if (status is null || status == last)
                continue;
            // What we write there ourselves is no answer of theirs.
            if (status == Reopened)
                made.Looked(scope.Now);
            else
                made.LooksNoMore();
            Write(scope, escalation, made, status);
        }
    }

    /// <summary>Whether the work stands otherwise by now than the message says.</summary>
    public static bool IsOvertaken(EhrTaskUpdate update, EscalationStatus status) => (StatusOf(status) ?? Reopened) != update.Status;

    private static void Write(WriteScope scope, Escalation escalation, OutboxMessage made, string status)
    {
        var message = new OutboxMessage
        {
            Id = scope.Ids.Next(),
            Channel = made.Channel,
            To = made.To,
            Subject = $"Task {status}: {escalation.TriggerName}",
            Body = $"The task in {made.To} becomes {status}, as the work is here.",
            Content = new OutsideContent(Notice: null, TaskUpdate: new EhrTaskUpdate(made.Reference!, made.Id, status)).Write(),
            EscalationId = escalation.Id,
            CreatedAt = scope.Now,
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        scope.Announce(new Change("delivery", message.Id));
    }
}
