using System.Globalization;
using System.Security.Claims;
using Microsoft.Net.Http.Headers;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Tray;

namespace Runink.Companion.Referrals.Tray;

/// <summary>The intake tray over HTTP.</summary>
public static class TrayEndpoints
{
    /// <summary>Bodies are held in memory whole.</summary>
    private static readonly SemaphoreSlim Room = new(4);

    /// <param name="ExpectedVersion">Or the header If-Match.</param>
    public sealed record ReferralBody(int? ExpectedVersion, string? PatientId, string? Service, string? Priority, string? Reason, bool Consent, string? Referrer, string? Payer, string? Diagnoses)
    {
        public ReferralBody()
            : this(null, null, null, null, null, false, null, null, null)
        {
        }
    }

    /// <param name="IsReport">It is the answer that the referral waits for.</param>
    public sealed record AttachBody(int? ExpectedVersion, string? ReferralId, bool IsReport)
    {
        public AttachBody()
            : this(null, null, false)
        {
        }
    }

    /// <param name="TakeOver">Though somebody else has it in hand.</param>
    public sealed record StepBody(int? ExpectedVersion, string? Reason, bool TakeOver)
    {
        public StepBody()
            : this(null, null, false)
        {
        }
    }

    public static void MapTray(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/referrals/tray").RequireAuthorization().WithTags("Referrals");
        group.MapGet("", async (ClaimsPrincipal user, TrayUseCases tray, CancellationToken cancel, string? state = null) =>
        {
            if (!TryState(state, out var wanted))
                return Problems.Of(new Refusal("invalid", "state is waiting, taken or set-aside."));
            var found = await tray.ListAsync(Caller.From(user), wanted, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null });
        });
        // The file as it is; its name in Content-Disposition, since addresses are logged.
        group.MapPost("", async (ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
        {
            var read = await BodyAsync(http.Request, cancel);
            if (read.Refusal is { } unread)
                return Problems.Of(unread);
            var name = ContentDispositionHeaderValue.TryParse(http.Request.Headers.ContentDisposition.ToString(), out var said) ? (said.FileNameStar.Length > 0 ? said.FileNameStar : said.FileName).ToString().Trim('"') : "";
            if (name.Length == 0)
                name = http.Request.ContentType?.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) == true ? "mail.eml" : "document";
            var added = await tray.AddAsync(Caller.From(user), name, read.Value!, http.Request.Headers["X-Sender"].ToString(), cancel);
            return added.Refusal is { } refusal ? Problems.Of(refusal) : Results.Created($"/api/v1/referrals/tray/{added.Value}", new { Id = added.Value });
        }).DisableAntiforgery();
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, TrayUseCases tray, HttpContext http, CancellationToken cancel) => Of(await tray.FindAsync(Caller.From(user), id, cancel), http));
        group.MapGet("/{id}/files/{file}", FileAsync);
        // The same for a browser, whose cookie opens pages only.
        app.MapGet("/referrals/tray/{id}/files/{file}", FileAsync).RequireAuthorization().ExcludeFromDescription();
        group.MapPost("/{id}/referral", async (string id, ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
            await WithAsync<ReferralBody>(http, body => body.ExpectedVersion, (version, body) => tray.CreateAsync(
                Caller.From(user), id, version, new TrayDraft(body.PatientId ?? "", body.Service ?? "", body.Priority ?? "routine", body.Reason ?? "", body.Consent, body.Referrer, body.Payer, body.Diagnoses), cancel), cancel));
        group.MapPost("/{id}/attach", async (string id, ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
            await WithAsync<AttachBody>(http, body => body.ExpectedVersion, (version, body) => tray.AttachAsync(Caller.From(user), id, version, body.ReferralId ?? "", body.IsReport, cancel), cancel));
        group.MapPost("/{id}/set-aside", async (string id, ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
            await WithAsync<StepBody>(http, body => body.ExpectedVersion, (version, body) => tray.SetAsideAsync(Caller.From(user), id, version, body.Reason, cancel), cancel));
        group.MapPost("/{id}/put-back", async (string id, ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
            await WithAsync<StepBody>(http, body => body.ExpectedVersion, (version, _) => tray.PutBackAsync(Caller.From(user), id, version, cancel), cancel));
        group.MapPost("/{id}/work", async (string id, ClaimsPrincipal user, TrayActUseCases tray, HttpContext http, CancellationToken cancel) =>
            await WithAsync<StepBody>(http, body => body.ExpectedVersion, (version, body) => tray.WorkAsync(Caller.From(user), id, version, body.TakeOver, cancel), cancel));
    }

    private static bool TryState(string? text, out TrayState state)
    {
        state = text switch { "taken" => TrayState.Taken, "set-aside" => TrayState.SetAside, _ => TrayState.Waiting };
        return text is null or "waiting" or "taken" or "set-aside";
    }

    private static IResult Of(Outcome<TrayView> outcome, HttpContext http) => Problems.From(outcome, http, view => view.Row.Version);

    private static async Task<IResult> WithAsync<T>(HttpContext http, Func<T, int?> versionOf, Func<int, T, Task<Outcome<TrayView>>> act, CancellationToken cancel)
        where T : class, new()
    {
        var read = await JsonBody.ReadOrNewAsync<T>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        return (Problems.ExpectedVersion(http) ?? versionOf(read.Value!)) is { } version ? Of(await act(version, read.Value!), http) : Problems.Of(new Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
    }

    /// <summary>Nothing of others is shown as a page here: only pictures are looked at in place, everything else is downloaded.</summary>
    private static async Task<IResult> FileAsync(string id, string file, ClaimsPrincipal user, TrayUseCases tray, HttpContext http, CancellationToken cancel, bool inline = false)
    {
        var found = await tray.FileAsync(Caller.From(user), id, int.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1, cancel);
        if (found.Value is not { } kept)
            return Problems.Of(found.Refusal!);
        return inline && kept.ContentType is "image/jpeg" or "image/png" ? Results.File(kept.Content, kept.ContentType) : Results.File(kept.Content, kept.ContentType ?? "application/octet-stream", kept.Name);
    }

    private static async Task<Outcome<byte[]>> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > TrayUpload.MostBytes)
            return new Refusal("too-long", $"The file is larger than {TrayUpload.MostBytes / 1024 / 1024} MB.");
        if (!await Room.WaitAsync(TimeSpan.Zero, cancel))
            return new Refusal("busy", "Too many files are being taken in at the moment. Send it again in a moment.");
        try
        {
            using var content = new MemoryStream();
            var piece = new byte[64 * 1024];
            for (int read; (read = await request.Body.ReadAsync(piece, cancel)) > 0;)
            {
                if (content.Length + read > TrayUpload.MostBytes)
                    return new Refusal("too-long", $"The file is larger than {TrayUpload.MostBytes / 1024 / 1024} MB.");
                content.Write(piece, 0, read);
            }

            return content.ToArray();
        }
        finally
        {
            Room.Release();
        }
    }
}
