using System.Text.Json;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>How a record system can be told, the best first.</summary>
public enum FhirRung
{
    Task,
    Communication,
    DocumentReference,
    MllpDocument,
    Message,

    /// <summary>There is no way.</summary>
    None,
}

/// <summary>What a record system can do for us.</summary>
/// <param name="ReadsTasks">What became of a Task there can be asked.</param>
/// <param name="UpdatesTasks">A Task there can be closed when the work is closed here.</param>
public sealed record FhirAbility(FhirRung Rung, bool ReadsTasks, bool UpdatesTasks);

/// <summary>Which rung of the ladder holds: by what the record system says that it can do (its CapabilityStatement), and by what is set.</summary>
internal static class FhirLadder
{
    public static FhirAbility Decide(JsonElement capabilities, FhirOptions options) => new(RungOf(capabilities, options), Can(capabilities, "Task", "read"), Can(capabilities, "Task", "read") && Can(capabilities, "Task", "update"));

    private static FhirRung RungOf(JsonElement capabilities, FhirOptions options) =>
        Can(capabilities, "Task", "create") ? FhirRung.Task
        : Can(capabilities, "Communication", "create") && options.Recipient.Length > 0 ? FhirRung.Communication
        : Can(capabilities, "DocumentReference", "create") ? FhirRung.DocumentReference
        : options.FallbackMllp.Length > 0 ? FhirRung.MllpDocument
        : options.FallbackMail.Length > 0 ? FhirRung.Message
        : FhirRung.None;

    /// <summary>What an administrator should know of it.</summary>
    public static string Words(FhirAbility ability) => ability.Rung switch
    {
        FhirRung.Task when ability.UpdatesTasks => "A Task on its worklist; its status there is read again for a week, and it is closed there when the work is closed here.",
        FhirRung.Task => ability.ReadsTasks ? "A Task on its worklist; its status there is read again for a week. It must be closed there by hand: it lets nobody change Tasks." : "A Task on its worklist. Its status there does not come back: it lets nobody read Tasks.",
        FhirRung.Communication => "A Communication to the recipient that is set. It takes no Task, so nobody owns it there and no status comes back.",
        FhirRung.DocumentReference => "A document in the chart. It takes neither Task nor Communication, so nobody is told there and no status comes back.",
        FhirRung.MllpDocument => "A document over HL7 v2. Nothing can be made over FHIR, so nobody owns it there and no status comes back.",
        FhirRung.Message => "A message to those who are set. Nothing reaches the record system itself.",
        FhirRung.None => "Nothing can be written there: it takes no Task, Communication or DocumentReference, and no other way is set.",
    };

    private static bool Can(JsonElement capabilities, string type, string interaction) =>
        Items(capabilities, "rest").SelectMany(rest => Items(rest, "resource")).Any(resource =>
            resource.TryGetProperty("type", out var name) && name.GetString() == type
            && Items(resource, "interaction").Any(one => one.TryGetProperty("code", out var code) && code.GetString() == interaction));

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}
