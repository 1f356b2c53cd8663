using System.ComponentModel.DataAnnotations;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>The hospital's identity provider. Settings under <c>AzureAd</c>, whichever product it is.</summary>
public sealed class ProviderOptions
{
    public const string Section = "AzureAd";

    /// <summary>Empty: none; <c>EntraId</c>: Microsoft; <c>Oidc</c>: any other that speaks OpenID Connect.</summary>
    [AllowedValues("", "EntraId", "Oidc", ErrorMessage = "EntraId, Oidc or nothing.")]
    public string Kind { get; set; } = "";

    /// <summary>With EntraId: where Microsoft signs people in.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    public string TenantId { get; set; } = "";

    /// <summary>With Oidc: the issuer, below which <c>.well-known/openid-configuration</c> is.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    public string CallbackPath { get; set; } = "/signin-oidc";

    /// <summary>Whom access tokens for the API are made out to; empty: the client id.</summary>
    public string Audience { get; set; } = "";

    public string[] Scopes { get; set; } = [];

    /// <summary>How strongly people must have signed in there (<c>acr</c>): one of these, asked for and required; empty: however the provider does it.</summary>
    public string[] AcrValues { get; set; } = [];

    public string NameClaim { get; set; } = "name";

    /// <summary>Roles and groups; each value means what <c>Provisioning:Groups</c> says, or the role of its name.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Units on which roles hold that name none; absent: the whole hospital.</summary>
    public string UnitClaim { get; set; } = "units";

    /// <summary>What never changes about a person; <c>oid</c> with EntraId unless set.</summary>
    public string? PersonClaim { get; set; }

    public string LoginClaim { get; set; } = "preferred_username";

    /// <summary>Who is known here by login and was never at the provider is the person that the provider calls so. Not where people may rename themselves there.</summary>
    public bool LinkByLogin { get; set; } = true;

    /// <summary>Whoever the provider gives a role is made a person here at the first sign-in.</summary>
    public bool CreatePeople { get; set; } = true;

    public bool IsSet => Kind.Length > 0;

    public string Person => PersonClaim is { Length: > 0 } named ? named : Kind == "EntraId" ? "oid" : "sub";

    public string Recipient => Audience.Length > 0 ? Audience : ClientId;

    public bool IsStrongEnough(string? acr) => AcrValues.Length == 0 || AcrValues.Contains(acr, StringComparer.Ordinal);

    public IEnumerable<string> Problems()
    {
        if (!IsSet)
            yield break;
        if (ClientId.Length == 0)
            yield return "AzureAd:ClientId: say under which id this app is registered at the provider.";
        if (Kind == "EntraId" && TenantId.Length == 0)
            yield return "AzureAd:TenantId: say which tenant of Entra ID the hospital's people are in.";
        if (Kind == "Oidc" && !(Uri.TryCreate(Authority, UriKind.Absolute, out var at) && (at.Scheme == Uri.UriSchemeHttps || at.IsLoopback)))
            yield return "AzureAd:Authority: say the provider's issuer, an address that begins with https://.";
        if (!CallbackPath.StartsWith('/'))
            yield return "AzureAd:CallbackPath: a path on this site, beginning with /.";
    }
}

/// <summary>One entry of <c>Provisioning:Groups</c>.</summary>
public sealed class GroupOptions
{
    public string Group { get; set; } = "";

    public Role? Role { get; set; }

    public string? Unit { get; set; }

    public string? Team { get; set; }

    // One by one: a list as a whole leaves out what it cannot read, without a word.
    private static List<GroupOptions> All(IConfiguration configuration) => [.. configuration.GetSection("Provisioning:Groups").GetChildren().Select(one => one.Get<GroupOptions>() ?? new GroupOptions())];

    public static GroupMeanings Read(IConfiguration configuration) => new(
        [.. All(configuration).Select(one => new GroupMeaning(one.Group, one.Role, one.Unit is { Length: > 0 } unit ? unit : null, one.Team is { Length: > 0 } team ? team : null))]);

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        List<GroupOptions> all;
        string? wrong = null;
        try
        {
            all = All(configuration);
        }
        catch (InvalidOperationException problem)
        {
            (all, wrong) = ([], problem.Message);
        }

        if (wrong is not null)
            yield return $"Provisioning:Groups: {wrong}";
        foreach (var one in all.Where(one => one.Group.Length == 0 || (one.Role is null && one.Team is not { Length: > 0 })))
            yield return $"Provisioning:Groups: {(one.Group.Length == 0 ? "an entry names no Group" : $"{one.Group} means neither a Role nor a Team")}.";
    }
}
