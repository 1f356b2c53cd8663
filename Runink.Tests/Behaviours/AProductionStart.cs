using System.Net;
using Microsoft.Extensions.Configuration;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The program as a hospital starts it: a first administrator by a verb, production settings, TLS in a proxy before it.</summary>
public sealed class AProductionStart
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Profile"] = "Production", ["Site:Name"] = "St. Anna", ["Site:TimeZone"] = "Europe/Berlin", ["Site:BaseUrl"] = "https://companion.hospital.example", ["Delivery:Smtp:Host"] = "127.0.0.1",
        ["ReverseProxy:Addresses:0"] = "127.0.0.1", ["Kestrel:AddServerHeader"] = "false",
    };

    [Fact]
    public async Task TheFirstAdministratorIsMadeByAVerbAndSignsInThroughTheProxy()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        try
        {
            Assert.Equal(1, (await CompanionProcess.RunVerbAsync("person", "new", "eva.stern", "--name", "Eva Stern", "--role", "Nurse", "--unit", "Nowhere", "--data", folder)).ExitCode);
            Assert.Equal(2, (await CompanionProcess.RunVerbAsync("person", "new", "eva.stern", "--data", folder)).ExitCode);
            var made = await CompanionProcess.RunVerbAsync("person", "new", "Eva.Stern", "--name", "Eva Stern", "--data", folder);
            Assert.Equal(0, made.ExitCode);
            Assert.Equal(1, (await CompanionProcess.RunVerbAsync("person", "new", "eva.stern", "--name", "Another", "--data", folder)).ExitCode);
            var given = made.Output.Split('\n')[0].Trim();

            await using var companion = await CompanionProcess.StartAsync(folder, settings: Settings);
            using var eva = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = companion.Address };
            eva.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            eva.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
            eva.DefaultRequestHeaders.Host = "companion.hospital.example";
            using var page = await eva.GetAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"));
            Assert.StartsWith("__Host-runink-form=", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.Ordinal);
            var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using var form = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
            {
                Content = new FormUrlEncodedContent(
                [
                    KeyValuePair.Create("__RequestVerificationToken", html.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0]), KeyValuePair.Create("login", "eva.stern"), KeyValuePair.Create("passphrase", given),
                ]),
            };
            form.Headers.Add("Cookie", cookie.Split(';')[0]);
            form.Headers.Add("Origin", "https://companion.hospital.example");
            using var answer = await eva.SendAsync(form, TestContext.Current.CancellationToken);
            Assert.Equal("/sign-in/passphrase?returnUrl=%2F", answer.Headers.Location!.ToString());
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Theory]
    [InlineData("SignIn:IdleMinutes", "0", "SignIn:IdleMinutes: 1 to 120 minutes")]
    [InlineData("SignIn:AbsoluteHours", "-3", "SignIn:AbsoluteHours: 1 to 24 hours")]
    [InlineData("SignIn:SecondFactor", "Never", "SignIn:SecondFactor: Required or Optional")]
    [InlineData("SignIn:IdleMinutes", "soon", "SignIn: ")]
    [InlineData("AzureAd:Kind", "Google", "AzureAd:Kind: ")]
    [InlineData("AzureAd:Kind", "EntraId", "AzureAd:TenantId: ")]
    [InlineData("AzureAd:Authority", "http://idp.example", "AzureAd:Authority: ")]
    [InlineData("Provisioning:Groups:0:Group", "Nurses", "Provisioning:Groups: Nurses means neither")]
    [InlineData("Provisioning:Groups:0:Role", "Wizard", "Provisioning:Groups: ")]
    [InlineData("ReverseProxy:Addresses:0", "proxy", "ReverseProxy:Addresses: proxy is no IP address")]
    [InlineData("Site:BaseUrl", "http://companion.example", "Site:BaseUrl: an address that begins with https://")]
    public void WhatCannotBeIsSaidBeforeTheStart(string setting, string value, string problem)
    {
        var all = new Dictionary<string, string?>(Settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)), StringComparer.Ordinal) { ["Store:DataDirectory"] = "/srv/companion" };
        if (setting.StartsWith("AzureAd", StringComparison.Ordinal))
            (all["AzureAd:Kind"], all["AzureAd:ClientId"]) = ("Oidc", "runink");
        all[setting] = value;
        var problems = Runink.Companion.Hosting.Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        Assert.Contains(problems, one => one.StartsWith(problem, StringComparison.Ordinal));
    }
}
