using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Runink.Companion.Hosting.Access.BreakGlass;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>Sign-in through the hospital's identity provider, and its access tokens at the API.</summary>
public static class ProviderSetup
{
    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder builder, IConfiguration configuration, ProviderOptions provider, string? baseUrl)
    {
        if (!provider.IsSet)
            return builder;
        builder.Services.AddSingleton<ProviderPeople>();
        builder.Services.AddSingleton<BackchannelSignOut>();
        var section = configuration.GetSection(ProviderOptions.Section);
        if (provider.Kind == "EntraId")
        {
            builder.AddMicrosoftIdentityWebApp(section, OpenIdConnectDefaults.AuthenticationScheme, cookieScheme: null);
            builder.AddMicrosoftIdentityWebApi(section);
        }
        else
        {
            builder.AddOpenIdConnect(options =>
            {
                options.Authority = provider.Authority;
                options.ClientId = provider.ClientId;
                options.ClientSecret = provider.ClientSecret;
                options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
            });
            builder.AddJwtBearer(options =>
            {
                options.Authority = provider.Authority;
                options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
            });
        }

        builder.Services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options => Adjust(options, provider, baseUrl));
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => Adjust(options, provider));
        return builder;
    }

    private static void Adjust(OpenIdConnectOptions options, ProviderOptions provider, string? baseUrl)
    {
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.SignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.CallbackPath = provider.CallbackPath;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = provider.Kind == "Oidc";
        options.TokenValidationParameters.NameClaimType = provider.NameClaim;
        options.TokenValidationParameters.RoleClaimType = provider.RoleClaim;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        options.Scope.Add("profile");
        options.Scope.Add("email");
        foreach (var scope in provider.Scopes)
            options.Scope.Add(scope);
        foreach (var claim in new[] { provider.NameClaim, provider.RoleClaim, provider.UnitClaim, provider.LoginClaim, "email" })
            options.ClaimActions.MapJsonKey(claim, claim);
        if (baseUrl is null || !baseUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            // Without TLS, on loopback, a browser keeps no Secure cookie and sends none with a form from elsewhere.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
                (cookie.SecurePolicy, cookie.SameSite) = (CookieSecurePolicy.SameAsRequest, SameSiteMode.Lax);
        }
        else
        {
            foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
                cookie.SecurePolicy = CookieSecurePolicy.Always;
        }

        var before = options.Events.OnRedirectToIdentityProvider;
        options.Events.OnRedirectToIdentityProvider = async context =>
        {
            await before(context);
            if (provider.AcrValues.Length > 0)
                context.ProtocolMessage.AcrValues = string.Join(' ', provider.AcrValues);
            if (context.Properties.Items.ContainsKey(ProviderSession.Confirms))
                (context.ProtocolMessage.Prompt, context.ProtocolMessage.MaxAge) = ("login", "0");
            // Behind a proxy the address that people see is the one of the settings.
            if (baseUrl is not null && new Uri(baseUrl) is { IsLoopback: false } site)
                context.ProtocolMessage.RedirectUri = new Uri(site, provider.CallbackPath).ToString();
        };
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            if (context.Properties.GetParameter<string>(ProviderSession.Hint) is { } token)
                context.ProtocolMessage.IdTokenHint = token;
            if (baseUrl is not null && new Uri(baseUrl) is { IsLoopback: false } site)
                context.ProtocolMessage.PostLogoutRedirectUri = new Uri(site, options.SignedOutCallbackPath).ToString();
            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = ProviderSession.ReceiveAsync;
        var validated = options.Events.OnTokenValidated;
        options.Events.OnTokenValidated = async context =>
        {
            // The framework trusts the connection for a token that comes straight from the provider, and would take one without a signature.
            if (context.SecurityToken.SignatureAlgorithm is null or "none")
            {
                context.Fail("The identity token is not signed.");
                return;
            }

            if (!provider.IsStrongEnough(context.SecurityToken.Payload.Acr))
            {
                context.Fail("The provider did not ask for as much as the settings require.");
                return;
            }

            await validated(context);
        };
        options.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            if (IsUnknownKey(context.Failure) && context.Properties?.Items.ContainsKey(ProviderSession.Again) != true)
            {
                // The provider exchanged its keys: they are read anew, and the person, whom it still knows, comes round once more.
                options.ConfigurationManager = NewConfiguration(options);
                context.Response.Redirect($"/sign-in/provider?again=true&returnUrl={Uri.EscapeDataString(context.Properties?.RedirectUri ?? "/")}");
            }
            else
            {
                context.Response.Redirect("/sign-in?refused=provider");
            }

            return Task.CompletedTask;
        };
    }

    private static bool IsUnknownKey(Exception? failure) =>
        failure is not null && (failure is SecurityTokenSignatureKeyNotFoundException || IsUnknownKey(failure.InnerException));

    private static ConfigurationManager<OpenIdConnectConfiguration> NewConfiguration(OpenIdConnectOptions options) => new(
        options.MetadataAddress!, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata })
    {
        RefreshInterval = options.RefreshInterval, AutomaticRefreshInterval = options.AutomaticRefreshInterval,
    };

    private static void Adjust(JwtBearerOptions options, ProviderOptions provider)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ValidateAudience = true;
        options.TokenValidationParameters.ValidAudience = provider.Recipient;
        options.TokenValidationParameters.ValidAudiences = provider.Kind == "EntraId" ? [provider.Recipient, $"api://{provider.ClientId}"] : [provider.Recipient];
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        var before = options.Events?.OnTokenValidated;
        options.Events ??= new JwtBearerEvents();
        options.Events.OnTokenValidated = async context =>
        {
            if (before is not null)
                await before(context);
            var services = context.HttpContext.RequestServices;
            if (!provider.IsStrongEnough(context.Principal?.FindFirstValue("acr")))
            {
                context.Fail("The provider did not ask for as much as the settings require.");
                return;
            }

            // A token opens what the person may do now; it makes nobody a person and gives no role.
            var known = context.Principal?.FindFirstValue(provider.Person) is { Length: > 0 } subject ? services.GetRequiredService<PeopleDirectory>().BySubject(subject) : null;
            if (known is not { Person.IsActive: true })
            {
                context.Fail("The token's owner is nobody here.");
                return;
            }

            // Not when the token was made: a program makes itself a new one without anybody there.
            var proven = long.TryParse(context.Principal!.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.UnixEpoch;
            context.Principal = (Caller.Of(known.Person, known.Roles, null, proven) with { Opened = context.HttpContext.RequestServices.GetRequiredService<OpenedPatients>().Of(known.Person.Id) }).Principal(JwtBearerDefaults.AuthenticationScheme);
        };
        options.Events.OnAuthenticationFailed = context =>
        {
            context.Fail("The token cannot be trusted.");
            return Task.CompletedTask;
        };
        options.Events.OnChallenge = context =>
        {
            context.HandleResponse();
            return ApiKeyHandler.ChallengeAsync(context.HttpContext);
        };
    }
}
