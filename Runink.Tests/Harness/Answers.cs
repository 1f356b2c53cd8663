using System.Net;
using System.Text.Json;

namespace Runink.Tests.Harness;

/// <summary>What an answer over HTTP must be; what it was instead is told with its body.</summary>
public static class Answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <returns>The body.</returns>
    public static async Task<JsonElement> DoneAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
            return JsonDocument.Parse(body).RootElement.Clone();
        }
    }

    public static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string words)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.StatusCode == status && body.Contains(words, StringComparison.Ordinal), $"{(int)answer.StatusCode} {body}");
        }
    }
}
