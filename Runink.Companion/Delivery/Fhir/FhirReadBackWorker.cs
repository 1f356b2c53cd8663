using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Domain.Delivery;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>
/// Asks record systems what became of the Tasks that were made there, less and less often and for a week. What they say is a receipt: it closes no
/// work here.
/// </summary>
public sealed partial class FhirReadBackWorker(EndpointBook endpoints, FhirRecordSystem record, ReferralCommandHandler referrals, CompanionStore store, StoreWriter writer, TimeProvider time, ILogger<FhirReadBackWorker> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (endpoints.All.All(endpoint => endpoint.Options.Kind != EndpointKind.Fhir))
            return;
        using var clock = new PeriodicTimer(LookAgain, time);
        try
        {
            do
                await AskAllAsync(stoppingToken);
            while (await clock.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; the next one asks.
        }
    }

    private async Task AskAllAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var due = await db.Outbox.Where(message => message.NextLookAt <= now).OrderBy(message => message.NextLookAt).Take(AtOnce).ToListAsync(cancel);
        foreach (var group in due.GroupBy(message => message.To, StringComparer.OrdinalIgnoreCase))
        {
            var endpoint = endpoints.All.FirstOrDefault(one => one.Options.Kind == EndpointKind.Fhir && string.Equals(one.Name, group.Key, StringComparison.OrdinalIgnoreCase));
            var isAway = false;
            foreach (var message in group)
                isAway = await AskAsync(endpoint, message, isAway, cancel);
        }
    }

    /// <param name="isAway">It did not answer just now: the others wait with it.</param>
    /// <returns>Whether it is away.</returns>
    private async Task<bool> AskAsync(NamedEndpoint? endpoint, OutboxMessage message, bool isAway, CancellationToken cancel)
    {
        if (endpoint is null)
        {
            await HearAsync(message, new TaskWord(LaterWord.Nothing, IsFinal: true), "unknown", $"Nobody is asked any more: {message.To} is not registered.", null, cancel);
            return isAway;
        }

        string? problem = null;
        var told = OutsideContent.Read(message.Content).Referral;
        try
        {
            if (!isAway)
            {
                var reading = told is null
                    ? await record.TaskAsync(endpoint, message.Reference!, FhirWork.KeySystem, message.Id, cancel) : await record.TaskAsync(endpoint, message.Reference!, ReferralTask.KeySystem, ReferralTask.Key(told), cancel);
                if (told is not null)
                {
                    await AnswerAsync(endpoint, message, told, reading, cancel);
                    return false;
                }

                if (reading.Status != (message.LastWord ?? "requested"))
                    await HearAsync(message, TaskReadBack.Decide(reading.Status), reading.Status, $"{message.Reference} is {reading.Status} in {endpoint.Name}.", reading.Why, cancel);
                else
                    await WaitAsync(message, null, cancel);
                return false;
            }
        }
        catch (DeliveryException failure) when (failure.Fault == DeliveryFault.Permanent)
        {
            // A referral was told of; that its Task is not kept there is no answer to it.
            await HearAsync(message, new TaskWord(told is null ? LaterWord.Refused : LaterWord.Nothing, IsFinal: true), "gone", failure.Message, null, cancel);
            return false;
        }
        catch (DeliveryException failure)
        {
            problem = failure.Message;
            LogNotAsked(endpoint.Name, failure.Message);
        }

        await WaitAsync(message, problem, cancel);
        return true;
    }

    /// <summary>What a recipient did with the Task of a referral is their answer to it, once each time that it changes.</summary>
    private async Task AnswerAsync(NamedEndpoint endpoint, OutboxMessage message, AnnouncedReferral told, TaskReading reading, CancellationToken cancel)
    {
        var state = new PartnerTaskState(reading.Status, reading.Business, reading.Why, reading.Start);
        await writer.WriteAsync(
            scope =>
            {
                var kept = scope.Db.Outbox.Single(row => row.Id == message.Id);
                if (kept.NextLookAt != message.NextLookAt)
                    return false;
                // A later word of ours stands in the same Task, and is asked for itself.
                if (scope.Db.Outbox.Any(row => row.ReferralId == kept.ReferralId && row.Channel == kept.Channel && row.To == kept.To && string.Compare(row.Id, kept.Id) > 0 && row.AcceptedAt != null))
                {
                    kept.LooksNoMore();
                    return true;
                }

                var said = PartnerTaskWord.Said(state);
                if (said == (kept.LastWord ?? PartnerTaskWord.Said(Ours(endpoint, told))))
                {
                    kept.Looked(scope.Now);
                    return true;
                }

                LaterReceipts.Take(scope, kept, reading.Status == "received" ? LaterWord.Seen : LaterWord.Acknowledged, said, $"{message.Reference} is {reading.Status} in {endpoint.Name}.");
                PartnerReplyCommandHandler.Hear(scope, referrals, told.Id, told.Party, state, $"{endpoint.Name} {message.Reference}");
                kept.Looked(scope.Now);
                return true;
            }, cancel);
    }

    /// <summary>As we wrote it.</summary>
    private static PartnerTaskState Ours(NamedEndpoint endpoint, AnnouncedReferral told)
    {
        var profile = endpoint.Options.Fhir.Profile;
        var codes = new[] { TaskStatusTable.Business(told.News, told.Audience, profile)?.Code, NewsWords.Code(told.News) };
        return new PartnerTaskState(TaskStatusTable.Status(told.News, told.Audience, profile), [.. codes.OfType<string>()], null, told.Visit);
    }

    private Task<bool> HearAsync(OutboxMessage message, TaskWord word, string said, string text, string? why, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var kept = scope.Db.Outbox.Single(row => row.Id == message.Id);
            // It may have been sent anew meanwhile.
            if (kept.NextLookAt != message.NextLookAt)
                return false;
            LaterReceipts.Take(scope, kept, word.Word, said, text);
            if (word.IsFinal)
                kept.LooksNoMore();
            else
                kept.Looked(scope.Now);
            if (kept.EscalationId is { } id && scope.Db.Escalations.Find(id) is { } escalation)
                EscalationReceipts.Note(scope, escalation, why is null ? text : $"{text} {why}");
            return true;
        }, cancel);

    /// <param name="problem">Why it could not be asked: said once, not with every attempt.</param>
    private Task<bool> WaitAsync(OutboxMessage message, string? problem, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var kept = scope.Db.Outbox.Single(row => row.Id == message.Id);
            if (kept.NextLookAt != message.NextLookAt)
                return false;
            kept.Looked(scope.Now);
            var before = scope.Db.DeliveryEvents.Where(said => said.MessageId == kept.Id).OrderByDescending(said => said.Id).Select(said => said.Text).FirstOrDefault();
            if (problem is not null && problem != before)
                LaterReceipts.Note(scope, kept, problem);
            if (kept.NextLookAt is null)
                LaterReceipts.Note(scope, kept, $"Not asked any more after {TaskReadBack.Longest.Days} days. {problem ?? before ?? "Nothing was done with it there."}");
            return true;
        }, cancel);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of tasks in {Endpoint} could not be asked: {Reason}")]
    private partial void LogNotAsked(string endpoint, string reason);
}
