using Runink.Domain.Intake.Fhir;

namespace Runink.Companion.Hosting.Access;

/// <summary>FHIR clients understand OperationOutcome only, also when they may not come in.</summary>
internal static class AccessOutcome
{
    public static bool IsFhir(PathString path) => path.StartsWithSegments("/fhir", StringComparison.Ordinal);

    public static Task WriteAsync(HttpContext http, int status, string code, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/fhir+json; charset=utf-8";
        return http.Response.WriteAsync(FhirOutcome.Write(code, text), http.RequestAborted);
    }
}
