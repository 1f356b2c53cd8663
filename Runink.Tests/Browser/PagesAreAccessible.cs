using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Runink.Tests.Behaviours;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>Every page, for the people who use it: nothing for axe to find, nothing from outside, nothing wider than the screen.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PagesAreAccessible(BrowserHost browser)
{
    [Theory]
    [InlineData(false, 1440, 900)]
    [InlineData(true, 1440, 900)]
    [InlineData(false, 768, 1024)]
    public async Task AxeFindsNothingNoErrorIsLoggedAndNothingOverflows(bool dark, int width, int height)
    {
        BrowserHost.NeedsABrowser();
        var mrn = Some.Mrn();
        var escalation = await browser.AdmitSepticAsync(mrn, "Garnier^Paule");
        await browser.Host.SendAsync(Some.Lactate(mrn, $"X{mrn}", TimeProvider.System.GetUtcNow(), "3.4").Replace("ORU^R01", "XYZ^Z01", StringComparison.Ordinal));
        var patient = (await browser.Host.GetAsync($"/api/v1/escalations/{escalation}")).GetProperty("patient").GetProperty("id").GetString();
        // Whoever owns work is offered to hand it over, which takes room in the head of the list.
        using var given = await browser.Host.Web.PostAsJsonAsync($"/api/v1/escalations/{escalation}/actions/hand-over", new { to = "luis.moreno" }, TestContext.Current.CancellationToken);
        Assert.True(given.IsSuccessStatusCode);
        var stay = (await browser.Host.GetAsync($"/api/v1/escalations/{escalation}")).GetProperty("encounter").GetProperty("id").GetString();
        using var begun = await browser.Host.Web.PostAsJsonAsync($"/api/v1/discharges/{stay}/actions/begin", new { }, TestContext.Current.CancellationToken);
        Assert.True(begun.IsSuccessStatusCode);
        var device = await browser.DeviceOfAsync(mrn);
        var referral = await browser.ReferralOfAsync(escalation);
        using var second = await browser.Host.Web.PostAsJsonAsync("/api/v1/referrals", new { patientId = patient, service = "Hand surgery", reason = "cut tendon" }, TestContext.Current.CancellationToken);
        Assert.True(second.IsSuccessStatusCode, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var entry = await browser.Host.Web.PostAsJsonAsync("/api/v1/services", new { name = "Riverside", specialty = "Cardiology" }, TestContext.Current.CancellationToken);
        var letter = await DocumentsWaitInATray.BringAsync(browser.Host.Web, "Letter.pdf", TrayPapers.Form(given: "Paule", family: "Garnier", mrn: mrn, service: "Hand surgery"));
        await DocumentsWaitInATray.ReadAsync(browser.Host.Web, letter);
        using var link = await browser.Host.Web.PostAsJsonAsync($"/api/v1/referrals/{referral}/links", new { recipient = "Riverside Cardiology" }, TestContext.Current.CancellationToken);
        var partner = JsonDocument.Parse(await link.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("path").GetString()!;
        (string Who, string[] Paths)[] walks =
        [
            ("Luis Moreno", ["/", $"/?sel={escalation}", $"/escalations/{escalation}", "/referrals", "/referrals?as=table&sort=-due&view=awaiting-review", "/referrals?folded=none&lanes=service", "/referrals?lanes=exception", "/referrals/new", "/referrals/tray", "/referrals/tray?state=set-aside", $"/referrals/tray/{letter}", "/referrals/services", "/referrals/tasks", "/referrals/rules", $"/referrals/{referral}", "/patients", $"/patients/{patient}", "/admin/deliveries", "/discharges", $"/discharges/{stay}", "/handover", "/operations", "/silences", "/wall", $"/admin/devices/{device}"]),
            ("Tess Shah", ["/triggers", "/triggers/sepsis-older-ed-patients", "/triggers/sepsis-older-ed-patients?tab=versions", "/triggers/sepsis-older-ed-patients?tab=shadow", "/triggers/hyperkalaemia", "/triggers/help", "/triggers/help?find=RNK1301", "/policies", "/approvals", "/approvals?state=closed", "/names", "/names?find=lab.lactate"]),
            ("Nora Mills", ["/dashboards/sla", "/dashboards/referrals", "/dashboards/triggers", "/dashboards/command", "/dashboards/audit", "/audit", "/audit/break-glass"]),
            ("Kim Park", ["/admin", "/admin/sources", "/admin/repositories", "/admin/feeds/map", "/admin/feeds/contracts", "/admin/feeds", "/admin/feeds?feed=LAB%2FHOSP&door=mllp", "/admin/feeds?feed=LAB%2FHOSP&door=mllp&finding=kept-not-read", "/admin/devices", "/admin/devices?state=refused", $"/admin/devices/{device}", "/admin/quarantine", "/admin/people", "/admin/people/ana.ruiz", "/admin/teams", "/admin/units", "/account"]),
        ];
        var found = new List<string>();
        await using (var stranger = await browser.OpenAsync(dark, width, height))
        {
            found.AddRange(await LookAsync(stranger, "/sign-in"));
            found.AddRange(await LookAsync(stranger, partner));
            found.AddRange(await LookAsync(stranger, "/no/such/page"));
            // The answer 404 of an unknown address is the one error that a console may show.
            found.AddRange(stranger.Troubles.Where(trouble => !trouble.Contains("404", StringComparison.Ordinal)));
        }

        // Four people look at their pages side by side.
        foreach (var some in await Task.WhenAll(walks.Select(walk => WalkAsync(walk.Who, walk.Paths, dark, width, height))))
            found.AddRange(some);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private async Task<IReadOnlyList<string>> WalkAsync(string who, string[] paths, bool dark, int width, int height)
    {
        await using var session = await browser.SignInAsync(who, paths[0], dark, width, height);
        var found = new List<string>();
        foreach (var path in paths)
            found.AddRange(await LookAsync(session, path));
        found.AddRange(session.Troubles.Select(trouble => $"{who}: {trouble}"));
        return found;
    }

    private static async Task<IEnumerable<string>> LookAsync(BrowserSession session, string path)
    {
        await session.GoAsync(path);
        await Expect(session.Page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
        if (path.StartsWith("/triggers/", StringComparison.Ordinal) && !path.StartsWith("/triggers/help", StringComparison.Ordinal))
            await Axe.EditorAsync(session.Page);
        var result = await session.Page.RunAxe();
        Assert.True(result.Passes.Length > 10, $"Axe looked at nothing on {path}.");
        var overflow = await session.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth");
        return result.Violations.Select(violation => $"{path}: {violation.Id}, {violation.Help} at {string.Join("; ", violation.Nodes.Select(Place).Take(3))}")
            .Concat(overflow > 0 ? [$"{path}: {overflow} px wider than the screen"] : []);
    }

    private static string Place(AxeResultNode node) => $"{node.Target} {node.Html[..Math.Min(160, node.Html.Length)]} {node.Any.FirstOrDefault()?.Message}";
}
