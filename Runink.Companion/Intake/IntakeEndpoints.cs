using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.Options;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Intake.Mllp;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake;

/// <summary>HL7 v2 over HTTP: one message, or a batch whose answers come back in its order.</summary>
public static class IntakeEndpoints
{
    private const string Hl7 = "application/hl7-v2";

    public static void MapIntake(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/intake/hl7v2", AcceptAsync).RequireAuthorization().WithTags("Intake").DisableAntiforgery();

    private static async Task<IResult> AcceptAsync(
        HttpRequest request, ClaimsPrincipal user, Hl7MessageProcessor processor, UlidSource ids, TimeProvider time, IOptions<MllpOptions> limits, CancellationToken cancel)
    {
        var caller = Caller.From(user);
        if (caller.Lacks(Permission.SendMessages) is { } refusal)
            return Problems.Of(refusal);
        var body = await Bodies.ReadAsync(request, 8 * limits.Value.MaxMessageBytes, cancel);
        if (body is null)
            return Problems.Of(new Refusal("too-long", "The body is longer than this door allows."));

        var answers = new StringBuilder();
        var count = 0;
        foreach (var message in Hl7Batch.Split(Hl7Text.Decode(body)))
        {
            count++;
            answers.Append(await processor.AcceptHl7Async(
                new Envelope(ids.Next(), "http", caller.Name, time.GetUtcNow(), Encoding.UTF8.GetBytes(message)), cancel));
        }

        return count == 0
            ? Results.Text(await processor.AcceptHl7Async(new Envelope(ids.Next(), "http", caller.Name, time.GetUtcNow(), body), cancel), Hl7, Encoding.UTF8)
            : Results.Text(answers.ToString(), Hl7, Encoding.UTF8);
    }
}
