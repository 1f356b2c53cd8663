using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The hospital's identity provider keeps people here over SCIM 2.0, as Entra ID and Okta do.</summary>
public abstract class PeopleAreProvisioned
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Provisioning:Groups:0:Group"] = "4 West nurses",
        ["Provisioning:Groups:0:Role"] = "Nurse",
        ["Provisioning:Groups:0:Unit"] = "4 West",
        ["Provisioning:Groups:0:Team"] = "charge_nurse",
    };

    public sealed class OnSqlite : PeopleAreProvisioned;

    public sealed class OnPostgreSql : PeopleAreProvisioned;

    [Fact]
    public async Task AUserIsSentChangedDeactivatedAndTakenBack()
    {
        await using var hospital = await Hospital.StartAsync();
        using var client = await ClientAsync(hospital);
        var made = await SendAsync(client, HttpMethod.Post, "/scim/v2/Users", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Lea.Roth@hospital.example","externalId":"e-17","active":true,
             "name":{"givenName":"Lea","familyName":"Roth"},"title":"Ward nurse","emails":[{"value":"lea@hospital.example","type":"work","primary":true}]}
            """, HttpStatusCode.Created);
        var id = Text(made, "id");
        Assert.Equal(("lea.roth@hospital.example", "Lea Roth", "true"), (Text(made, "userName"), Text(made, "displayName"), Text(made, "active")));
        await SendAsync(client, HttpMethod.Post, "/scim/v2/Users", """{"userName":"lea.roth@hospital.example"}""", HttpStatusCode.Conflict);

        var found = await SendAsync(client, HttpMethod.Get, "/scim/v2/Users?filter=userName%20eq%20%22LEA.roth@hospital.example%22", null, HttpStatusCode.OK);
        Assert.Equal("1", Text(found, "totalResults"));
        Assert.Equal(id, Text(found["Resources"]![0]!, "id"));
        Assert.Equal("0", Text(await SendAsync(client, HttpMethod.Get, "/scim/v2/Users?filter=userName%20eq%20%22nobody%22", null, HttpStatusCode.OK), "totalResults"));
        await SendAsync(client, HttpMethod.Get, "/scim/v2/Users?filter=password%20eq%20%22x%22", null, HttpStatusCode.BadRequest);

        // As Entra ID sends it: paths with filters, booleans as texts.
        var patched = await SendAsync(client, HttpMethod.Patch, $"/scim/v2/Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
             {"op":"Replace","path":"emails[type eq \"work\"].value","value":"roth@hospital.example"},{"op":"Replace","path":"name.familyName","value":"Roth-Bauer"},
             {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"4W"},{"op":"Replace","path":"active","value":"False"}]}
            """, HttpStatusCode.OK);
        Assert.Equal(("false", "roth@hospital.example"), (Text(patched, "active"), Text(patched["emails"]![0]!, "value")));
        // As Okta sends it: no path, an object.
        Assert.Equal("true", Text(await SendAsync(client, HttpMethod.Patch, $"/scim/v2/Users/{id}", """{"Operations":[{"op":"replace","value":{"active":true}}]}""", HttpStatusCode.OK), "active"));
        var put = await SendAsync(client, HttpMethod.Put, $"/scim/v2/Users/{id}", """{"userName":"lea.roth@hospital.example","displayName":"Lea R.","active":true}""", HttpStatusCode.OK);
        Assert.Equal("Lea R.", Text(put, "displayName"));

        await SendAsync(client, HttpMethod.Delete, $"/scim/v2/Users/{id}", null, HttpStatusCode.NoContent);
        await SendAsync(client, HttpMethod.Get, $"/scim/v2/Users/{id}", null, HttpStatusCode.NotFound);
        Assert.Equal("Lea R.", hospital.Services.GetRequiredService<PeopleDirectory>().NameOf(id));
        var back = await SendAsync(client, HttpMethod.Post, "/scim/v2/Users", """{"userName":"lea.roth@hospital.example","displayName":"Lea Roth"}""", HttpStatusCode.Created);
        Assert.Equal((id, "true"), (Text(back, "id"), Text(back, "active")));
    }

    [Fact]
    public async Task AGroupGivesWhatTheSettingsSayAndTakesItAgain()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings);
        using var client = await ClientAsync(hospital);
        var one = Text(await SendAsync(client, HttpMethod.Post, "/scim/v2/Users", """{"userName":"one","displayName":"One"}""", HttpStatusCode.Created), "id");
        var two = Text(await SendAsync(client, HttpMethod.Post, "/scim/v2/Users", """{"userName":"two","displayName":"Two"}""", HttpStatusCode.Created), "id");
        var group = Text(await SendAsync(client, HttpMethod.Post, "/scim/v2/Groups", $$"""{"displayName":"4 West nurses","members":[{"value":"{{one}}"}]}""", HttpStatusCode.Created), "id");
        var people = hospital.Services.GetRequiredService<PeopleDirectory>();
        Assert.Equal(new RoleOnUnit(Role.Nurse, "4 West"), Assert.Single(people.Find(one)!.Roles));
        Assert.Empty(people.Find(two)!.Roles);

        await SendAsync(client, HttpMethod.Patch, $"/scim/v2/Groups/{group}", $$"""{"Operations":[{"op":"Add","path":"members","value":[{"value":"{{two}}"}]},{"op":"Remove","path":"members[value eq \"{{one}}\"]"}]}""", HttpStatusCode.OK);
        Assert.Empty(people.Find(one)!.Roles);
        Assert.Single(people.Find(two)!.Roles);
        Assert.Contains((await hospital.ItemsAsync("/api/v1/teams")).Single(team => team.GetProperty("id").GetString() == "charge_nurse").GetProperty("members").EnumerateArray(), member => member.GetProperty("id").GetString() == two);
        await SendAsync(client, HttpMethod.Patch, $"/scim/v2/Groups/{group}", """{"Operations":[{"op":"add","path":"members","value":[{"value":"nobody"}]}]}""", HttpStatusCode.BadRequest);
        Assert.Equal(group, Text((await SendAsync(client, HttpMethod.Get, $"/scim/v2/Users/{two}", null, HttpStatusCode.OK))["groups"]![0]!, "value"));

        // Under a name that means nothing it gives nothing.
        await SendAsync(client, HttpMethod.Patch, $"/scim/v2/Groups/{group}", """{"Operations":[{"op":"replace","value":{"displayName":"Choir"}}]}""", HttpStatusCode.OK);
        Assert.Empty(people.Find(two)!.Roles);
        await SendAsync(client, HttpMethod.Delete, $"/scim/v2/Groups/{group}", null, HttpStatusCode.NoContent);
        await SendAsync(client, HttpMethod.Get, $"/scim/v2/Groups/{group}", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OnlyAKeyOfThatScopeMayProvision()
    {
        await using var hospital = await Hospital.StartAsync();
        using var other = await ClientAsync(hospital, "admin");
        await SendAsync(other, HttpMethod.Get, "/scim/v2/Users", null, HttpStatusCode.Forbidden);
        using var own = await ClientAsync(hospital);
        await SendAsync(own, HttpMethod.Get, "/scim/v2/ServiceProviderConfig", null, HttpStatusCode.OK);
        await SendAsync(own, HttpMethod.Post, "/scim/v2/Users", "[1", HttpStatusCode.BadRequest);
        using var worklist = await own.GetAsync(new Uri("/api/v1/escalations", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, worklist.StatusCode);
        using var stranger = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        using var refused = await stranger.GetAsync(new Uri("/scim/v2/Users", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static string Text(JsonNode node, string name) => node[name]!.ToString();

    private static async Task<HttpClient> ClientAsync(Hospital hospital, string scope = "scim")
    {
        var secret = (await hospital.Services.GetRequiredService<ApiKeyStore>().CreateAsync("provider", Scopes.Parse(scope)!.Value, null, Actor.System, TestContext.Current.CancellationToken)).Value!.Secret;
        return new HttpClient { BaseAddress = hospital.Web.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", secret) } };
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/scim+json") };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
