using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting;

/// <summary>What an operator's tools ask.</summary>
public static class Operations
{
    public static void MapOperations(this WebApplication app)
    {
        var read = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(read).AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.Map("/api/{**rest}", (HttpContext http, EndpointDataSource endpoints) => OtherMethods.Answer(http, endpoints)).AllowAnonymous().ExcludeFromDescription();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).WithMetadata(read).AllowAnonymous();
    }

    /// <summary>The page that says that something went wrong is read, whatever the request that went wrong wanted.</summary>
    public static void UseErrorPageForAllMethods(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is not null && http.Request.Path == "/error")
            http.Request.Method = HttpMethods.Get;
        return next(http);
    });

    /// <summary>APIs answer problem+json for what no endpoint answered; pages have pages of their own.</summary>
    public static void UseStatusCodePagesForApis(this WebApplication app)
    {
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/fhir", StringComparison.Ordinal),
            fhir => fhir.UseExceptionHandler(new ExceptionHandlerOptions
            {
                StatusCodeSelector = StatusOf,
                ExceptionHandler = http =>
                {
                    http.Response.ContentType = "application/fhir+json";
                    return http.Response.WriteAsync(http.Response.StatusCode == StatusCodes.Status503ServiceUnavailable
                        ? FhirOutcome.Write("transient", "The store cannot be reached at the moment. Ask again.")
                        : FhirOutcome.Write("exception", "Something went wrong here; it is logged."));
                },
            }));
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal),
            api =>
            {
                api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
                api.UseStatusCodePages();
            });
    }

    /// <summary>A store that is away is not a mistake of ours: ask again.</summary>
    public static int StatusOf(Exception problem) =>
        StoreFailure.IsAway(problem) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString().ToLowerInvariant(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString().ToLowerInvariant(), entry.Value.Description }),
        });
    }
}
