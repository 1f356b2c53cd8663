using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Runink.Tests.Behaviours;

namespace Runink.Tests.Harness;

/// <summary>A person of the sample hospital at the API, as pages of this site ask it: with the cookie and the antiforgery token.</summary>
public sealed partial class SignedIn : IDisposable
{
    private readonly Visitor visitor;
    private readonly Uri address;
    private readonly string token;

    private SignedIn(Visitor visitor, Uri address, string token) => (this.visitor, this.address, this.token) = (visitor, address, token);

    public static async Task<SignedIn> AtAsync(Hospital hospital, string person)
    {
        var someone = await SessionsEndOnTheServer.SignInAsync(hospital, person);
        await someone.OpenAsync("/confirm");
        return new SignedIn(someone, hospital.Web.BaseAddress!, System.Net.WebUtility.HtmlDecode(Token().Match(someone.Html).Groups["value"].Value));
    }

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        request.Headers.Add("RequestVerificationToken", token);
        return await visitor.AskAsync(request);
    }

    public void Dispose() => visitor.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
