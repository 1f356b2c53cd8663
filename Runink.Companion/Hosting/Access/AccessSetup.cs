using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Who may come in: people by cookie, machines by API key.</summary>
public static class AccessSetup
{
    private const string EitherScheme = "CookieOrKey";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<PhiAccessLog>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = http =>
                http.Request.Headers.ContainsKey("Authorization") || IsForMachines(http.Request.Path) && !http.Request.Headers.ContainsKey("Cookie")
                    ? ApiKeyHandler.SchemeName
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = "runink";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/forbidden";
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
                options.SlidingExpiration = false;
                options.Events.OnRedirectToLogin = http => Answer(http, StatusCodes.Status401Unauthorized, "Sign in, or send an API key as a bearer token.");
                options.Events.OnRedirectToAccessDenied = http => Answer(http, StatusCodes.Status403Forbidden, "Your role may not do this.");
            })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        return services;
    }

    public static void MapAccess(this WebApplication app)
    {
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        app.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
    }

    private static bool IsForMachines(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/fhir", StringComparison.Ordinal)
        || path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status, string title)
    {
        if (AccessOutcome.IsFhir(context.Request.Path))
            return AccessOutcome.WriteAsync(context.HttpContext, status, status == 401 ? "login" : "forbidden", title);
        if (IsForMachines(context.Request.Path))
            return TypedResults.Problem(title: title, statusCode: status, type: status == 401 ? "urn:runink:problem:unauthenticated" : "urn:runink:problem:forbidden")
                .ExecuteAsync(context.HttpContext);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery antiforgery, ProfileOptions profile, StoreWriter writer, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/sign-in");
        var form = await http.Request.ReadFormAsync(cancel);
        // Sample people exist in the sample hospital only, and only for callers on this machine.
        var person = profile.IsSample && IsLocal(http) ? SamplePeople.All.FirstOrDefault(person => person.Id == form["person"]) : null;
        if (person is null)
            return Results.Redirect("/sign-in?refused=1");
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, person.Id),
                new Claim(ClaimTypes.Name, person.Name),
                new Claim(Caller.RoleClaim, person.Role.ToString()),
                .. person.Unit is null ? Array.Empty<Claim>() : [new Claim(Caller.UnitClaim, person.Unit)],
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        await RecordAsync(writer, "signed_in", person.Id, person.Name, cancel);
        return Results.LocalRedirect(form["returnUrl"] is [{ Length: > 1 } target] && IsLocalUrl(target) ? target : HomeOf(person.Role, person.Unit));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, StoreWriter writer, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.Redirect("/");
        var caller = Caller.From(http.User);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (caller != Caller.Nobody)
            await RecordAsync(writer, "signed_out", caller.Id, caller.Name, cancel);
        return Results.Redirect("/sign-in");
    }

    private static Task<bool> RecordAsync(StoreWriter writer, string kind, string id, string name, CancellationToken cancel) =>
        writer.WriteAsync(scope =>
        {
            scope.Record(kind, new Subject("person", id), new Actor("person", id, name));
            return true;
        }, cancel);

    /// <summary>Where the work of a role is; a nurse begins with her own unit.</summary>
    private static string HomeOf(Role role, string? unit) => role switch
    {
        Role.Nurse => unit is null ? "/" : "/?view=my-unit",
        Role.Navigator => "/referrals",
        Role.Author or Role.Approver => "/triggers",
        Role.QualityLead => "/dashboards/sla",
        Role.Auditor => "/audit",
        Role.Administrator => "/admin",
    };

    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } address || System.Net.IPAddress.IsLoopback(address);

    private static bool IsLocalUrl(string url) => url is ['/', .. var rest] && (rest.Length == 0 || (rest[0] is not ('/' or '\\')));
}
