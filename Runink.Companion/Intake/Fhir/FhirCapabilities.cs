using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;

namespace Runink.Companion.Intake.Fhir;

/// <summary>The CapabilityStatement, made from the table of routes that is mapped and the table of parameters that is searched by.</summary>
internal static class FhirCapabilities
{
    private static readonly Lazy<IReadOnlyList<CapabilityStatement.ResourceComponent>> Resources = new(() => [.. ModelInfo.SupportedResources.Where(FhirParser.IsType).Order(StringComparer.Ordinal).Select(Resource)]);

    public static string Write(DateTimeOffset now, string own) => FhirWriter.ToJson(new CapabilityStatement
    {
        Status = PublicationStatus.Active,
        Date = FhirTime.Format(now),
        Kind = CapabilityStatementKind.Instance,
        Software = new CapabilityStatement.SoftwareComponent { Name = "Runink Companion" },
        Implementation = new CapabilityStatement.ImplementationComponent { Description = "Runink Companion", Url = own.TrimEnd('/') },
        FhirVersion = FHIRVersion.N4_0_1,
        Format = ["application/fhir+json", "application/fhir+xml", "json", "xml"],
        PatchFormat = ["application/json-patch+json"],
        Rest =
        [
            new CapabilityStatement.RestComponent
            {
                Mode = CapabilityStatement.RestfulCapabilityMode.Server,
                Documentation = "Patient, Encounter and Observation are acted on; other resources are validated and kept. Search parameters that are not listed are refused by name.",
                Security = new CapabilityStatement.SecurityComponent { Description = "Authorization: Bearer with an API key." },
                Resource = [.. Resources.Value],
                Interaction = [.. FhirRoutes.All.Where(route => route.Level == FhirLevel.System).Select(route => route.Code).OfType<string>().Distinct(StringComparer.Ordinal)
                    .Select(code => new CapabilityStatement.SystemInteractionComponent { CodeElement = new Code<CapabilityStatement.SystemRestfulInteraction> { JsonValue = code } })],
            },
        ],
    });

    private static CapabilityStatement.ResourceComponent Resource(string type)
    {
        var parameters = FhirParameter.Of(type).Values.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ToList();
        var routes = FhirRoutes.All.Where(route => route.Level != FhirLevel.System && (route.Only is null || route.Only == type)
            && (type != "Subscription" || route is { Code: "create" or "read" or "search-type" } or { Operation: not null } or { Level: FhirLevel.Instance, Code: "delete" })).ToList();
        return new CapabilityStatement.ResourceComponent
        {
            TypeElement = new Code<ResourceType> { JsonValue = type },
            Interaction = [.. routes.Select(route => route.Code).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(code => new CapabilityStatement.ResourceInteractionComponent { CodeElement = new Code<CapabilityStatement.TypeRestfulInteraction> { JsonValue = code } })],
            Versioning = CapabilityStatement.ResourceVersionPolicy.Versioned,
            ReadHistory = routes.Exists(route => route.Code == "vread"),
            UpdateCreate = true,
            ConditionalCreate = routes.Exists(route => route.Code == "create"),
            ConditionalRead = CapabilityStatement.ConditionalReadStatus.FullSupport,
            ConditionalUpdate = routes.Exists(route => route is { Level: FhirLevel.Type, Code: "update" }),
            ConditionalDelete = routes.Exists(route => route is { Level: FhirLevel.Type, Code: "delete" }) ? CapabilityStatement.ConditionalDeleteStatus.Single : CapabilityStatement.ConditionalDeleteStatus.NotSupported,
            ReferencePolicy = [CapabilityStatement.ReferenceHandlingPolicy.Literal, CapabilityStatement.ReferenceHandlingPolicy.Local],
            SearchInclude = [.. parameters.Where(parameter => parameter.Kind == SearchParamType.Reference).Select(parameter => (string?)$"{type}:{parameter.Name}")],
            SearchParam =
            [
                new CapabilityStatement.SearchParamComponent { Name = "_id", Type = SearchParamType.Token },
                new CapabilityStatement.SearchParamComponent { Name = "_lastUpdated", Type = SearchParamType.Date },
                .. parameters.Select(parameter => new CapabilityStatement.SearchParamComponent { Name = parameter.Name, Type = parameter.Kind, Definition = parameter.Url }),
            ],
            Operation = [.. routes.Where(route => route.Operation is not null).DistinctBy(route => route.Operation, StringComparer.Ordinal)
                .Select(route => new CapabilityStatement.OperationComponent { Name = route.Operation, Definition = route.Definition ?? $"http://hl7.org/fhir/OperationDefinition/{type}-{route.Operation}" })],
        };
    }
}
