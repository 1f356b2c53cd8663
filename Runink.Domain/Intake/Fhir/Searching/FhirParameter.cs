using System.Collections.Concurrent;
using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>One search parameter of one type, as the standard's own table has it.</summary>
public sealed class FhirParameter
{
    private static readonly (string Name, SearchParamType Kind, string Expression)[] OfEveryResource =
    [
        ("_tag", SearchParamType.Token, "Resource.meta.tag"), ("_security", SearchParamType.Token, "Resource.meta.security"),
        ("_profile", SearchParamType.Uri, "Resource.meta.profile"), ("_source", SearchParamType.Uri, "Resource.meta.source"),
    ];

    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, FhirParameter>> Tables = new(StringComparer.Ordinal);

    private static readonly ILookup<string?, SearchParamDefinition> Definitions = ModelInfo.SearchParameters.ToLookup(parameter => parameter.Resource);

    private readonly FhirPath path;

    private FhirParameter(string name, SearchParamType kind, FhirPath path, IReadOnlyList<string> targets, string? url) =>
        (Name, Kind, this.path, Targets, Url) = (name, kind, path, targets, url);

    public string Name { get; }

    public SearchParamType Kind { get; }

    /// <summary>Types that a reference may point to.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>The standard's definition of it.</summary>
    public string? Url { get; }

    /// <summary>Whether it says whom the resource belongs to; that is a column of its own and not indexed again.</summary>
    public bool IsOwner => Kind == SearchParamType.Reference && path.IsOwner;

    /// <summary>The parameters of a type that can be searched by; those of the standard that are missing here are refused by name.</summary>
    public static FrozenDictionary<string, FhirParameter> Of(string type) => Tables.GetOrAdd(type, Read);

    /// <summary>Whether the standard knows it, though it may not be understood here.</summary>
    public static bool IsStandard(string type, string name) => Definitions[type].Any(parameter => parameter.Name == name);

    /// <summary>Whether its expression is left to the general evaluation.</summary>
    internal bool IsGeneral => path.IsGeneral;

    public IEnumerable<Base> Values(Resource resource) => (Name, resource) switch
    {
        // The standard's expression is silent about a date of death, which says it as well.
        ("deceased", Patient patient) => [new FhirBoolean(patient.Deceased is FhirDateTime or FhirBoolean { Value: true })],
        _ => path.Values(resource),
    };

    private static FrozenDictionary<string, FhirParameter> Read(string type)
    {
        var own = Definitions[type]
            .Where(parameter => parameter is { Name: not null, Expression: not null } && parameter.Type is not (SearchParamType.Composite or SearchParamType.Special))
            .Select(parameter => Make(type, parameter.Name!, parameter.Type, parameter.Expression!, [.. (parameter.Target ?? []).Select(target => target.ToString())], parameter.Url));
        return own.Concat(OfEveryResource.Select(parameter => Make(type, parameter.Name, parameter.Kind, parameter.Expression, [], null)))
            .OfType<FhirParameter>().DistinctBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(parameter => parameter.Name, StringComparer.Ordinal);
    }

    private static FhirParameter? Make(string type, string name, SearchParamType kind, string expression, string[] targets, string? url)
    {
        if (FhirPath.Compile(type, expression) is not { } path)
            return null;
        // "patient" shares its definition among types; where the expression filters by Patient, only patients are meant.
        return new FhirParameter(name, kind, path, name == "patient" ? ["Patient"] : targets, url);
    }
}
