using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Teams;

/// <summary>
/// Somebody pressed a button of a card in Teams: the person does what it says, with the rights that the person has here. Whoever pressed gets the answer at
/// once; for the others the card is changed through the outbox.
/// </summary>
public sealed class TeamsCallback(EndpointBook endpoints, TeamsProof proof, PeopleDirectory people, EscalationAct act, StoreWriter writer, NoticeReader notices, SiteOptions site)
{
    private const string Words = "application/vnd.microsoft.activity.message";

    /// <returns>What Teams is answered; a refusal for what does not come from it.</returns>
    /// <exception cref="DeliveryException">Who signed cannot be looked up now.</exception>
    public async Task<Outcome<JsonObject>> TakeAsync(string? authorization, byte[] body, CancellationToken cancel)
    {
        if (ActivityOf(body) is not { } activity)
            return new Refusal("invalid", "This is no activity of the Bot Framework.");
        var (endpoint, why) = await SenderOfAsync(authorization, activity, cancel);
        if (endpoint is null)
            return new Refusal("forbidden", $"This is not signed for a bot that is registered here ({why}).");
        // What is written to the bot, and who joins, is nothing to us.
        if (TeamsInvoke.Read(activity) is not { } pressed)
            return new JsonObject();
        var bot = endpoint.Options.Teams;
        if (!string.Equals(pressed.Tenant, bot.Tenant, StringComparison.OrdinalIgnoreCase) || pressed.Conversation != bot.Conversation)
            return Answer(Words, "This conversation is not the one that the hospital has registered. Nothing was done.");
        if (bot.People.GetValueOrDefault(pressed.User) is not { } login || people.ByLogin(login) is not { Person.IsActive: true } person)
        {
            await NoteUnknownAsync(endpoint, pressed, cancel);
            return Answer(Words, "Nobody here is known by your Teams account. Open the escalation and sign in, or ask an administrator to link the account.");
        }

        var caller = Caller.Of(person.Person, person.Roles, sessionId: null, confirmedAt: null);
        EscalationCommand command = pressed.Verb == TeamsCard.Claim ? new EscalationCommand.Claim() : new EscalationCommand.Acknowledge();
        var done = await act.DoAsync(caller, pressed.Escalation, command, cancel);
        if (done.Refusal is { } refusal)
            return Answer(Words, refusal.Message);
        var message = new OutboxMessage { Id = "", Channel = "teams", To = "", Subject = "", Body = "", EscalationId = pressed.Escalation, CreatedAt = default };
        var card = TeamsCard.Of(await notices.ReadAsync(message, cancel), "", $"{(command is EscalationCommand.Claim ? "Claimed" : "Acknowledged")} by {caller.Name}", hasButtons: false, site);
        if (pressed.Activity is { } shown)
            await ChangeAsync(endpoint, new TeamsUpdate(shown, card), cancel);
        return Answer(TeamsCard.ContentType, card.DeepClone());
    }

    private async Task<(NamedEndpoint? Endpoint, string? Why)> SenderOfAsync(string? authorization, JsonElement activity, CancellationToken cancel)
    {
        string? why = "no bot is registered";
        foreach (var endpoint in endpoints.All.Where(one => one.Options is { Kind: EndpointKind.Teams, Teams.IsUsed: true }))
        {
            why = authorization is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? await proof.RefusesAsync(endpoint, token.Trim(), activity, cancel) : "unsigned";
            if (why is null)
                return (endpoint, null);
        }

        return (null, why);
    }

    private static JsonElement? ActivityOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } activity ? activity : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The answer to <c>adaptiveCard/action</c>: a card in the place of the one that was pressed, or words.</summary>
    private static JsonObject Answer(string type, JsonNode value) => new() { ["statusCode"] = 200, ["type"] = type, ["value"] = value };

    private Task<bool> NoteUnknownAsync(NamedEndpoint endpoint, TeamsInvoke pressed, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            scope.Record("teams_user_unknown", new Subject("escalation", pressed.Escalation), Actor.System, Detail.Of(("endpoint", endpoint.Name), ("user", pressed.User), ("action", pressed.Verb)));
            return true;
        }, cancel);

    private Task<bool> ChangeAsync(NamedEndpoint endpoint, TeamsUpdate update, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            var message = new OutboxMessage
            {
                Id = scope.Ids.Next(),
                Channel = "teams",
                To = endpoint.Name,
                Subject = "A card in Teams says who has it",
                Body = "",
                Content = new OutsideContent(Notice: null, Payload: update.Write()).Write(),
                CreatedAt = scope.Now,
            };
            message.Plan(scope.Now);
            scope.Db.Outbox.Add(message);
            scope.Announce(new Change("delivery", message.Id));
            return true;
        }, cancel);
}
