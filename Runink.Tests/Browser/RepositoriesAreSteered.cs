using Microsoft.Playwright;
using Runink.Tests.Behaviours;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>An administrator sees what a repository holds and what is wrong with it, tests it and reads another folder; an author proposes a text, and an approver sees which commit brought one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RepositoriesAreSteered(BrowserHost browser)
{
    [Fact]
    public async Task FilesAreShownTestedAndProposed()
    {
        BrowserHost.NeedsABrowser();
        await using var git = await GitServer.StartAsync();
        git.Commit("Lactate earlier\n\nBecause of the audit.", ("triggers/lactate-kept.yaml", CommitsArrive.Lactate("2.5")), ("triggers/mistyped.yaml", CommitsArrive.Lactate("2.5").Replace("lab.lactate >", "lab.lactat >", StringComparison.Ordinal)), ("README.md", "# Rules"));
        git.Commit("Rules of podiatry", ("intake-rules/podiatry.yaml", "intake:\n  service: Podiatry\n  documents:\n    - {name: Reason, weight: 4, critical: yes, any_of: [reason]}\n"));
        var settings = git.Settings().ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);
        settings["Repositories:elsewhere:Address"] = "https://127.0.0.1:1/hospital/rules.git";
        await using var host = await CompanionProcess.StartAsync(settings: settings);
        foreach (var (dark, width, height) in new[] { (false, 1440, 900), (true, 1440, 900), (false, 768, 1024), (true, 768, 1024) })
        {
            await using var administrator = await browser.SignInAsync("Kim Park", "/admin/repositories", dark, width, height, host);
            var page = administrator.Page;
            var rules = page.GetByRole(AriaRole.Article, new() { Name = "rules", Exact = true });
            await Expect(rules).ToContainTextAsync("Line 6:", new() { Timeout = 20_000 });
            await Expect(rules).ToContainTextAsync("waits for approval");
            await Expect(rules).ToContainTextAsync("One other file is left alone.");
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "elsewhere", Exact = true })).ToContainTextAsync("private network");
            await Axe.FindsNothingAsync(page, targets: true);

            await page.GetByRole(AriaRole.Button, new() { Name = "Test rules", Exact = true }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var dialog = page.GetByRole(AriaRole.Dialog);
            await Expect(dialog).ToContainTextAsync("It answers.", new() { Timeout = 20_000 });
            await Axe.FindsNothingAsync(page, targets: true);
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
            await page.GetByRole(AriaRole.Button, new() { Name = "Branch and folder of rules" }).ClickAsync();
            await dialog.GetByLabel("Branch").FillAsync("-x");
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the name of a branch");
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
            Assert.Empty(administrator.Troubles);
        }

        await using var approver = await browser.SignInAsync("Dana Meyer", "/approvals", false, 1440, 900, host);
        await approver.Page.GetByRole(AriaRole.Link, new() { Name = "Lactate kept in git" }).ClickAsync();
        await Expect(approver.Page.Locator("main")).ToContainTextAsync("From the repository rules: triggers/lactate-kept.yaml");
        await Axe.FindsNothingAsync(approver.Page, targets: true);

        using var saved = await SaveAsync(host);
        await using var author = await browser.SignInAsync("Tess Shah", "/triggers/low-lactate", false, 1440, 900, host);
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await author.Page.GetByText("Propose in the repository…").ClickAsync();
        var propose = author.Page.GetByRole(AriaRole.Dialog);
        await Expect(propose).ToContainTextAsync("pushed as one file");
        await Axe.FindsNothingAsync(author.Page, targets: true);
        await propose.GetByRole(AriaRole.Button, new() { Name = "Propose", Exact = true }).ClickAsync();
        await Expect(propose).ToContainTextAsync("companion/trigger-low-lactate-v1", new() { Timeout = 20_000 });
        await Axe.FindsNothingAsync(author.Page, targets: true);
        Assert.Contains("Low lactate", git.Show("show", "companion/trigger-low-lactate-v1:triggers/low-lactate.yaml"), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SaveAsync(CompanionProcess host)
    {
        using var content = new StringContent(CommitsArrive.Lactate("3.5").Replace("lactate-kept", "low-lactate", StringComparison.Ordinal).Replace("Lactate kept in git", "Low lactate", StringComparison.Ordinal), System.Text.Encoding.UTF8, "text/yaml");
        var answer = await host.Web.PutAsync("/api/v1/triggers/low-lactate", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer;
    }
}
