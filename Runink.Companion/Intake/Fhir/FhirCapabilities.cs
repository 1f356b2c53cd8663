using System.Text.Json.Nodes;
using Runink.Domain.Intake.Fhir;

namespace Runink.Companion.Intake.Fhir;

/// <summary>The CapabilityStatement: what is read, kept and searched here, and nothing more.</summary>
internal static class FhirCapabilities
{
    private static readonly (string Type, string[] Search)[] Resources =
    [
        ("Patient", ["_id:token", "identifier:token", "family:string", "given:string", "name:string", "birthdate:date", "gender:token"]),
        ("Encounter", ["_id:token", "patient:reference", "subject:reference", "status:token"]),
        ("Observation", ["_id:token", "patient:reference", "subject:reference", "code:token", "date:date", "status:token"]),
    ];

    public static string Write(DateTimeOffset now) => new JsonObject
    {
        ["resourceType"] = "CapabilityStatement",
        ["status"] = "active",
        ["date"] = FhirTime.Format(now),
        ["kind"] = "instance",
        ["software"] = new JsonObject { ["name"] = "Runink Companion" },
        ["implementation"] = new JsonObject { ["description"] = "Runink Companion" },
        ["fhirVersion"] = "4.0.1",
        ["format"] = new JsonArray("application/fhir+json", "json"),
        ["rest"] = new JsonArray(new JsonObject
        {
            ["mode"] = "server",
            ["documentation"] = "Patient, Encounter and Observation are read; other R4 resources are kept as posted.",
            ["security"] = new JsonObject { ["description"] = "Authorization: Bearer with an API key." },
            ["interaction"] = new JsonArray(new JsonObject { ["code"] = "transaction" }, new JsonObject { ["code"] = "batch" }),
            ["resource"] = new JsonArray([.. Resources.Select(resource => (JsonNode)new JsonObject
            {
                ["type"] = resource.Type,
                ["interaction"] = new JsonArray([.. new[] { "read", "create", "update", "search-type" }.Select(code => (JsonNode)new JsonObject { ["code"] = code })]),
                ["versioning"] = "versioned",
                ["conditionalCreate"] = true,
                ["searchParam"] = new JsonArray([.. resource.Search.Select(parameter => (JsonNode)new JsonObject
                {
                    ["name"] = parameter.Split(':')[0],
                    ["type"] = parameter.Split(':')[1],
                })]),
            })]),
        }),
    }.ToJsonString();
}
