using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Admin.Scim;

/// <summary>SCIM 2.0 for the hospital's identity provider; it comes with a key of scope <c>scim</c>.</summary>
public static class ScimEndpoints
{
    private const int MostBytes = 1024 * 1024;

    public static void MapScim(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/scim/v2").RequireAuthorization().DisableAntiforgery().ExcludeFromDescription();
        group.MapGet("/ServiceProviderConfig", () => Scim.Answer(Configuration()));
        group.MapGet("/ResourceTypes", () => Scim.Answer(Scim.List(2, 1, [ResourceType("User", ScimUser.Schema), ResourceType("Group", Scim.GroupSchema)])));
        group.MapGet("/Schemas", () => Scim.Answer(Scim.List(2, 1, [SchemaOf(ScimUser.Schema, "User", "userName", "displayName", "title", "externalId", "active", "emails", "phoneNumbers"), SchemaOf(Scim.GroupSchema, "Group", "displayName", "externalId", "members")])));
        group.MapGet("/Users", async (ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel, string? filter = null, int startIndex = 1, int count = 100) =>
            Answer(await useCases.UsersAsync(Caller.From(user), new ScimQuery(filter, startIndex, count), Root(http), cancel)));
        group.MapGet("/Users/{id}", async (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) => Answer(await useCases.UserAsync(Caller.From(user), id, Root(http), cancel)));
        group.MapPost("/Users", (ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.CreateUserAsync(Caller.From(user), body, Root(http), cancel), StatusCodes.Status201Created, cancel));
        group.MapPut("/Users/{id}", (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.ReplaceUserAsync(Caller.From(user), id, body, Version(http), Root(http), cancel), StatusCodes.Status200OK, cancel));
        group.MapPatch("/Users/{id}", (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.PatchUserAsync(Caller.From(user), id, Operations(body), Version(http), Root(http), cancel), StatusCodes.Status200OK, cancel));
        group.MapDelete("/Users/{id}", async (string id, ClaimsPrincipal user, ScimUseCases useCases, CancellationToken cancel) => Gone(await useCases.DeleteUserAsync(Caller.From(user), id, cancel)));
        group.MapGet("/Groups", async (ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel, string? filter = null, int startIndex = 1, int count = 100, string? excludedAttributes = null) =>
            Answer(await useCases.GroupsAsync(Caller.From(user), new ScimQuery(filter, startIndex, count, LeavesOutMembers(excludedAttributes)), Root(http), cancel)));
        group.MapGet("/Groups/{id}", async (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel, string? excludedAttributes = null) =>
            Answer(await useCases.GroupAsync(Caller.From(user), id, LeavesOutMembers(excludedAttributes), Root(http), cancel)));
        group.MapPost("/Groups", (ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.CreateGroupAsync(Caller.From(user), body, Root(http), cancel), StatusCodes.Status201Created, cancel));
        group.MapPut("/Groups/{id}", (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.ReplaceGroupAsync(Caller.From(user), id, body, Root(http), cancel), StatusCodes.Status200OK, cancel));
        group.MapPatch("/Groups/{id}", (string id, ClaimsPrincipal user, ScimUseCases useCases, HttpContext http, CancellationToken cancel) =>
            WithBodyAsync(http, body => useCases.PatchGroupAsync(Caller.From(user), id, Operations(body), Root(http), cancel), StatusCodes.Status200OK, cancel));
        group.MapDelete("/Groups/{id}", async (string id, ClaimsPrincipal user, ScimUseCases useCases, CancellationToken cancel) => Gone(await useCases.DeleteGroupAsync(Caller.From(user), id, cancel)));
    }

    private static async Task<IResult> WithBodyAsync(HttpContext http, Func<JsonObject, Task<Outcome<JsonObject>>> act, int status, CancellationToken cancel)
    {
        if (http.Request.ContentLength > MostBytes)
            return Scim.Error(new Refusal("invalid", "The body is longer than a resource can be."));
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(http.Request.Body, documentOptions: new JsonDocumentOptions { MaxDepth = 16 }, cancellationToken: cancel) as JsonObject;
            _ = body?.ToList();
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            body = null;
        }

        return body is null ? Scim.Error(new Refusal("invalidSyntax", "The body is no JSON object.")) : Answer(await act(body), status);
    }

    private static JsonArray Operations(JsonObject body) => body.Get("Operations") as JsonArray ?? [];

    private static IResult Answer(Outcome<JsonObject> outcome, int status = StatusCodes.Status200OK) => outcome.Refusal is { } refusal ? Scim.Error(refusal) : Scim.Answer(outcome.Value!, status);

    private static IResult Gone(Outcome<JsonObject> outcome) => outcome.Refusal is { } refusal ? Scim.Error(refusal) : Results.NoContent();

    private static string Root(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}/scim/v2";

    private static int? Version(HttpContext http) => int.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"', 'W', '/'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static bool LeavesOutMembers(string? attributes) => attributes?.Split(',', StringSplitOptions.TrimEntries).Contains("members", StringComparer.OrdinalIgnoreCase) == true;

    private static JsonObject Configuration()
    {
        static JsonObject Supported(bool yes) => new() { ["supported"] = yes };
        var filter = Supported(true);
        filter["maxResults"] = Scim.MostResults;
        var bulk = Supported(false);
        (bulk["maxOperations"], bulk["maxPayloadSize"]) = (0, 0);
        return new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"), ["patch"] = Supported(true), ["bulk"] = bulk, ["filter"] = filter, ["changePassword"] = Supported(false),
            ["sort"] = Supported(false), ["etag"] = Supported(true),
            ["authenticationSchemes"] = new JsonArray(new JsonObject { ["type"] = "oauthbearertoken", ["name"] = "API key", ["description"] = "A key of scope scim, sent as a bearer token." }),
        };
    }

    private static JsonObject ResourceType(string name, string schema) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"), ["id"] = name, ["name"] = name, ["endpoint"] = $"/{name}s", ["schema"] = schema,
    };

    private static JsonObject SchemaOf(string id, string name, params string[] attributes) => new()
    {
        ["id"] = id, ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes.Select(one => (JsonNode)new JsonObject { ["name"] = one, ["type"] = one switch { "active" => "boolean", "emails" or "phoneNumbers" or "members" => "complex", _ => "string" }, ["multiValued"] = one is "emails" or "phoneNumbers" or "members", ["required"] = one is "userName" || (name == "Group" && one == "displayName") })]),
    };
}
