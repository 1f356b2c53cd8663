using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Components.Authorization;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Companion.Hosting.Access.CdsClients;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Hosting.Access;

/// <summary>Who may come in: people by a cookie that names their session, machines by API key or a token of the provider.</summary>
public static class AccessSetup
{
    private const string EitherScheme = "CookieOrKey";
    private const string AntiforgeryHeader = "RequestVerificationToken";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        var provider = configuration.GetSection(ProviderOptions.Section).Get<ProviderOptions>() ?? new ProviderOptions();
        var baseUrl = configuration["Site:BaseUrl"];
        var isSecure = baseUrl?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
        services.AddSingleton(provider);
        services.AddSingleton(configuration.GetSection("SignIn").Get<SignInOptions>() ?? new SignInOptions());
        services.AddSingleton(GroupOptions.Read(configuration));
        services.AddSingleton(typeof(SignInKind), services => KindOf(services.GetRequiredService<ProfileOptions>(), provider));
        services.AddSingleton(configuration.GetSection(ApiKeyOptions.Section).Get<ApiKeyOptions>() ?? new ApiKeyOptions());
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton(configuration.GetSection(CdsHooksOptions.Section).Get<CdsHooksOptions>() ?? new CdsHooksOptions());
        services.AddSingleton<UsedTokens>();
        services.AddHttpContextAccessor();
        services.AddSingleton<RequestTrace>();
        services.AddSingleton<RefusalLog>();
        services.AddHealthChecks().AddCheck<ApiKeyHealth>("API keys");
        services.AddSingleton<PhiAccessLog>();
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton(configuration.GetSection(BreakGlassOptions.Section).Get<BreakGlassOptions>() ?? new BreakGlassOptions());
        services.AddSingleton<OpenedPatients>();
        services.AddSingleton<CallerAccess>();
        services.AddSingleton<AttemptLimits>();
        services.AddSingleton<LocalAccounts>();
        services.AddSingleton<SignInProofs>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddHostedService<SessionWorker>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = http => SchemeOf(http, provider))
            .AddCookie(options => SetCookie(options, isSecure))
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, CdsClientHandler>(CdsClientHandler.SchemeName, null)
            .AddProvider(configuration, provider, baseUrl);
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryHeader;
            options.Cookie.Name = isSecure ? "__Host-runink-form" : "runink-form";
            options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        // What says nothing about who may come in lets in nobody that is not signed in.
        services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = Hosts(configuration, baseUrl));
        return services;
    }

    /// <summary>After the pages are added: theirs knows nothing of sessions.</summary>
    public static IServiceCollection AddLiveAccess(this IServiceCollection services)
    {
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddCascadingAuthenticationState();
        return services;
    }

    public static SignInKind KindOf(ProfileOptions profile, ProviderOptions provider) =>
        provider.IsSet ? SignInKind.Provider : profile.IsSample ? SignInKind.SamplePeople : SignInKind.LocalAccounts;

    public static bool IsForMachines(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/fhir", StringComparison.Ordinal)
        || path.StartsWithSegments("/cds-services", StringComparison.Ordinal) || path.StartsWithSegments("/scim", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    private static string SchemeOf(HttpContext http, ProviderOptions provider)
    {
        // Whoever calls a hook proves it to the hook; what it carries is no key of ours.
        if (http.Request.Path.StartsWithSegments("/hooks", StringComparison.Ordinal))
            return CookieAuthenticationDefaults.AuthenticationScheme;
        var authorization = http.Request.Headers.Authorization.ToString();
        if (CdsClientHandler.IsMeant(http, authorization))
            return CdsClientHandler.SchemeName;
        if (authorization.Length > 0)
            return provider.IsSet && authorization.StartsWith("Bearer ey", StringComparison.OrdinalIgnoreCase) ? JwtBearerDefaults.AuthenticationScheme : ApiKeyHandler.SchemeName;
        return IsForMachines(http.Request.Path) && !http.Request.Headers.ContainsKey(AntiforgeryHeader) ? ApiKeyHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme;
    }

    private static void SetCookie(CookieAuthenticationOptions options, bool isSecure)
    {
        options.Cookie.Name = isSecure ? "__Host-runink" : "runink";
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        // Lax, not Strict: a link in a mail opens the escalation, not the sign-in.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/forbidden";
        options.ExpireTimeSpan = TimeSpan.FromHours(24);
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnSigningOut = async context =>
        {
            var caller = Caller.From((await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal ?? new());
            if (caller.SessionId is { } id)
                await context.HttpContext.RequestServices.GetRequiredService<SessionStore>().EndAsync(id, "signed-out", caller.Actor, CancellationToken.None);
        };
        options.Events.OnRedirectToLogin = http => Answer(http, StatusCodes.Status401Unauthorized, "Sign in, or send an API key as a bearer token.");
        options.Events.OnRedirectToAccessDenied = http => Answer(http, StatusCodes.Status403Forbidden, "Your role may not do this.");
    }

    /// <summary>The cookie only names a session; who the person is and what the person may do is asked anew for each request.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var named = Caller.From(context.Principal!);
        var sessions = services.GetRequiredService<SessionStore>();
        if (named.SessionId is null || await sessions.FindAsync(named.SessionId, context.HttpContext.RequestAborted) is null
            || services.GetRequiredService<CallerAccess>().Of(context.Principal!) is not { Kind: "person" } caller)
        {
            context.RejectPrincipal();
            return;
        }

        if (!context.HttpContext.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
            await sessions.SeenAsync(named.SessionId, context.HttpContext.RequestAborted);
        context.ReplacePrincipal(caller.Principal(CookieAuthenticationDefaults.AuthenticationScheme));
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status, string title)
    {
        if (AccessOutcome.IsFhir(context.Request.Path))
            return AccessOutcome.WriteAsync(context.HttpContext, status, status == 401 ? "login" : "forbidden", title);
        if (IsForMachines(context.Request.Path) || !HttpMethods.IsGet(context.Request.Method) || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
            return TypedResults.Problem(title: title, statusCode: status, type: status == 401 ? "urn:runink:problem:unauthenticated" : "urn:runink:problem:forbidden")
                .ExecuteAsync(context.HttpContext);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>Names under which this app answers. Links and sign-ins are made from them, so that a name somebody else sends is none of ours.</summary>
    private static List<string> Hosts(IConfiguration configuration, string? baseUrl)
    {
        if (configuration["AllowedHosts"] is { Length: > 0 } set && set != "*")
            return [.. set.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var named = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Append(baseUrl ?? "")
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : null).OfType<string>().Where(host => host is not ("0.0.0.0" or "[::]"));
        return [.. named.Concat(["localhost", "127.0.0.1", "[::1]"]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
