using Microsoft.Playwright;
using Runink.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>The studio as a place one can find one's way in and out of: completion, the way past the editor, and every act taken back.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AuthorTakesATriggerBack(BrowserHost browser)
{
    private const string Id = "sepsis-older-ed-patients";

    [Fact]
    public async Task CompletionIsReadableAndTabLeavesTheEditor()
    {
        BrowserHost.NeedsABrowser();
        await using var author = await browser.SignInAsync("Tess Shah", $"/triggers/{Id}");
        var page = author.Page;
        await page.Locator(".monaco-editor .view-line").First.WaitForAsync();
        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        foreach (var key in (string[])["Control+Home", "ArrowDown", "End", "Space"])
            await page.Keyboard.PressAsync(key);
        await page.Keyboard.TypeAsync("AND lab.");
        var rows = page.Locator(".suggest-widget.visible .monaco-list-row");
        await rows.Nth(2).WaitForAsync();
        var boxes = await rows.EvaluateAllAsync<double[][]>(
            "rows => rows.map(row => [row, row.querySelector('.main')].map(e => e.getBoundingClientRect())).sort((a, b) => a[0].top - b[0].top).map(([row, main]) => [row.top, row.bottom, main.height])");
        Assert.All(boxes, box => Assert.InRange(box[1] - box[0], 15, 40));
        Assert.All(boxes, box => Assert.True(box[2] <= box[1] - box[0] + 1, "The text of a suggestion is higher than its row."));
        Assert.All(boxes.Zip(boxes.Skip(1)), pair => Assert.True(pair.First[1] <= pair.Second[0] + 1, "Two suggestions overlap."));
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("Tab");
        Assert.False(await InEditorAsync(page));
        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        await page.Keyboard.PressAsync("Control+m");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await InEditorAsync(page));
        await page.Keyboard.PressAsync("Control+m");
        await page.Keyboard.PressAsync("Tab");
        Assert.False(await InEditorAsync(page));
    }

    [Fact]
    public async Task PublishedRetiredRolledBackCopiedAndDeleted()
    {
        BrowserHost.NeedsABrowser();
        await using var house = await CompanionProcess.StartAsync();
        await using var author = await browser.SignInAsync("Tess Shah", $"/triggers/{Id}", at: house);
        var page = author.Page;
        await page.Locator(".monaco-editor .view-line").First.WaitForAsync();
        await page.Locator(".monaco-editor .view-lines").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync("# looked at\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(page.GetByText("Draft saved")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("3 is read as 3 mmol/L");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Not yet" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page.GetByText("v2 is in force.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await page.WaitForFunctionAsync("() => document.activeElement !== document.body");

        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Retire…" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it in force" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Retire it" }).ClickAsync();
        await Expect(page.GetByText("Retired", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Single(await house.ItemsAsync("/api/v1/ledger?kind=trigger_retired"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish again" }).ClickAsync();
        await Expect(page.GetByText("v3 in force", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Versions" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open v1 as a draft" }).ClickAsync();
        await Expect(page.GetByText("The text of v1 is open as a draft.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Draft of v4", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".monaco-editor .view-lines")).Not.ToContainTextAsync("looked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".monaco-editor .view-lines")).ToContainTextAsync("looked");
        await Expect(page.GetByText("v3 in force", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Copy as a new trigger…" }).ClickAsync();
        await dialog.GetByLabel("Name of the copy").FillAsync("Sepsis: ward");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/triggers/sepsis-ward");
        await Expect(page.Locator(".monaco-editor .view-lines")).ToContainTextAsync("sepsis-ward");
        await Expect(page.Locator("h1").First).ToHaveTextAsync("Sepsis: ward");
        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete this draft" }).ClickAsync();
        await page.WaitForURLAsync("**/triggers");
        await Expect(author.Row("Sepsis: ward")).ToHaveCountAsync(0);
        Assert.Single(await house.ItemsAsync("/api/v1/ledger?kind=trigger_draft_deleted&subject=trigger/sepsis-ward"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.WaitForURLAsync("**/triggers/sepsis-ward");
        await Expect(page.Locator(".monaco-editor .view-lines")).ToContainTextAsync("sepsis-ward");
        Assert.Empty(author.Troubles);
    }

    private static Task<bool> InEditorAsync(IPage page) => page.EvaluateAsync<bool>("() => document.activeElement.closest('.monaco-editor') !== null");
}
