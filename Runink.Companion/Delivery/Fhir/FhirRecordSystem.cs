using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Fhir;

/// <param name="Why">In the words of whoever changed it: they may be about the patient.</param>
/// <param name="Business">Codes of its business status.</param>
/// <param name="Start">When it is to be done, where that is said with a time.</param>
public sealed record TaskReading(string Status, string? Why, IReadOnlyList<string> Business, DateTimeOffset? Start);

/// <summary>Speaks FHIR R4 with a record system: what it can do, who a patient is there, and what is made.</summary>
public sealed class FhirRecordSystem(OutsideHttp http, SmartTokens tokens, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (FhirAbility Ability, DateTimeOffset At)> probed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was found last; null when nobody has asked yet.</summary>
    public FhirAbility? Known(NamedEndpoint endpoint) => probed.TryGetValue(endpoint.Name, out var known) ? known.Ability : null;

    /// <summary>Asks for its CapabilityStatement, at most once an hour.</summary>
    public async Task<FhirAbility> ProbeAsync(NamedEndpoint endpoint, CancellationToken cancel)
    {
        if (probed.TryGetValue(endpoint.Name, out var known) && time.GetUtcNow() - known.At < Fresh)
            return known.Ability;
        using var request = Request(endpoint, HttpMethod.Get, "metadata");
        // It may list more than is read of other answers; where it is cut it cannot be understood, and is said to be so.
        var answer = await http.SendAsync(endpoint.Place, request, MostOfCapabilities, cancel);
        answer.OrThrow(endpoint.Name);
        var ability = FhirLadder.Decide(JsonAnswer.Read(endpoint.Name, answer.Body), endpoint.Options.Fhir);
        probed[endpoint.Name] = (ability, time.GetUtcNow());
        return ability;
    }

    /// <summary>The patient's address there.</summary>
    /// <exception cref="DeliveryException">It knows none, or more than one, with this number.</exception>
    public async Task<string> PatientAsync(NamedEndpoint endpoint, OutsidePatient about, CancellationToken cancel)
    {
        var system = endpoint.Options.Fhir.Systems.GetValueOrDefault(about.Number.System) ?? about.Number.System;
        using var request = Request(endpoint, HttpMethod.Get, $"Patient?identifier={Uri.EscapeDataString($"{system}|{about.Number.Value}")}&_count=2&_elements=id");
        var json = JsonAnswer.Read(endpoint.Name, (await AskAsync(endpoint, request, cancel)).Body);
        var found = json.TryGetProperty("entry", out var entries) && entries.ValueKind == JsonValueKind.Array
            ? entries.EnumerateArray().Where(entry => JsonAnswer.At(entry, "resource.resourceType") == "Patient").Select(entry => JsonAnswer.At(entry, "resource.id")).OfType<string>().ToList()
            : [];
        return found is [var only] ? $"Patient/{only}"
            : throw new DeliveryException(DeliveryFault.Permanent, found.Count == 0 ? $"{endpoint.Name} knows no patient with this number of {system}." : $"{endpoint.Name} knows more than one patient with this number.");
    }

    /// <summary>Makes it, unless an attempt before this one did (If-None-Exist).</summary>
    /// <returns>The address of the new resource, or of that one.</returns>
    public async Task<string> CreateAsync(NamedEndpoint endpoint, JsonObject resource, string key, CancellationToken cancel)
    {
        var type = (string)resource["resourceType"]!;
        using var request = Request(endpoint, HttpMethod.Post, type);
        request.Content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        request.Headers.Add("If-None-Exist", $"identifier={Uri.EscapeDataString($"{FhirWork.KeySystem}|{key}")}");
        request.Headers.Add("Prefer", "return=minimal");
        return Place(type, await AskAsync(endpoint, request, cancel));
    }

    /// <summary>Makes it, or changes the one that has this identifier: a copy of the same changes nothing.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> PutAsync(NamedEndpoint endpoint, JsonObject resource, string system, string key, CancellationToken cancel)
    {
        var type = (string)resource["resourceType"]!;
        using var request = Request(endpoint, HttpMethod.Put, $"{type}?identifier={Uri.EscapeDataString($"{system}|{key}")}");
        request.Content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        request.Headers.Add("Prefer", "return=minimal");
        return Place(type, await AskAsync(endpoint, request, cancel));
    }

    private static string Place(string type, OutsideAnswer answer)
    {
        var place = answer.Location is { } location ? (location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString).Split("/_history")[0] : null;
        return place?.Split('/').TakeLast(2) is { } parts ? string.Join('/', parts) : $"{type} ({(int)answer.Status})";
    }

    /// <summary>How a Task that we made stands there.</summary>
    /// <param name="place">Its address there, like <c>Task/123</c>.</param>
    /// <param name="system">Of the identifier that we gave it.</param>
    /// <param name="key">That identifier.</param>
    /// <exception cref="DeliveryException">It could not be asked; for good when it is gone, or is another Task by now.</exception>
    public async Task<TaskReading> TaskAsync(NamedEndpoint endpoint, string place, string system, string key, CancellationToken cancel)
    {
        var (task, _) = await ReadTaskAsync(endpoint, place, system, key, cancel);
        var why = task["statusReason"] as JsonObject;
        return new TaskReading(
            PlainText.Line(Text(task["status"])!), (Text(why?["text"]) ?? Text(((why?["coding"] as JsonArray)?.FirstOrDefault() as JsonObject)?["display"])) is { Length: > 0 } words ? PlainText.Line(words) : null,
            [.. ((task["businessStatus"] as JsonObject)?["coding"] as JsonArray ?? []).Select(coding => Text((coding as JsonObject)?["code"])).OfType<string>().Where(code => code.Length < 40).Take(5).Select(PlainText.Line)],
            Text((task["executionPeriod"] as JsonObject)?["start"]) is { Length: > 10 } start && DateTimeOffset.TryParse(start, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null);
    }

    /// <summary>Brings a Task that we made to another status; all else that stands in it there stays. What is settled there stays settled.</summary>
    /// <returns>What became of it, in words.</returns>
    /// <exception cref="DeliveryException">Moot when it is gone or settled there; else it could not be changed.</exception>
    public async Task<string> UpdateTaskAsync(NamedEndpoint endpoint, EhrTaskUpdate update, SiteOptions site, CancellationToken cancel)
    {
        JsonObject task;
        string? version;
        try
        {
            (task, version) = await ReadTaskAsync(endpoint, update.Place, FhirWork.KeySystem, update.Key, cancel);
        }
        catch (DeliveryException gone) when (gone.Fault == DeliveryFault.Permanent)
        {
            throw new DeliveryException(DeliveryFault.Moot, gone.Message, gone);
        }

        var before = (string)task["status"]!;
        if (before == update.Status || (update.Status != "in-progress" && before is "completed" or "cancelled" or "rejected" or "failed" or "entered-in-error"))
            throw new DeliveryException(DeliveryFault.Moot, $"{update.Place} is {PlainText.Line(before)} in {endpoint.Name} already.");
        task["status"] = update.Status;
        task["statusReason"] = new JsonObject { ["text"] = $"As the work is in Runink Companion, {site.Name}" };
        task["lastModified"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        using var request = Request(endpoint, HttpMethod.Put, update.Place);
        request.Content = new StringContent(task.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(endpoint.Smart, cancel));
        var answer = await http.SendAsync(endpoint.Place, request, cancel);
        // Somebody changed it there meanwhile: it is read again.
        if (answer.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            throw answer.Failure(DeliveryFault.Temporary, $"{update.Place} was changed in {endpoint.Name} meanwhile.");
        answer.OrThrow(endpoint.Name);
        return $"{update.Place} is {update.Status} in {endpoint.Name}";
    }

    private async Task<(JsonObject Task, string? Version)> ReadTaskAsync(NamedEndpoint endpoint, string place, string system, string key, CancellationToken cancel)
    {
        using var request = Request(endpoint, HttpMethod.Get, place);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(endpoint.Smart, cancel));
        var answer = await http.SendAsync(endpoint.Place, request, cancel);
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw new DeliveryException(DeliveryFault.Permanent, $"{place} is gone there.");
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            tokens.Forget(endpoint.Smart);
        if (!answer.IsSuccess)
            throw answer.Failure(DeliveryFault.Endpoint, $"{endpoint.Name} answered {(int)answer.Status} when it was asked for {place}.");
        var json = JsonAnswer.Read(endpoint.Name, answer.Body);
        if (JsonAnswer.At(json, "resourceType") != "Task" || JsonAnswer.At(json, "status") is not { Length: > 0 and < 40 })
            throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint.Name} answered something that is no Task when it was asked for {place}.");
        if (json.TryGetProperty("identifier", out var numbers) && numbers.ValueKind == JsonValueKind.Array
            && numbers.EnumerateArray().FirstOrDefault(one => JsonAnswer.At(one, "system") == system) is { ValueKind: JsonValueKind.Object } ours && JsonAnswer.At(ours, "value") != key)
            throw new DeliveryException(DeliveryFault.Permanent, $"{place} is another Task by now.");
        return (JsonObject.Create(json)!, answer.ETag);
    }

    /// <summary>Null for what is no text: what another system writes may be anything.</summary>
    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private const int MostOfCapabilities = 8 * 1024 * 1024;

    private async Task<OutsideAnswer> AskAsync(NamedEndpoint endpoint, HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(endpoint.Smart, cancel));
        var answer = await http.SendAsync(endpoint.Place, request, cancel);
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            tokens.Forget(endpoint.Smart);
            throw answer.Failure(DeliveryFault.Endpoint, $"{endpoint.Name} does not let us in ({(int)answer.Status}).");
        }

        return answer.OrThrow(endpoint.Name);
    }

    private static HttpRequestMessage Request(NamedEndpoint endpoint, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(endpoint.Options.Address!, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
        return request;
    }
}
