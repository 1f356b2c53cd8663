using Microsoft.Extensions.Options;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Endpoints;

/// <summary>An endpoint with its name.</summary>
public sealed record NamedEndpoint(string Name, EndpointOptions Options)
{
    public string Kind => KindName(Options.Kind!.Value);

    public OutsidePlace Place => new(Name, Options.Address, Options.AllowPrivate, Options.Authorities, Options.Timeout);

    public SmartClient Smart => new(Place, Options.ReadSecret(), Options.Fhir.ClientId, Options.Fhir.KeyId, Options.Fhir.TokenAddress, Options.Fhir.Scope);

    public static string KindName(EndpointKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>The endpoints that the settings name.</summary>
public sealed class EndpointBook(IOptions<DeliveryOptions> options)
{
    public IReadOnlyList<NamedEndpoint> All { get; } =
        [.. options.Value.Endpoints.Where(one => one.Value.Kind is not null).Select(one => new NamedEndpoint(one.Key, one.Value)).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];

    /// <exception cref="DeliveryException">There is none, for good.</exception>
    public NamedEndpoint Of(EndpointKind kind, string name) =>
        All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            { } found when found.Options.Kind == kind => found,
            { } other => throw new DeliveryException(DeliveryFault.Permanent, $"The endpoint {other.Name} is of kind {other.Kind}, not {NamedEndpoint.KindName(kind)}."),
            null => throw new DeliveryException(DeliveryFault.Permanent, $"No endpoint is registered as {name}: an administrator sets Delivery:Endpoints:{name}."),
        };

    /// <exception cref="DeliveryException">There is none, for good.</exception>
    public NamedEndpoint Only(EndpointKind kind) => All.FirstOrDefault(one => one.Options.Kind == kind)
        ?? throw new DeliveryException(DeliveryFault.Permanent, $"No endpoint of kind {NamedEndpoint.KindName(kind)} is registered under Delivery:Endpoints.");

    /// <summary>For a program without doors, which opens work that the running one delivers.</summary>
    public static RegisteredEndpoints RegisteredIn(IConfiguration configuration) => new EndpointBook(Microsoft.Extensions.Options.Options.Create(configuration.GetSection("Delivery").Get<DeliveryOptions>() ?? new DeliveryOptions())).Registered;

    /// <summary>Where people are reached, as <see cref="Domain.Teams.Directory.Sends"/> says it: mail always goes out, text messages where there is a provider.</summary>
    public IEnumerable<string> Reachable => All.Select(one => one.Options.Kind == EndpointKind.Sms ? one.Kind : $"{one.Kind}:{one.Name}").Append("email").Distinct(StringComparer.Ordinal);

    /// <summary>What the domain knows of them.</summary>
    public RegisteredEndpoints Registered => new(All.Select(one => new RegisteredEndpoint(one.Name, one.Kind, one.Options.MayCarryPhi, one.Options is { Kind: EndpointKind.Fhir, Fhir.TakesTasks: true })));
}
