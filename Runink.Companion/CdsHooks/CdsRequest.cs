using System.Globalization;
using System.Text.Json;
using Runink.Domain.Foundation;

namespace Runink.Companion.CdsHooks;

/// <summary>A number of the patient, as the record system's resource has it.</summary>
internal sealed record CdsIdentifier(string? System, string Value, bool IsRecordNumber);

/// <summary>What a hook says: whose chart, and as far as it was sent along, who that is.</summary>
/// <param name="BornOn">As prefetched; what we know must not contradict it.</param>
internal sealed record CdsRequest(string PatientId, IReadOnlyList<CdsIdentifier> Identifiers, DateOnly? BornOn)
{
    public static Outcome<CdsRequest> Read(CdsService service, JsonElement body)
    {
        if (Text(body, "hook") != service.Hook)
            return new Refusal("invalid-address", $"This service is for the hook {service.Hook}.");
        if (!Guid.TryParse(Text(body, "hookInstance"), out _))
            return new Refusal("invalid-address", "hookInstance is a UUID.");
        if (body.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object && Text(context, "patientId") is { Length: > 0 and < 200 } patient)
            return new CdsRequest(patient.StartsWith("Patient/", StringComparison.Ordinal) ? patient["Patient/".Length..] : patient, Identified(body, out var born), born);
        return new Refusal("invalid-address", "context.patientId says whose chart it is.");
    }

    private static List<CdsIdentifier> Identified(JsonElement body, out DateOnly? born)
    {
        born = null;
        if (!body.TryGetProperty("prefetch", out var prefetch) || prefetch.ValueKind != JsonValueKind.Object
            || !prefetch.TryGetProperty("patient", out var patient) || patient.ValueKind != JsonValueKind.Object)
            return [];
        if (DateOnly.TryParseExact(Text(patient, "birthDate"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            born = day;
        return !patient.TryGetProperty("identifier", out var all) || all.ValueKind != JsonValueKind.Array ? []
            :
            [
                .. from identifier in all.EnumerateArray()
                where identifier.ValueKind == JsonValueKind.Object
                let value = Text(identifier, "value")
                where !string.IsNullOrEmpty(value)
                select new CdsIdentifier(Text(identifier, "system"), value, IsRecordNumber(identifier)),
            ];
    }

    private static bool IsRecordNumber(JsonElement identifier) =>
        identifier.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Object && type.TryGetProperty("coding", out var codings) && codings.ValueKind == JsonValueKind.Array
        && codings.EnumerateArray().Any(coding => coding.ValueKind == JsonValueKind.Object && Text(coding, "code") == "MR");

    internal static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
