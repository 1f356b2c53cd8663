using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>An auditor takes a package along and verifies it elsewhere, with the page that is in it and nothing else.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EvidenceIsVerifiedOffline(BrowserHost browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePageInThePackageTellsWhatHoldsAndWhatDoesNot()
    {
        BrowserHost.NeedsABrowser();
        var escalation = await browser.AdmitSepticAsync(Some.Mrn(), "Eriksen^Liv");
        await using var auditor = await browser.SignInAsync("Victor Adeyemi", $"/audit?subject=escalation/{escalation}");
        var button = auditor.Page.GetByRole(AriaRole.Button, new() { Name = "Evidence package" });
        var download = await auditor.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        Assert.Equal($"evidence-escalation-{escalation}.zip", download.SuggestedFilename);
        Assert.Empty(auditor.Troubles);
        var folder = Directory.CreateTempSubdirectory("companion-evidence-").FullName;
        var package = Path.Combine(folder, "package.zip");
        await download.SaveAsAsync(package);
        await ZipFile.ExtractToDirectoryAsync(package, Path.Combine(folder, "out"), Stop);

        await using var elsewhere = await browser.OpenAsync();
        var page = elsewhere.Page;
        await page.GotoAsync(new Uri(Path.Combine(folder, "out", "verify.html")).AbsoluteUri);
        await page.Locator("#file").SetInputFilesAsync(package);
        await Expect(page.Locator("#verdict")).ToContainTextAsync("It holds: all");
        await Expect(page.GetByText($"About escalation/{escalation}")).ToBeVisibleAsync();
        await Expect(page.Locator("td.good").First).ToHaveTextAsync("holds");
        await Axe.FindsNothingAsync(page);

        // From the very first row, which follows no checkpoint.
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await auditor.GoAsync($"/audit?from={today}&to={today}");
        var whole = await auditor.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        var days = Path.Combine(folder, "days.zip");
        await whole.SaveAsAsync(days);
        await page.Locator("#file").SetInputFilesAsync(days);
        await Expect(page.GetByText($"About period/{today}..{today}")).ToBeVisibleAsync();
        await Expect(page.Locator("#verdict")).ToContainTextAsync("It holds");

        await ForgeAsync(package, "ledger.json", "\"actor\": \"", "\"actor\": \"person:nobody ");
        await page.Locator("#file").SetInputFilesAsync(Array.Empty<string>());
        await page.Locator("#file").SetInputFilesAsync(package);
        await Expect(page.Locator("#verdict")).ToHaveTextAsync("This evidence does not hold.");
        await Expect(page.GetByText("ledger.json was changed.")).ToBeVisibleAsync();
        await Expect(page.GetByText("does not fit its hash").First).ToBeVisibleAsync();
        Assert.Empty(elsewhere.Troubles);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task ForgeAsync(string package, string name, string part, string forged)
    {
        using var zip = await ZipFile.OpenAsync(package, ZipArchiveMode.Update, Stop);
        string text;
        using (var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Stop), new UTF8Encoding(false)))
            text = await reader.ReadToEndAsync(Stop);
        Assert.Contains(part, text, StringComparison.Ordinal);
        zip.GetEntry(name)!.Delete();
        await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync(Stop), new UTF8Encoding(false));
        await writer.WriteAsync(text.Replace(part, forged, StringComparison.Ordinal));
    }
}
