using System.Security.Claims;
using System.Text;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>Authorizations over HTTP.</summary>
public static class AuthorizationEndpoints
{
    /// <param name="ServiceType">X12 service type code; 3, a consultation, when it is not said.</param>
    /// <param name="Diagnoses">ICD-10-CM, the principal one first; the problems of the record when they are not said.</param>
    /// <param name="DryRun">Only what would go out.</param>
    public sealed record RequestBody(string? ServiceType, string? Procedure, IReadOnlyList<string>? Diagnoses, int? Units, DateOnly? From, DateOnly? Until, int? ExpectedVersion, bool? DryRun)
    {
        public RequestBody()
            : this(null, null, null, null, null, null, null, null)
        {
        }

        internal AuthorizationAsk Over(AuthorizationAsk usual) => new(
            (ServiceType ?? usual.ServiceType).Trim().ToUpperInvariant(), Procedure?.Trim().ToUpperInvariant() is { Length: > 0 } code ? code : null, Diagnoses is { Count: > 0 } ? [.. Diagnoses.Select(one => one.Trim().ToUpperInvariant())] : usual.Diagnoses,
            Units ?? usual.Units, From ?? usual.From, Until ?? (From is { } from && from > usual.Until ? from.AddDays(90) : usual.Until));
    }

    /// <param name="Decision">approved, modified, denied, pended or not-required.</param>
    /// <param name="How">phone, portal, fax or in-person.</param>
    /// <param name="Whom">Who said so.</param>
    public sealed record AnswerBody(string? Decision, string? Number, int? Units, DateOnly? From, DateOnly? Until, string? ReasonCode, string? Reason, string? How, string? Whom, int? ExpectedVersion)
    {
        public AnswerBody()
            : this(null, null, null, null, null, null, null, null, null, null)
        {
        }

        internal PayerDecision? Meant => Decision switch
        {
            "approved" => PayerDecision.Approved, "modified" => PayerDecision.Modified, "denied" => PayerDecision.Denied, "pended" => PayerDecision.Pended, "not-required" => PayerDecision.NotRequired, _ => null,
        };

        internal PayerWord Word(PayerDecision decision) => new(
            new PayerAnswer(decision, ActionOf(decision), Number, Units, From, Until, Reason is { Length: > 0 } || ReasonCode is { Length: > 0 } ? [new PayerReason(Said(ReasonCode), Said(Reason))] : []), How ?? "", Whom ?? "");

        private static string? Said(string? text) => text is null || PlainText.Line(text).Trim() is not { Length: > 0 } line ? null : line.Length > 500 ? line[..500] : line;
    }

    public sealed record WithdrawBody(string? Reason)
    {
        public WithdrawBody()
            : this((string?)null)
        {
        }
    }

    /// <param name="X12">The text of the interchange.</param>
    public sealed record FileBody(string? X12)
    {
        public FileBody()
            : this((string?)null)
        {
        }
    }

    /// <summary>X12's word for what a person heard.</summary>
    internal static string ActionOf(PayerDecision decision) => decision switch { PayerDecision.Approved => "A1", PayerDecision.Modified => "A6", PayerDecision.Denied => "A3", PayerDecision.NotRequired => "NA", _ => "A4" };

    public static void MapAuthorizations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals/{id}/authorization").RequireAuthorization().WithTags("Referrals");
        group.MapGet("", async (string id, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http, view => view.Version));
        group.MapPost("/requests", async (string id, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<RequestBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var (body, caller) = (read.Value!, Caller.From(user));
            var usual = await useCases.PreviewAsync(caller, id, null, cancel);
            if (usual.Value is not { } plan)
                return Problems.Of(usual.Refusal!);
            var ask = body.Over(plan.Ask);
            if (body.DryRun == true)
                return Problems.From(await useCases.PreviewAsync(caller, id, ask, cancel), http);
            return (Problems.ExpectedVersion(http) ?? body.ExpectedVersion) is { } version
                ? Problems.From(await useCases.SubmitAsync(caller, id, ask, version, cancel), http, view => view.Version)
                : Problems.Of(new Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
        });
        group.MapGet("/requests/{request}/content", ContentAsync);
        // The same for a browser, whose cookie opens pages only.
        app.MapGet("/referrals/{id}/authorization/requests/{request}/content", ContentAsync).RequireAuthorization().ExcludeFromDescription();
        group.MapPost("/requests/{request}/again", async (string id, string request, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.AgainAsync(Caller.From(user), id, request, cancel), http, view => view.Version));
        group.MapPost("/requests/{request}/handed-over", async (string id, string request, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.HandOverAsync(Caller.From(user), id, request, cancel), http, view => view.Version));
        group.MapPost("/requests/{request}/withdraw", async (string id, string request, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<WithdrawBody>(http.Request, cancel);
            return read.Refusal is { } unreadable ? Problems.Of(unreadable) : Problems.From(await useCases.WithdrawAsync(Caller.From(user), id, request, read.Value!.Reason, cancel), http, view => view.Version);
        });
        group.MapPost("/answer", async (string id, ClaimsPrincipal user, AuthorizationUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<AnswerBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            var body = read.Value!;
            if (Caller.From(user).Lacks(Permission.ActOnReferrals) is { } refusal)
                return Problems.Of(refusal);
            if (body.Meant is not { } decision)
                return Problems.Of(new Refusal("invalid", "Say what the payer decided: approved, modified, denied, pended or not-required."));
            return (Problems.ExpectedVersion(http) ?? body.ExpectedVersion) is { } version
                ? Problems.From(await useCases.HearAsync(Caller.From(user), id, body.Word(decision), version, cancel), http, view => view.Version)
                : Problems.Of(new Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
        });
        app.MapGet("/api/v1/referrals/authorizations/metrics", async (ClaimsPrincipal user, AuthorizationMetricsUseCases metrics, HttpContext http, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null) =>
            Problems.From(await metrics.FindAsync(Caller.From(user), from, until, cancel), http)).RequireAuthorization().WithTags("Referrals");
        app.MapGet("/api/v1/referrals/authorizations/metrics.csv", async (ClaimsPrincipal user, AuthorizationMetricsUseCases metrics, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null, bool rows = false) =>
        {
            var found = await metrics.FindAsync(Caller.From(user), from, until, cancel);
            return found.Value is { } view ? Results.File(Encoding.UTF8.GetBytes(rows ? AuthorizationMetricsUseCases.RowsCsv(view) : AuthorizationMetricsUseCases.Csv(view)), "text/csv; charset=utf-8", rows ? "authorization-decisions.csv" : "authorization-metrics.csv") : Problems.Of(found.Refusal!);
        }).RequireAuthorization().WithTags("Referrals");
        // Files with 278 responses: each answer finds its request by itself.
        app.MapPost("/api/v1/referrals/authorizations/answers", async (FileBody body, ClaimsPrincipal user, AuthorizationUseCases useCases, CancellationToken cancel) =>
        {
            var taken = await useCases.TakeAsync(Caller.From(user), body.X12, cancel);
            return taken.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = taken.Value });
        }).RequireAuthorization().WithTags("Referrals");
    }

    private static async Task<IResult> ContentAsync(string id, string request, ClaimsPrincipal user, AuthorizationUseCases useCases, CancellationToken cancel)
    {
        var file = await useCases.FileAsync(Caller.From(user), id, request, cancel);
        return file.Value is { } found ? Results.File(found.Content, found.ContentType, found.Name) : Problems.Of(file.Refusal!);
    }
}
