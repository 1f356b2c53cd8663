namespace Runink.Companion.Referrals.Visits;

/// <summary>What the page of a patient's link posts to. Reading answers nothing: programs that look through mails open links.</summary>
public static class VisitEndpoints
{
    private const int LargestForm = 4 * 1024;

    public static void MapVisits(this IEndpointRouteBuilder app) =>
        app.MapPost("/v/{token}/{kind}", async Task<IResult> (string token, string kind, HttpContext http, VisitDoor door, CancellationToken cancel) =>
        {
            var back = $"/v/{Uri.EscapeDataString(token)}";
            if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > LargestForm)
                return Results.Redirect(back);
            var form = await http.Request.ReadFormAsync(cancel);
            var answered = await door.AnswerAsync(token, kind, form["barrier"].ToString() is { Length: > 0 } barrier ? barrier : null, cancel);
            return Results.Redirect(answered.Ok ? $"{back}?done={(kind == "confirm" ? "yes" : "told")}" : back);
        }).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
}
