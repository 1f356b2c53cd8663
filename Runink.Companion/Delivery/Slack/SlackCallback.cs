using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Slack;

/// <summary>
/// Somebody pressed a button in Slack: the person does what it says, with the rights that the person has here. What became of it is written
/// into the message, or whispered to who may not, through the outbox.
/// </summary>
public sealed class SlackCallback(EndpointBook endpoints, SlackSignature signatures, PeopleDirectory people, EscalationAct act, CompanionStore store, StoreWriter writer, NoticeReader notices, SiteOptions site)
{
    /// <returns>Why the request is none of Slack's; null when it was dealt with.</returns>
    public async Task<Refusal?> TakeAsync(string? timestamp, string? signature, byte[] body, CancellationToken cancel)
    {
        var (endpoint, why) = SenderOf(timestamp, signature, body);
        if (endpoint is null)
            return new Refusal("forbidden", $"This is not signed by a workspace that is registered here ({why}).");
        if (PayloadOf(body) is not { } payload || SlackInteraction.Read(payload) is not { } pressed)
            return null;
        if (PersonOf(endpoint, pressed.User) is not { } person)
        {
            await AnswerAsync(endpoint, SlackAnswer.Whisper(pressed.Channel, pressed.User, "Nobody here is known by your Slack account. Open the escalation and sign in, or ask an administrator to link the account."), cancel, pressed);
            return null;
        }

        var caller = Caller.Of(person.Person, person.Roles, sessionId: null, confirmedAt: null);
        EscalationCommand command = pressed.Action == SlackMessage.Claim ? new EscalationCommand.Claim() : new EscalationCommand.Acknowledge();
        var done = await act.DoAsync(caller, pressed.Escalation, command, cancel);
        await AnswerAsync(endpoint, done.Refusal is { } refusal
            ? SlackAnswer.Whisper(pressed.Channel, pressed.User, refusal.Message)
            : SlackAnswer.Update(pressed.Channel, pressed.Timestamp, SlackMessage.Of(await NoticeAsync(pressed.Escalation, cancel), $"{(command is EscalationCommand.Claim ? "Claimed" : "Acknowledged")} by {caller.Name}", hasButtons: false, site)), cancel);
        return null;
    }

    private (NamedEndpoint? Endpoint, string? Why) SenderOf(string? timestamp, string? signature, byte[] body)
    {
        string? why = "no workspace is registered with a signing secret";
        foreach (var endpoint in endpoints.All.Where(one => one.Options.Kind == EndpointKind.Slack))
        {
            if (endpoint.Options.Slack.ReadSigningSecret() is not { } secret)
                continue;
            why = signatures.Refuses(secret, timestamp, signature, body);
            if (why != "forged")
                return (why is null ? endpoint : null, why);
        }

        return (null, why);
    }

    private static JsonElement? PayloadOf(byte[] body)
    {
        try
        {
            var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
            return form.TryGetValue("payload", out var payload) ? JsonSerializer.Deserialize<JsonElement>(payload.ToString()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private KnownPerson? PersonOf(NamedEndpoint endpoint, string user) =>
        endpoint.Options.Slack.People.GetValueOrDefault(user) is { } login && people.ByLogin(login) is { Person.IsActive: true } known ? known : null;

    private async Task<EscalationNotice> NoticeAsync(string escalation, CancellationToken cancel)
    {
        await using var db = store.Read();
        var row = await db.Escalations.FirstAsync(one => one.Id == escalation, cancel);
        return (await notices.ReadAsync(new OutboxMessage { Id = "", Channel = "slack", To = "", Subject = "", Body = "", EscalationId = row.Id, CreatedAt = default }, cancel))!;
    }

    private Task<bool> AnswerAsync(NamedEndpoint endpoint, SlackAnswer answer, CancellationToken cancel, SlackInteraction? unknown = null) => writer.WriteAsync(
        scope =>
        {
            var message = new OutboxMessage
            {
                Id = scope.Ids.Next(),
                Channel = "slack",
                To = endpoint.Name,
                Subject = answer.User is null ? "A message in Slack says who has it" : "An answer in Slack",
                Body = answer.Text ?? "",
                Content = new OutsideContent(Notice: null, Payload: answer.Write()).Write(),
                CreatedAt = scope.Now,
            };
            message.Plan(scope.Now);
            scope.Db.Outbox.Add(message);
            if (unknown is not null)
                scope.Record("slack_user_unknown", new Subject("escalation", unknown.Escalation), Actor.System, Detail.Of(("endpoint", endpoint.Name), ("user", unknown.User), ("action", unknown.Action)));
            scope.Announce(new Change("delivery", message.Id));
            return true;
        }, cancel);
}
