using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Writes resources as JSON and XML.</summary>
public static class FhirWriter
{
    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        .ForFhir(ModelInfo.ModelInspector).UsingMode(DeserializationMode.Ostrich);

    private static readonly FhirJsonSerializer Json = new();
    private static readonly FhirXmlSerializer Xml = new();

    public static string ToJson(Resource resource) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(resource, Options));

    /// <param name="filter">Which elements are written: those of a summary, or those asked for.</param>
    public static string ToJson(Resource resource, Func<SerializationFilter> filter) => Json.SerializeToString(resource, false, filter);

    public static string ToXml(Resource resource) => Xml.SerializeToString(resource);
}
