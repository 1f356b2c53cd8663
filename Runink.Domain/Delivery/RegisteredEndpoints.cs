namespace Runink.Domain.Delivery;

/// <param name="Kind">Which channel speaks with it: <c>webhook</c>, <c>slack</c>, <c>teams</c>, <c>sms</c>, <c>mllp</c>, <c>fhir</c> or <c>crm</c>.</param>
/// <param name="MayCarryPhi">An administrator said that texts with values of a patient may go there.</param>
/// <param name="TakesEhrTasks">Tasks for the record system go there.</param>
public sealed record RegisteredEndpoint(string Name, string Kind, bool MayCarryPhi, bool TakesEhrTasks);

/// <summary>Servers outside that an administrator registered. Triggers name them and never know an address.</summary>
public sealed class RegisteredEndpoints(IEnumerable<RegisteredEndpoint> endpoints)
{
    private readonly Dictionary<string, RegisteredEndpoint> byName = endpoints.ToDictionary(endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase);

    public static RegisteredEndpoints None { get; } = new([]);

    public IEnumerable<string> Names => byName.Keys;

    public RegisteredEndpoint? ForEhrTasks => byName.Values.FirstOrDefault(endpoint => endpoint.TakesEhrTasks);

    public RegisteredEndpoint? Find(string name) => byName.GetValueOrDefault(name);
}
