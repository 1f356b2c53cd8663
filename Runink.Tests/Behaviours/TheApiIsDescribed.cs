using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The description of the API is read by a reader of its own, and knows every endpoint with an example.</summary>
public sealed class TheApiIsDescribed
{
    [Fact]
    public async Task EveryEndpointIsThereWithASummaryAndExamples()
    {
        await using var hospital = await Hospital.StartAsync();
        var json = await hospital.Web.GetByteArrayAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\"openapi\": \"3.1", Encoding.UTF8.GetString(json.AsSpan(0, 100)), StringComparison.Ordinal);
        using var stream = new MemoryStream(json);
        var read = await OpenApiDocument.LoadAsync(stream, "json", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        var document = read.Document!;
        Assert.NotEmpty(document.Components!.SecuritySchemes!);

        var described = document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (Name: $"{operation.Key.Method} {path.Key}", Operation: operation.Value))).ToDictionary(one => one.Name, one => one.Operation, StringComparer.Ordinal);
        var mapped = hospital.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Text: "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods))
            .Where(endpoint => endpoint.Text.StartsWith("/api/", StringComparison.Ordinal) && !endpoint.Text.Contains("**", StringComparison.Ordinal))
            .SelectMany(endpoint => (endpoint.HttpMethods ?? []).Select(method => $"{method} {endpoint.Text}")).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(mapped.Count > 50, $"Only {mapped.Count} endpoints were found.");
        var missing = new List<string>();
        foreach (var name in mapped)
        {
            if (!described.TryGetValue(name, out var operation))
                missing.Add($"{name}: not there");
            else if (string.IsNullOrEmpty(operation.Summary) || !operation.Responses!.Any(answer => answer.Key[0] == '2' && (answer.Key == "204" || answer.Value.Content?.Values.Any(media => media.Example is not null) == true)))
                missing.Add($"{name}: no summary, or no example");
            else if (operation.RequestBody is { Content: { } content } && content.Values.All(media => media.Example is null))
                missing.Add($"{name}: no example of a request");
            else if (!operation.Responses!.ContainsKey("403") || operation.Security is not { Count: > 0 })
                missing.Add($"{name}: no errors, or no security");
            else if (name.StartsWith("POST", StringComparison.Ordinal) && operation.Parameters?.Any(parameter => parameter.Name == "Idempotency-Key") != true)
                missing.Add($"{name}: no Idempotency-Key");
        }

        Assert.Empty(missing);
    }
}
