using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Runink.Tests.Browser;

/// <summary>What axe says of a page as it stands, and whether it is as wide as the screen.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions WithTargets = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };

    /// <summary>The editor of the studio is made, which it is behind every tab, and its live regions have their names.</summary>
    public static Task EditorAsync(IPage page) => page.Locator(".monaco-status[aria-label]").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Nothing moves any more, for three frames: a colour on its way to another is neither.</summary>
    public static Task RestAsync(IPage page) => page.EvaluateAsync("""
        async () => {
          for (let calm = 0; calm < 3; calm++) {
            await new Promise(requestAnimationFrame);
            const moving = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity && one.playState === "running");
            if (moving.length) { calm = -1; await Promise.all(moving.map(one => one.finished.catch(() => null))); }
          }
        }
        """);

    /// <param name="what">What is looked at, for the message.</param>
    /// <param name="targets">Whether all that can be pressed is large enough too (WCAG 2.2).</param>
    public static async Task FindsNothingAsync(IPage page, string what = "The page", bool targets = false)
    {
        await RestAsync(page);
        var found = targets ? await page.RunAxe(WithTargets) : await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{what}: {string.Join('\n', found.Violations.Select(one => $"{one.Id}, {one.Help}: {one.Nodes[0].Html}"))}");
        var over = await page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth");
        Assert.True(over <= 0, $"{what} is {over} px wider than the screen.");
    }
}
