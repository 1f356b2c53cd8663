using Runink.Companion.Hosting.Access;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Fhir;

internal enum FhirLevel { System, Type, Instance }

/// <summary>One address with its methods: mapped from here and declared from here.</summary>
/// <param name="Code">The interaction as http://hl7.org/fhir/restful-interaction names it; null for an operation.</param>
/// <param name="Only">The one type that has it; null for all.</param>
/// <param name="Definition">Of an operation; null for one of R4 itself.</param>
internal sealed record FhirRoute(FhirLevel Level, string? Code, string[] Methods, string Template, Func<FhirCall, Task<FhirReply>> Answer, string? Only = null, string? Operation = null, string? Definition = null);

/// <summary>A request with what its address says.</summary>
internal sealed class FhirCall(HttpContext http, FhirUseCases useCases)
{
    public HttpRequest Request => http.Request;

    public FhirUseCases UseCases => useCases;

    public Caller Caller { get; } = Caller.From(http.User);

    public CancellationToken Cancel => http.RequestAborted;

    public string Type => Value("type") ?? "";

    public string Id => Value("id") ?? "";

    public string Version => Value("version") ?? "";

    /// <summary>Address of this server, with a slash at its end.</summary>
    public string Own => $"{Request.Scheme}://{Request.Host}{Request.PathBase}/fhir/";

    public IEnumerable<KeyValuePair<string, string>> Query => Request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")));

    private string? Value(string name) => http.GetRouteValue(name) as string;
}

internal static class FhirRoutes
{
    private const string Backport = "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-";
    private static readonly string[] Get = ["GET", "HEAD"];

    public static IReadOnlyList<FhirRoute> All { get; } =
    [
        new(FhirLevel.System, "transaction", ["POST"], "", call => FhirBody.SubmitAsync(call, null, null)),
        new(FhirLevel.System, "batch", [], "", call => FhirBody.SubmitAsync(call, null, null)),
        new(FhirLevel.System, "search-system", Get, "", call => call.UseCases.SearchAsync(call.Caller, null, call.Query, call.Own, call.Cancel)),
        new(FhirLevel.System, "search-system", ["POST"], "_search", call => FhirBody.SearchAsync(call, null)),
        new(FhirLevel.System, "history-system", Get, "_history", call => call.UseCases.HistoryAsync(call.Caller, null, null, call.Query, call.Own, call.Cancel)),
        new(FhirLevel.Type, "create", ["POST"], "{type}", call => FhirBody.SubmitAsync(call, call.Type, null)),
        new(FhirLevel.Type, "update", ["PUT"], "{type}", call => FhirBody.SubmitAsync(call, call.Type, null)),
        new(FhirLevel.Type, "patch", ["PATCH"], "{type}", call => FhirBody.SubmitAsync(call, call.Type, null)),
        new(FhirLevel.Type, "delete", ["DELETE"], "{type}", call => FhirBody.SubmitAsync(call, call.Type, null)),
        new(FhirLevel.Type, "search-type", Get, "{type}", call => call.UseCases.SearchAsync(call.Caller, call.Type, call.Query, call.Own, call.Cancel)),
        new(FhirLevel.Type, "search-type", ["POST"], "{type}/_search", call => FhirBody.SearchAsync(call, call.Type)),
        new(FhirLevel.Type, "history-type", Get, "{type}/_history", call => call.UseCases.HistoryAsync(call.Caller, call.Type, null, call.Query, call.Own, call.Cancel)),
        new(FhirLevel.Instance, "read", Get, "{type}/{id}", call => call.UseCases.ReadAsync(call.Caller, call.Type, call.Id, null, call.Query, call.Cancel)),
        new(FhirLevel.Instance, "vread", Get, "{type}/{id}/_history/{version}", call => call.UseCases.ReadAsync(call.Caller, call.Type, call.Id, call.Version, call.Query, call.Cancel)),
        new(FhirLevel.Instance, "history-instance", Get, "{type}/{id}/_history", call => call.UseCases.HistoryAsync(call.Caller, call.Type, call.Id, call.Query, call.Own, call.Cancel)),
        new(FhirLevel.Instance, "update", ["PUT"], "{type}/{id}", call => FhirBody.SubmitAsync(call, call.Type, call.Id)),
        new(FhirLevel.Instance, "patch", ["PATCH"], "{type}/{id}", call => FhirBody.SubmitAsync(call, call.Type, call.Id)),
        new(FhirLevel.Instance, "delete", ["DELETE"], "{type}/{id}", call => FhirBody.SubmitAsync(call, call.Type, call.Id)),
        new(FhirLevel.Instance, null, ["GET", "HEAD", "POST"], "Patient/{id}/$everything", call => call.UseCases.EverythingAsync(call.Caller, call.Id, call.Query, call.Own, call.Cancel), "Patient", "everything"),
        new(FhirLevel.Type, null, ["GET", "HEAD", "POST"], "Subscription/$status", call => FhirBody.OperateAsync(call, "Subscription", null, "$status"), "Subscription", "status", $"{Backport}status"),
        new(FhirLevel.Instance, null, ["GET", "HEAD", "POST"], "Subscription/{id}/$status", call => FhirBody.OperateAsync(call, "Subscription", call.Id, "$status"), "Subscription", "status", $"{Backport}status"),
        new(FhirLevel.Instance, null, ["GET", "HEAD", "POST"], "Subscription/{id}/$events", call => FhirBody.OperateAsync(call, "Subscription", call.Id, "$events"), "Subscription", "events", $"{Backport}events"),
    ];

    /// <summary>Answers an address inside a bundle as if it had been asked for by itself.</summary>
    public static Task<FhirReply> ReadAsync(FhirCall call, string url, CancellationToken cancel)
    {
        if (url.StartsWith(call.Own, StringComparison.Ordinal))
            url = url[call.Own.Length..];
        var (path, query) = url.TrimStart('/').Split('?', 2) is [var before, var after] ? (before, FhirQuery.Split(after).ToList()) : (url.TrimStart('/'), []);
        return path.TrimEnd('/').Split('/') switch
        {
            ["metadata"] => Task.FromResult(new FhirReply(200, call.UseCases.Capabilities(call.Own))),
            ["_history"] => call.UseCases.HistoryAsync(call.Caller, null, null, query, call.Own, cancel),
            [""] => call.UseCases.SearchAsync(call.Caller, null, query, call.Own, cancel),
            [var type] => call.UseCases.SearchAsync(call.Caller, type, query, call.Own, cancel),
            ["Subscription", "$status"] => call.UseCases.OperateAsync(call.Caller, "Subscription", null, "$status", query, call.Own, cancel),
            ["Subscription", var id, "$status" or "$events"] parts => call.UseCases.OperateAsync(call.Caller, "Subscription", id, parts[2], query, call.Own, cancel),
            [var type, "_history"] => call.UseCases.HistoryAsync(call.Caller, type, null, query, call.Own, cancel),
            [var type, var id] => call.UseCases.ReadAsync(call.Caller, type, id, null, query, cancel),
            [var type, var id, "_history"] => call.UseCases.HistoryAsync(call.Caller, type, id, query, call.Own, cancel),
            ["Patient", var id, "$everything"] => call.UseCases.EverythingAsync(call.Caller, id, query, call.Own, cancel),
            [var type, var id, "_history", var version] => call.UseCases.ReadAsync(call.Caller, type, id, version, query, cancel),
            _ => Task.FromResult(FhirReply.Refuse(404, "not-supported", "There is no such interaction here.")),
        };
    }
}
