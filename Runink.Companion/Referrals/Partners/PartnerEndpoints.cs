using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Runink.Companion.Referrals.Dossiers;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals.Partners;

/// <summary>What the page of a link posts to. The link itself is what allows it: no cookie is needed, and another site does not know it.</summary>
public static class PartnerEndpoints
{
    /// <summary>A file of the largest kind and the words beside it.</summary>
    private const int LargestForm = ReferralDocument.LargestBytes + (256 * 1024);

    public static void MapPartners(this IEndpointRouteBuilder app)
    {
        app.MapPost("/p/{token}/{kind}", AnswerAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        app.MapGet("/p/{token}/documents/{id}", async (string token, string id, PartnerDoor door, CancellationToken cancel) =>
        {
            var document = await door.DocumentAsync(token, id, cancel);
            return document.Value is { } found ? Results.File(found.Content, found.ContentType, found.Name) : Results.Redirect($"/p/{Uri.EscapeDataString(token)}");
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/p/{token}/dossier.{form}", async (string token, string form, PartnerDoor door, CancellationToken cancel) =>
        {
            var dossier = await door.DossierAsync(token, form, cancel);
            return dossier.Value is { } found ? DossierResult.Of(found, found.Name) : Back($"/p/{Uri.EscapeDataString(token)}", dossier.Refusal);
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(string token, string kind, HttpContext http, PartnerDoor door, SiteOptions site, CancellationToken cancel)
    {
        var back = $"/p/{Uri.EscapeDataString(token)}";
        if (!http.Request.HasFormContentType)
            return Results.Redirect(back);
        if (http.Request.ContentLength is null or > LargestForm)
            return Back(back, new Refusal("invalid", $"The file is larger than {ReferralDocument.LargestBytes / 1024 / 1024} MB."));
        var form = await http.Request.ReadFormAsync(cancel);
        var (date, wrong) = TimeOf(form["date"], form["time"], site.Zone);
        if (wrong is not null)
            return Back(back, wrong);
        var answer = new PartnerAnswer(kind, form["text"].ToString() is { Length: > 0 } text ? text : null, date, form.Files.Count > 0 ? await FileAsync(form.Files[0], cancel) : null);
        return Back(back, (await door.AnswerAsync(token, answer, cancel)).Refusal, kind);
    }

    /// <summary>Words of ours only stand in the address: nothing of the patient, nothing that was typed.</summary>
    private static IResult Back(string path, Refusal? refusal, string kind = "") => Results.Redirect(refusal is null ? $"{path}?done={(kind == "decline" ? "declined" : "1")}" : $"{path}?problem={Uri.EscapeDataString(refusal.Message)}", permanent: false, preserveMethod: false);

    private static (DateTimeOffset?, Refusal?) TimeOf(string? date, string? time, TimeZoneInfo zone)
    {
        if (string.IsNullOrEmpty(date) && string.IsNullOrEmpty(time))
            return (null, null);
        return DateTime.TryParseExact($"{date} {time}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && !zone.IsInvalidTime(local)
            ? (new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime(), null)
            : (null, new Refusal("invalid", "Say the day and the time of the visit that you propose."));
    }

    private static async Task<FileDraft> FileAsync(IFormFile file, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return new FileDraft(file.FileName, content.ToArray());
    }
}
