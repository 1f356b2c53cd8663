using System.Net;
using System.Text.RegularExpressions;

namespace Runink.Tests.Harness;

/// <summary>What a person at a browser does with the pages that need no script: opens them, fills in forms, keeps cookies, follows where it is sent.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = true };
    private readonly HttpClient client;

    public Visitor(Uri address, string agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0")
    {
        client = new HttpClient(handler) { BaseAddress = address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        At = address;
    }

    /// <summary>Where the visitor is now, redirects followed.</summary>
    public Uri At { get; private set; }

    public string Html { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the first form of the page goes.</summary>
    public string FormAction => WebUtility.HtmlDecode(Form().Match(Html).Groups["action"].Value);

    public CookieContainer Cookies => handler.CookieContainer;

    public Task<Visitor> OpenAsync(string path) => GoAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(At, path)));

    /// <summary>Sends the form with this action on the page that is open, with its hidden fields unless they are given.</summary>
    public Task<Visitor> SendAsync(string action, params (string Name, string Value)[] fields) => GoAsync(FormOf(action, fields));

    /// <summary>The answer to one request as it is, with the cookies and without following it anywhere.</summary>
    public async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request) => await client.SendAsync(request, TestContext.Current.CancellationToken);

    public HttpRequestMessage FormOf(string action, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(Html).FirstOrDefault(match => WebUtility.HtmlDecode(match.Groups["action"].Value) == action) ?? throw new InvalidOperationException($"No form goes to {action} from {At}: {Html}");
        var values = Hidden().Matches(form.Value).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)))
            .Where(hidden => Array.TrueForAll(fields, field => field.Name != hidden.Key))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(At, action)) { Content = new FormUrlEncodedContent(values) };
    }

    public void Dispose() => client.Dispose();

    private async Task<Visitor> GoAsync(HttpRequestMessage request)
    {
        for (var hops = 0; hops < 12; hops++)
        {
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            At = request.RequestUri!;
            request.Dispose();
            Status = answer.StatusCode;
            Html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.Headers.Location is not { } next || (int)answer.StatusCode is < 300 or > 399)
                return this;
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(At, next));
        }

        throw new InvalidOperationException($"Sent in circles, at last to {At}.");
    }

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]*)\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
