using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>Repositories over HTTP, and the door for pushes: its key is the signature, there is no other.</summary>
public static class RepositoryEndpoints
{
    public static void MapRepositories(this IEndpointRouteBuilder app)
    {
        app.MapPost("/hooks/repository/{name}", TakeAsync).AllowAnonymous().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(RepositoryHook.MostBytes)).ExcludeFromDescription();
        var group = app.MapGroup("/api/v1/repositories").RequireAuthorization().WithTags("Repositories");
        group.MapGet("", async (ClaimsPrincipal user, RepositoryUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{name}", async (string name, ClaimsPrincipal user, RepositoryUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), name, cancel), http, Version));
        group.MapPut("/{name}", async (string name, RepositoryBody body, ClaimsPrincipal user, RepositoryUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ChangeAsync(Caller.From(user), name, body, Problems.ExpectedVersion(http), cancel), http, Version));
        group.MapPost("/{name}/test", async (string name, ClaimsPrincipal user, RepositoryUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.TestAsync(Caller.From(user), name, cancel), http));
        group.MapPost("/{name}/fetch", async (string name, ClaimsPrincipal user, RepositoryUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FetchAsync(Caller.From(user), name, cancel), http, Version));
        group.MapPost("/{name}/proposals", async (string name, ProposalBody body, ClaimsPrincipal user, ProposalUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ProposeAsync(Caller.From(user), name, body, cancel), http));
    }

    private static int Version(RepositoryView view) => view.Version;

    private static async Task<IResult> TakeAsync(string name, HttpContext http, RepositoryBook book, RepositoryHook hook, CancellationToken cancel)
    {
        // Whether a name is known is not told to whoever guesses; without a secret nobody can sign.
        if (book.Find(name) is not { } repository || repository.Options.ReadWebhookSecret() is null)
            return Problems.Of(RepositoryHook.Unknown);
        if (http.Request.ContentLength is not (> 0 and <= RepositoryHook.MostBytes) and var length)
            return Problems.Of(new Refusal("too-long", length is null ? "Say how long the body is." : $"A push is at most {RepositoryHook.MostBytes} bytes."));
        var body = new byte[(int)http.Request.ContentLength!.Value];
        await http.Request.Body.ReadExactlyAsync(body, cancel);
        return Problems.From(
            await hook.TakeAsync(repository, http.Request.Headers[RepositoryHook.SignatureHeader], http.Request.Headers["X-GitHub-Delivery"], http.Request.Headers["X-GitHub-Event"], body, cancel), http);
    }
}
