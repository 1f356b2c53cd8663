using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>An administrator sees each source, tests it, has it read now and again, and pauses it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SourcesAreSteered(BrowserHost browser)
{
    [Fact]
    public async Task AWorkingOneAndOneThatLooksOtherwise()
    {
        BrowserHost.NeedsABrowser();
        using var fetching = new Fetching();
        var file = Path.Combine(System.IO.Directory.CreateTempSubdirectory("companion-source-").FullName, "source.db");
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE results (id INTEGER, mrn TEXT, value TEXT, taken_at TEXT, changed INTEGER); INSERT INTO results VALUES (1, 'S1', '1.5', '', 1), (2, NULL, '1.6', '', 2)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var settings = fetching.Settings(
            "Sqlite", "", ("ConnectionString", $"Data Source={file}"), ("Query", "SELECT * FROM results WHERE changed >= @since ORDER BY changed"), ("Watermark:Column", "changed"), ("Watermark:Kind", "Number"));
        foreach (var (name, value) in settings.Where(one => one.Key.StartsWith("Intake:Sources:it:", StringComparison.Ordinal)).ToList())
            settings[name.Replace(":it:", ":other:", StringComparison.Ordinal)] = value;
        settings["Intake:Sources:other:Query"] = "SELECT id, mrn, value AS result, taken_at, changed FROM results WHERE changed >= @since ORDER BY changed";
        await using var host = await CompanionProcess.StartAsync(settings: settings.Where(one => one.Value is { Length: > 0 }).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal));

        foreach (var (dark, width, height) in new[] { (false, 1440, 900), (true, 768, 1024) })
        {
            await using var administrator = await browser.SignInAsync("Kim Park", "/admin/sources", dark, width, height, host);
            var page = administrator.Page;
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "other", Exact = true })).ToContainTextAsync("The column value is not there; it has id, mrn, result, taken_at, changed.");
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "it", Exact = true })).ToContainTextAsync("Rows refused");
            await Axe.FindsNothingAsync(page, targets: true);

            await page.GetByRole(AriaRole.Button, new() { Name = "Test it" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var dialog = page.GetByRole(AriaRole.Dialog);
            await Expect(dialog).ToContainTextAsync("value LN|2524-7 = 1.5 mmol/L");
            await Expect(dialog).ToContainTextAsync("The row does not say whose it is.");
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);

            await page.GetByRole(AriaRole.Button, new() { Name = "Replay from…: it" }).ClickAsync();
            await dialog.GetByLabel("From").FillAsync("soon");
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("A number is needed");
            await dialog.GetByLabel("From").FillAsync("1");
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog).ToHaveCountAsync(0);
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "it", Exact = true })).ToContainTextAsync("1 waits");
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "it", Exact = true })).ToContainTextAsync("0 new, 1 known, 1 refused");

            await page.GetByRole(AriaRole.Button, new() { Name = "Pause it" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Article, new() { Name = "it", Exact = true })).ToContainTextAsync("Paused");
            await page.GetByRole(AriaRole.Button, new() { Name = "Resume it" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause it" })).ToBeVisibleAsync();
        }

        await using var nurse = await browser.SignInAsync("Ana Ruiz", "/admin/sources", false, 1440, 900, host);
        await Expect(nurse.Page.Locator("main")).Not.ToContainTextAsync("Pull now");
        System.IO.Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
