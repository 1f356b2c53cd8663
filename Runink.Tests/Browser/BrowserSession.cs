using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Runink.Tests.Browser;

/// <summary>One person's browser, and everything it complained about.</summary>
public sealed class BrowserSession : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> troubles = [];

    public BrowserSession(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Request += (_, request) =>
            Note(new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss", Host: not ("127.0.0.1" or "localhost") }, $"left the machine: {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, errors of scripts and requests to other machines, so far.</summary>
    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (troubles)
                return [.. troubles];
        }
    }

    public ILocator Main => Page.Locator("main");

    public ILocator Row(string text) => Page.Locator("[data-rowlink]").Filter(new() { HasText = text });

    /// <summary>Goes where a link inside the app would go, and waits for the page's heading.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("h1").First.WaitForAsync();
    }

    /// <summary>
    /// Opens a select with the keyboard and chooses from it. The select takes the focus back when its list has closed: whoever goes
    /// on before that loses what is typed to it.
    /// </summary>
    public async Task ChooseAsync(ILocator select, string option)
    {
        await select.PressAsync("Space");
        await Page.Locator(".mud-popover-open .mud-list-item", new() { HasText = option }).First.ClickAsync();
        await Expect(select).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(select).ToBeFocusedAsync();
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Note(bool isTrouble, string text)
    {
        if (!isTrouble)
            return;
        lock (troubles)
            troubles.Add(text);
    }
}
