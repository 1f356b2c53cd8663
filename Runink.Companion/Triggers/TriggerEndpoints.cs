using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Triggers.Approval;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Authoring over HTTP.</summary>
public static class TriggerEndpoints
{
    public sealed record CheckBody(IReadOnlyList<TriggerFile> Files);

    public static void MapTriggers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/triggers").RequireAuthorization().WithTags("Triggers");
        group.MapGet("", async (ClaimsPrincipal user, TriggerUseCases useCases, CancellationToken cancel) =>
        {
            var rows = await useCases.ListAsync(Caller.From(user), cancel);
            return rows.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = rows.Value, NextCursor = (string?)null });
        });
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, TriggerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, view => view.Revision));
        group.MapPut("/{id}", async (string id, HttpRequest request, ClaimsPrincipal user, TriggerUseCases useCases, CancellationToken cancel) =>
        {
            var yaml = await ReadTextAsync(request, cancel);
            return yaml is null
                ? TooLong()
                : Problems.From(await useCases.SaveDraftAsync(Caller.From(user), id, yaml, Problems.ExpectedVersion(request.HttpContext), cancel), request.HttpContext, view => view.Revision);
        });
        group.MapPost("/check", CheckAsync);
        group.MapBacktests();
        group.MapParameters();
        app.MapReviews();
        group.MapPost("/{id}/versions/{version}/publish", async (string id, string version, ClaimsPrincipal user, TriggerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PublishAsync(Caller.From(user), id, Problems.ExpectedVersion(http), cancel, Number(version)), http, view => view.Revision));
        group.MapPost("/{id}/versions/{version}/retire", async (string id, string version, ClaimsPrincipal user, TriggerUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.RetireAsync(Caller.From(user), id, cancel), http, view => view.Revision));
        group.MapGet("/{id}/shadow", async (string id, ClaimsPrincipal user, ShadowUseCases useCases, CancellationToken cancel) =>
            Shadowed(await useCases.FindAsync(Caller.From(user), id, cancel)));
        group.MapPost("/{id}/versions/{version}/shadow", async (string id, string version, ClaimsPrincipal user, ShadowUseCases useCases, CancellationToken cancel) =>
            Shadowed(await useCases.StartAsync(Caller.From(user), id, Number(version), cancel)));
        group.MapDelete("/{id}/versions/{version}/shadow", async (string id, int version, ClaimsPrincipal user, ShadowUseCases useCases, CancellationToken cancel) =>
            await useCases.StopAsync(Caller.From(user), id, version, cancel) is { Refusal: { } refusal } ? Problems.Of(refusal) : Results.NoContent());
    }

    private static IResult Shadowed(Outcome<ShadowView?> outcome) =>
        outcome.Refusal is { } refusal ? Problems.Of(refusal)
        : outcome.Value is { } view ? Results.Ok(view)
        : Problems.Of(new Refusal("not-found", "No version of this trigger is in shadow."));

    private static int? Number(string version) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<IResult> CheckAsync(HttpRequest request, ClaimsPrincipal user, TriggerUseCases useCases, CancellationToken cancel)
    {
        if (Caller.From(user).Lacks(Permission.ReadTriggers) is { } refusal)
            return Problems.Of(refusal);
        if (await ReadTextAsync(request, cancel) is not { } text)
            return TooLong();
        IReadOnlyList<TriggerFile> files = [new TriggerFile("trigger.yaml", text)];
        if (request.HasJsonContentType())
        {
            try
            {
                files = JsonSerializer.Deserialize<CheckBody>(text, JsonSerializerOptions.Web)?.Files ?? [];
            }
            catch (JsonException)
            {
                return Problems.Of(new Refusal("invalid", "Send YAML, or { \"files\": [{ \"name\", \"text\" }] }."));
            }
        }

        await useCases.LookAtFeedsAsync(Caller.From(user), cancel);
        return Results.Ok(useCases.Check(files));
    }

    /// <summary>Null when the body is longer than a trigger may be.</summary>
    private static async Task<string?> ReadTextAsync(HttpRequest request, CancellationToken cancel)
    {
        // A JSON body may hold several files.
        var most = request.HasJsonContentType() ? 16 * TriggerChecks.LongestText : TriggerChecks.LongestText;
        if (request.ContentLength > most)
            return null;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancel);
        return text.Length > most ? null : text;
    }

    private static IResult TooLong() => TypedResults.Problem(
        title: "A trigger's text is at most 256 KiB.", statusCode: StatusCodes.Status413PayloadTooLarge, type: "urn:runink:problem:too-long");
}
