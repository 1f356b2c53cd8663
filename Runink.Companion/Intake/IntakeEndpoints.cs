using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.Options;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Intake.Mllp;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
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
        HttpRequest request, ClaimsPrincipal user, BodyRoom bodies, Hl7TransmissionProcessor transmissions, UlidSource ids, TimeProvider time, IOptions<MllpOptions> limits, CancellationToken cancel)
    {
        var caller = Caller.From(user);
        if (caller.Lacks(Permission.SendMessages) is { } refusal)
            return Problems.Of(refusal);
        var read = await bodies.ReadAsync(request, 8 * limits.Value.MaxMessageBytes, cancel);
        if (read.Refusal is { } unread)
            return Problems.Of(unread);

        var reply = await transmissions.AcceptAsync(new Envelope(ids.Next(), "http", caller.Name, time.GetUtcNow(), read.Value!), cancel);
        // Acknowledgements are taken and never answered; a sender in enhanced mode may have asked for silence.
        return reply.Answers.Count == 0 ? Results.NoContent() : Results.Text(string.Concat(reply.Answers), Hl7, Encoding.UTF8);
    }
}
