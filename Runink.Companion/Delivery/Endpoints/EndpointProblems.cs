using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Endpoints;

/// <summary>What registered endpoints cannot mean, each with the name of its setting.</summary>
internal static partial class EndpointProblems
{
    private const string Section = "Delivery:Endpoints";

    public static IEnumerable<string> Of(IReadOnlyDictionary<string, EndpointOptions> endpoints) =>
        endpoints.SelectMany(one => OfOne(one.Key, one.Value).Select(problem => $"{Section}:{one.Key}:{problem}"))
            .Concat(endpoints.Where(one => one.Value.Kind == EndpointKind.Sms).Skip(1).Select(one => $"{Section}:{one.Key}:Kind: one provider of text messages is enough; a message names a phone number and not a provider."))
            .Concat(endpoints.Where(one => one.Value is { Kind: EndpointKind.Fhir, Fhir.TakesTasks: true }).Skip(1).Select(one => $"{Section}:{one.Key}:Fhir:TakesTasks: one record system takes the tasks of triggers; say false here or at the other."))
            .Concat(endpoints.Where(one => one.Value.Fhir.FallbackMllp is { Length: > 0 } other && !(endpoints.GetValueOrDefault(other) is { Kind: EndpointKind.Mllp }))
                .Select(one => $"{Section}:{one.Key}:Fhir:FallbackMllp: {one.Value.Fhir.FallbackMllp} is no endpoint of kind mllp."));

    private static IEnumerable<string> OfOne(string name, EndpointOptions endpoint)
    {
        if (!Name().IsMatch(name))
            yield return "a name is letters, digits, - and _, at most 60 of them.";
        if (endpoint.Kind is not { } kind)
        {
            yield return $"Kind: one of {string.Join(", ", Enum.GetNames<EndpointKind>()).ToLowerInvariant()}.";
            yield break;
        }

        if (endpoint.Timeout < TimeSpan.FromSeconds(1) || endpoint.Timeout > TimeSpan.FromMinutes(2))
            yield return "Timeout: from 00:00:01 to 00:02:00.";
        if (AddressProblem(kind, endpoint) is { } address)
            yield return address;
        if (OutsideTrust.Problem(endpoint.Authorities) is { } authorities)
            yield return authorities;
        foreach (var problem in SecretProblems(kind, endpoint).Concat(kind switch
        {
            EndpointKind.Slack => endpoint.Slack.Problems(),
            EndpointKind.Teams => endpoint.Teams.Problems(endpoint),
            EndpointKind.Sms => endpoint.Sms.Problems(endpoint),
            EndpointKind.Mllp => endpoint.Mllp.Problems(endpoint.MayCarryPhi),
            EndpointKind.Fhir => endpoint.Fhir.Problems(endpoint),
            EndpointKind.Crm => endpoint.Crm.Problems(),
            _ => [],
        }))
            yield return problem;
    }

    private static string? AddressProblem(EndpointKind kind, EndpointOptions endpoint) => (kind, endpoint.Address) switch
    {
        (EndpointKind.Slack, null) => null,
        (_, null or { IsAbsoluteUri: false }) => "Address: say where it is.",
        (EndpointKind.Crm, { AbsolutePath: var path }) when !path.EndsWith('/') => "Address: the place below which objects are, with a slash at its end.",
        (_, { UserInfo.Length: > 0 }) => "Address: a password in an address ends up in logs; there is Secret for it.",
        (EndpointKind.Mllp, { Scheme: "mllp" or "mllps", Port: > 0 }) => null,
        (EndpointKind.Mllp, _) => "Address: like mllp://ehr.hospital.example:2575, or mllps:// with TLS.",
        (_, { Scheme: "https" }) => null,
        (_, { Scheme: "http" }) when endpoint.AllowPrivate => null,
        _ => "Address: an address that begins with https://; http:// only with AllowPrivate.",
    };

    private static IEnumerable<string> SecretProblems(EndpointKind kind, EndpointOptions endpoint)
    {
        // A key that is shorter than its hash is the weakest part of a signature.
        if (kind == EndpointKind.Webhook && endpoint.ReadSecret() is { Length: < 32 })
            yield return "Secret: at least 32 letters, as from: openssl rand -hex 32.";
        if (SecretSetting.Problem("Secret", endpoint.Secret, endpoint.SecretFile, kind is EndpointKind.Webhook or EndpointKind.Slack or EndpointKind.Crm) is { } secret)
            yield return secret;
        if (SecretSetting.Problem("PreviousSecret", endpoint.PreviousSecret, endpoint.PreviousSecretFile, false) is { } previous)
            yield return previous;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,60}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
