using System.Text;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Who looks after deliveries sees which servers outside work, and how far a message came.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EndpointsAreShown(BrowserHost browser)
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWorkingOneADeadOneAndTheStagesOfAMessage()
    {
        BrowserHost.NeedsABrowser();
        await using var server = await OutsideServer.StartAsync();
        await using var host = await CompanionProcess.StartAsync(settings: new Dictionary<string, string>
        {
            ["Delivery:Endpoints:pager:Kind"] = "webhook", ["Delivery:Endpoints:pager:Address"] = $"{server.Url}/secret-path", ["Delivery:Endpoints:pager:Secret"] = Secret,
            ["Delivery:Endpoints:pager:AllowPrivate"] = "true", ["Delivery:Endpoints:pager:MayCarryPhi"] = "true",
            ["Delivery:Endpoints:gone:Kind"] = "webhook", ["Delivery:Endpoints:gone:Address"] = "http://127.0.0.1:1/x", ["Delivery:Endpoints:gone:Secret"] = Secret, ["Delivery:Endpoints:gone:AllowPrivate"] = "true",
        });
        const string Trigger = "trigger:\n  when: lab.lactate > 2\n  where: admission_type = \"ED\" AND age > 65\n  then:\n    - {action: webhook, url-name: pager}\n    - {action: webhook, url-name: gone}\n";
        using (var text = new StringContent(Trigger, Encoding.UTF8, "text/yaml"))
        using (var put = await host.Web.PutAsync("/api/v1/triggers/sepsis-older-ed-patients", text, Stop))
            put.EnsureSuccessStatusCode();
        using (var published = await host.Web.PostAsync("/api/v1/triggers/sepsis-older-ed-patients/versions/2/publish", null, Stop))
            published.EnsureSuccessStatusCode();
        var escalation = await browser.AdmitSepticAsync(Some.Mrn(), "Sorel^Inés", host);
        await Hospital.EventuallyAsync(() => Task.FromResult(server.Requests.Count), count => count == 1, "the call");
        using (var acknowledged = await host.Web.PostAsync($"/api/v1/escalations/{escalation}/actions/acknowledge", null, Stop))
            acknowledged.EnsureSuccessStatusCode();

        foreach (var (dark, width, height) in new[] { (false, 1440, 900), (true, 1440, 900), (false, 768, 1024), (true, 768, 1024) })
        {
            await using var navigator = await browser.SignInAsync("Luis Moreno", "/admin/deliveries", dark, width, height, host);
            var page = navigator.Page;
            var endpoints = page.GetByRole(AriaRole.Region, new() { Name = "Registered endpoints" });
            await Expect(endpoints.GetByRole(AriaRole.Row).Filter(new() { HasText = "pager" })).ToContainTextAsync("Working");
            await Expect(endpoints.GetByRole(AriaRole.Row).Filter(new() { HasText = "gone" })).ToContainTextAsync("Failing");
            Assert.DoesNotContain("secret-path", await page.ContentAsync(), StringComparison.Ordinal);
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Deliveries" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "pager" })).ToContainTextAsync("Acknowledged");
            await Axe.FindsNothingAsync(page, targets: true);
        }
    }
}
