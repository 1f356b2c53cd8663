using System.Net;
using System.Text.Json;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>Asks the server of one source, through the door that all calls outside go through.</summary>
internal sealed class SourceHttp(NamedSource source, OutsideHttp http)
{
    /// <summary>Longer answers come in parts, where a server has any.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    public async Task<OutsideAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancel, Uri? alsoAllowed = null, int most = MostBytes)
    {
        try
        {
            var answer = await http.SendAsync(source.Place, request, most, cancel, alsoAllowed);
            return answer.IsCut ? throw new SourceException(SourceFault.HalfAnswer, $"Its answer is longer than {most / 1024 / 1024} MiB.") : answer;
        }
        catch (DeliveryException failed)
        {
            throw new SourceException(new SourceProblem(failed.Fault == DeliveryFault.Permanent ? SourceFault.Refused : failed.InnerException is IOException or InvalidDataException ? SourceFault.HalfAnswer : SourceFault.Temporary, failed.Message, failed.RetryAfter), failed);
        }
    }

    /// <exception cref="SourceException">It is no success.</exception>
    public static OutsideAnswer OrThrow(OutsideAnswer answer) => answer.IsSuccess ? answer : throw Failure(answer, null);

    /// <param name="why">A short code of the server; never its own sentences, which may hold values.</param>
    public static SourceException Failure(OutsideAnswer answer, string? why)
    {
        var (fault, words) = answer.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (SourceFault.Refused, "It does not let us in"),
            HttpStatusCode.TooManyRequests => (SourceFault.Temporary, "It is asked too often"),
            HttpStatusCode.RequestTimeout => (SourceFault.Temporary, "It took too long"),
            >= HttpStatusCode.InternalServerError => (SourceFault.Temporary, "It has trouble of its own"),
            HttpStatusCode.NotFound => (SourceFault.Refused, "It knows nothing at this address"),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => (SourceFault.Refused, "It sends us elsewhere; redirects are not followed"),
            _ => (SourceFault.Refused, "It refuses what it is asked"),
        };
        return new SourceException(new SourceProblem(fault, $"{words} ({(int)answer.Status}{(why is { Length: > 0 and < 80 } ? $", {why}" : "")}).", answer.RetryAfter));
    }

    /// <exception cref="SourceException">It is no JSON, which a part of JSON is not either.</exception>
    public static JsonElement Json(OutsideAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(answer.Body);
        }
        catch (JsonException problem)
        {
            throw new SourceException(SourceFault.HalfAnswer, "Its answer is no JSON, or ends before it is whole.", problem);
        }
    }

    /// <exception cref="SourceException">It is not there.</exception>
    public static JsonElement Need(JsonElement json, params string[] path)
    {
        foreach (var step in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(step, out json))
                throw new SourceException(SourceFault.NotUnderstood, $"Its answer has no {string.Join('.', path)}.");
        }

        return json;
    }

    public static string? Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => cell.ToString(),
    };
}
