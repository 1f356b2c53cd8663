using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Referrals.Dossiers;
using Runink.Companion.Referrals.Partners;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>The board over HTTP.</summary>
public static class ReferralEndpoints
{
    /// <param name="ExpectedVersion">Or the header If-Match.</param>
    /// <param name="To">For assign: the colleague's id.</param>
    /// <param name="Barrier">What keeps the patient from coming: transport, interpreter, cost, work-or-childcare, feeling-better or other.</param>
    public sealed record ActionBody(int? ExpectedVersion, string? Reason, DateTimeOffset? Date, string? Note, string? To, string? Barrier)
    {
        public ActionBody()
            : this(null, null, null, null, null, null)
        {
        }

        public ReferralInput Input(int version) => new(version, Reason, Date, Note, To: To is { Length: > 0 } ? new PersonRef(To, To) : null, Barrier: Barrier is { Length: > 0 } ? Barrier : null);
    }

    /// <param name="Items">The referrals, each with the version that the caller saw.</param>
    /// <param name="With">What the action wants, the same for all: reason, date, note, to.</param>
    public sealed record BulkBody(IReadOnlyList<ReferralBulkRow>? Items, bool? DryRun, ActionBody? With);

    /// <param name="State">The column.</param>
    /// <param name="LaneBy">service, owner, priority or recipient, with <paramref name="Lane"/>; neither for the whole column.</param>
    /// <param name="Most">Null when it does not matter how many.</param>
    public sealed record LimitBody(ReferralState? State, string? LaneBy, string? Lane, int? Most);

    /// <param name="PatientId">Our id of the patient.</param>
    /// <param name="Priority">urgent, soon or routine; routine when it is not said.</param>
    public sealed record OpenBody(string? PatientId, string? Service, string? Priority, string? Reason, bool Consent)
    {
        public OpenBody()
            : this(null, null, null, null, false)
        {
        }
    }

    /// <param name="Days">How long the link is open; 7 when it is not said, 30 at most.</param>
    public sealed record LinkBody(string? Recipient, int? Days)
    {
        public LinkBody()
            : this(null, null)
        {
        }
    }

    /// <param name="ServiceId">An entry of the directory that is among the candidates.</param>
    /// <param name="Reason">Needed wherever it is not the first of them.</param>
    public sealed record RecipientBody(string? ServiceId, string? Reason, int? ExpectedVersion)
    {
        public RecipientBody()
            : this(null, null, null)
        {
        }
    }

    public sealed record RepliesBody(string? Csv, bool? DryRun)
    {
        public RepliesBody()
            : this(null, null)
        {
        }
    }

    public static void MapReferrals(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals").RequireAuthorization().WithTags("Referrals");
        group.MapGet("", async (ClaimsPrincipal user, ReferralUseCases useCases, CancellationToken cancel, string? view = null, string? service = null, string? owner = null, string? priority = null) =>
        {
            var board = await useCases.BoardAsync(Caller.From(user), BoardFilter.Of(view, service, owner, priority), cancel);
            return board.Refusal is { } refusal
                ? Problems.Of(refusal)
                : Results.Ok(new { Items = board.Value!.Columns.SelectMany(column => column.Cards).ToList(), NextCursor = (string?)null });
        });
        group.MapPost("", async (ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<OpenBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var body = read.Value!;
            var draft = new ReferralDraft(body.PatientId ?? "", body.Service ?? "", body.Priority ?? "routine", body.Reason ?? "", body.Consent);
            var opened = await useCases.OpenAsync(Caller.From(user), draft, cancel);
            return opened.Refusal is { } refusal ? Problems.Of(refusal) : Results.Created($"/api/v1/referrals/{opened.Value!.Id}", opened.Value);
        });
        group.MapGet("/{id}/waits", async (string id, ClaimsPrincipal user, ReferralUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(found.Value!.Waits);
        });
        group.MapGet("/{id}/dossier", async (string id, ClaimsPrincipal user, DossierUseCases dossiers, HttpContext http, CancellationToken cancel) =>
            Problems.From(await dossiers.FindAsync(Caller.From(user), id, cancel), http));
        group.MapGet("/{id}/dossier.{form}", DossierAsync);
        app.MapGet("/referrals/{id}/dossier.{form}", DossierAsync).RequireAuthorization().ExcludeFromDescription();
        group.MapGet("/{id}/candidates", async (string id, ClaimsPrincipal user, RoutingUseCases routing, HttpContext http, CancellationToken cancel) =>
            Problems.From(await routing.CandidatesAsync(Caller.From(user), id, cancel), http, view => view.Version));
        group.MapPost("/{id}/recipient", async (string id, ClaimsPrincipal user, RoutingUseCases routing, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<RecipientBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            if ((Problems.ExpectedVersion(http) ?? read.Value!.ExpectedVersion) is not { } version)
                return Problems.Of(new Domain.Foundation.Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
            var chosen = await routing.ChooseAsync(Caller.From(user), id, read.Value!.ServiceId ?? "", new ReferralInput(version, read.Value.Reason), cancel);
            if (chosen.Refusal is { } refusal)
                return Problems.Of(refusal);
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } gone ? Problems.Of(gone) : Problems.From<ReferralCard>(found.Value!.Card, http, card => card.Version);
        });
        group.MapGet("/{id}/documents", async (string id, ClaimsPrincipal user, ReferralDocumentUseCases documents, CancellationToken cancel) =>
        {
            var found = await documents.ListAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value });
        });
        group.MapGet("/{id}/documents/{document}", DocumentAsync);
        // The same for a browser, whose cookie opens pages only.
        app.MapGet("/referrals/{id}/documents/{document}", DocumentAsync).RequireAuthorization().ExcludeFromDescription();
        group.MapGet("/{id}/links", async (string id, ClaimsPrincipal user, PartnerLinkUseCases links, CancellationToken cancel) =>
        {
            var found = await links.ListAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value });
        });
        group.MapPost("/{id}/links", async (string id, ClaimsPrincipal user, PartnerLinkUseCases links, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<LinkBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var made = await links.MakeAsync(Caller.From(user), id, read.Value!.Recipient ?? "", read.Value.Days ?? 7, cancel);
            return made.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Path = made.Value });
        });
        group.MapDelete("/{id}/links/{link}", async (string id, string link, ClaimsPrincipal user, PartnerLinkUseCases links, CancellationToken cancel) =>
            (await links.RevokeAsync(Caller.From(user), id, link, cancel)).Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent()).Produces(StatusCodes.Status204NoContent);
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Problems.From<ReferralCard>(found.Value!.Card, http, card => card.Version);
        });
        group.MapGet("/{id}/actions", async (string id, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.ActionsAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/actions/{name}", async (
            string id, string name, ClaimsPrincipal user, ReferralUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ActionBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var body = read.Value!;
            if ((Problems.ExpectedVersion(http) ?? body.ExpectedVersion) is not { } version)
                return Problems.Of(new Domain.Foundation.Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
            return Problems.From(await useCases.ActAsync(Caller.From(user), id, name, body.Input(version), cancel), http, card => card.Version);
        });
        // One action on many; with dryRun only what would come of it.
        group.MapPost("/actions/{name}", async (string name, BulkBody body, ClaimsPrincipal user, ReferralBulkUseCases bulk, CancellationToken cancel) =>
        {
            var done = await bulk.ActAsync(Caller.From(user), body.Items ?? [], name, (body.With ?? new ActionBody()).Input(0), body.DryRun ?? false, cancel);
            return done.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = done.Value });
        });
        // What recipients answer by a file; with dryRun only what would come of it.
        group.MapPost("/replies", async (RepliesBody body, ClaimsPrincipal user, PartnerReplyUseCases replies, HttpContext http, CancellationToken cancel) =>
            Problems.From(await replies.TakeAsync(Caller.From(user), body.Csv ?? "", body.DryRun ?? false, cancel), http));
        group.MapPut("/limits", async (LimitBody body, ClaimsPrincipal user, WorkLimitUseCases limits, HttpContext http, CancellationToken cancel) =>
            Problems.From(await limits.SetAsync(Caller.From(user), body.State, body.LaneBy is { Length: > 0 } by ? (by, body.Lane ?? "") : null, body.Most, cancel), http));
    }

    private static async Task<IResult> DossierAsync(string id, string form, ClaimsPrincipal user, DossierUseCases dossiers, CancellationToken cancel)
    {
        var file = await dossiers.FileAsync(Caller.From(user), id, form, cancel);
        return file.Value is { } found ? DossierResult.Of(found, $"referral-{id}.{form}") : Problems.Of(file.Refusal!);
    }

    private static async Task<IResult> DocumentAsync(string id, string document, ClaimsPrincipal user, ReferralDocumentUseCases documents, CancellationToken cancel)
    {
        var found = await documents.ReadAsync(Caller.From(user), id, document, cancel);
        return found.Value is { } kept ? Results.File(kept.Content, kept.ContentType, kept.Name) : Problems.Of(found.Refusal!);
    }
}
