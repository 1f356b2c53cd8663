using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Runink.Companion.Hosting.Http;

/// <summary>What one endpoint does, with one request and one answer as they really are.</summary>
/// <param name="Request">Null when it takes no body.</param>
/// <param name="Response">Null when it answers without a body.</param>
internal sealed record ApiExample(string Summary, JsonNode? Request = null, string RequestType = "application/json", JsonNode? Response = null, string ResponseType = "application/json", int Status = 200);

/// <summary>The description of the API at <c>/openapi/v1.json</c> (OpenAPI 3.1), with an example for every endpoint under /api.</summary>
internal static class ApiDocument
{
    private const string Key = "apiKey";
    private const string ProblemType = "application/problem+json";

    private static readonly Lazy<IReadOnlyDictionary<string, ApiExample>> Read = new(() =>
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream("Runink.Companion.Hosting.Http.ApiExamples.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, ApiExample>>(stream, JsonSerializerOptions.Web)!;
    });

    private static readonly (string Status, string Means, string Code)[] Errors =
    [
        ("400", "The request cannot be read.", "invalid-address"), ("401", "Nobody is signed in, or the key is unknown.", "unauthenticated"), ("403", "The caller may not do this.", "forbidden"),
        ("404", "There is no such thing, or the caller may not know of it.", "not-found"), ("409", "It cannot be done in this state, or the same request is on its way.", "not-allowed-now"),
        ("412", "Somebody else has changed it meanwhile (If-Match).", "stale-version"), ("422", "What was sent cannot be meant.", "invalid"), ("503", "The store cannot be written at the moment; send again.", "unavailable"),
    ];

    /// <summary>By method and address, like <c>GET /api/v1/escalations/{id}</c>.</summary>
    public static IReadOnlyDictionary<string, ApiExample> Examples => Read.Value;

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer((operation, context, _) => Describe(operation, context));
    });

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Runink Companion", Version = "1",
            Description = "Care coordination: messages in, explained work out. Instants are ISO 8601 with offset, ids are ULIDs, enums are kebab-case. Writes take If-Match with the ETag that was read, and POST takes an Idempotency-Key.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key (rk_…), made under Admin or with the verb key new; or an access token of the hospital's provider.",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas["Problem"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Description = "RFC 9457.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "urn:runink:problem: and a code." }, ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, in a sentence." },
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer }, ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null }, ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var (method, path) = (context.Description.HttpMethod ?? "", "/" + context.Description.RelativePath?.TrimEnd('/'));
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<DeprecatedEndpoint>().Any())
            operation.Deprecated = true;
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return Task.CompletedTask;
        if (method == "POST")
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header, In = ParameterLocation.Header, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Domain.Store.IdempotentAnswer.LongestKey },
                Description = "The same key with the same request within a day does nothing again and answers the same; with another request it is refused.",
            });
        }

        operation.Responses ??= [];
        foreach (var (status, means, code) in Errors)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = means,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [ProblemType] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document), Example = new JsonObject { ["type"] = $"urn:runink:problem:{code}", ["title"] = means, ["status"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) } },
                },
            };
        }

        if (Examples.TryGetValue($"{method} {path}", out var example))
            Show(operation, example);
        return Task.CompletedTask;
    }

    private static void Show(OpenApiOperation operation, ApiExample example)
    {
        operation.Summary = example.Summary;
        if (example.Request is { } request)
        {
            var body = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody();
            body.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
            if (!body.Content.TryGetValue(example.RequestType, out var sent))
                body.Content[example.RequestType] = sent = new OpenApiMediaType();
            sent.Example = request.DeepClone();
            operation.RequestBody = body;
        }

        var status = example.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (status != "200")
            operation.Responses!.Remove("200");
        operation.Responses![status] = new OpenApiResponse
        {
            Description = "Done.",
            Content = example.Response is null ? null : new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [example.ResponseType] = new() { Example = example.Response.DeepClone() } },
        };
    }
}
