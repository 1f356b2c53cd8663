using System.Text;
using System.Text.Json;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Http;

/// <summary>JSON bodies that may be left out: a command that needs no words needs no body.</summary>
public static class JsonBody
{
    private const int MostBytes = 1024 * 1024;

    /// <returns>The body, <c>new()</c> when there is none, or why it cannot be read.</returns>
    public static async Task<Outcome<T>> ReadOrNewAsync<T>(HttpRequest request, CancellationToken cancel)
        where T : class, new()
    {
        if (request.ContentLength > MostBytes)
            return new Refusal("invalid", "The body is longer than this command allows.");
        using var reader = new StreamReader(request.Body);
        // A body in pieces does not say how long it is.
        var body = new StringBuilder();
        var part = new char[4096];
        for (int read; (read = await reader.ReadAsync(part, cancel)) > 0;)
        {
            if (body.Append(part, 0, read).Length > MostBytes)
                return new Refusal("invalid", "The body is longer than this command allows.");
        }

        var text = body.ToString();
        if (string.IsNullOrWhiteSpace(text))
            return new Outcome<T>(new T(), null);
        try
        {
            return new Outcome<T>(JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web) ?? new T(), null);
        }
        catch (JsonException problem)
        {
            return new Refusal("invalid", $"The body is not the JSON that is expected here: {problem.Message.Split(" Path:")[0]}");
        }
    }
}
