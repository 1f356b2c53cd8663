using BlazorMonaco.Editor;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Monaco, and the bridge by which it asks the useCases for completion, hover and diagnostics.</summary>
public sealed partial class TriggerEditor
{
    private static int made;

    /// <summary>Of its own: the library gives an editor of a known id the text of the one before.</summary>
    private readonly string editorId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"trigger-editor-{Interlocked.Increment(ref made)}");

    private StandaloneCodeEditor? editor;
    private IJSObjectReference? module;
    private IJSObjectReference? bridge;
    private DotNetObjectReference<TriggerEditor>? self;
    private IReadOnlyList<CheckedPlace> marked = [];
    private bool ready;

    [Parameter, EditorRequired] public required string Text { get; set; }

    /// <summary>Under which the browser keeps unsaved text.</summary>
    [Parameter, EditorRequired] public required string KeepAs { get; set; }

    [Parameter, EditorRequired] public required TriggerUseCases UseCases { get; set; }

    [Parameter] public bool ReadOnly { get; set; }

    [Parameter] public EventCallback<string> OnText { get; set; }

    [Parameter] public EventCallback OnSave { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        module = await Js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["js/studio.js"]}");
        await module.InvokeVoidAsync("load");
        ready = true;
        StateHasChanged();
    }

    private StandaloneEditorConstructionOptions Options(StandaloneCodeEditor built) => new()
    {
        Value = Text,
        Language = "yaml",
        AutomaticLayout = true,
        ReadOnly = ReadOnly,
        FontSize = 14,
        LineHeight = 23,
        ScrollBeyondLastLine = false,
        Minimap = new EditorMinimapOptions { Enabled = false },
        Padding = new EditorPaddingOptions { Top = 12, Bottom = 12 },
        FixedOverflowWidgets = true,
    };

    private async Task AttachAsync()
    {
        self = DotNetObjectReference.Create(this);
        bridge = await module!.InvokeAsync<IJSObjectReference>("attach", editorId, self, KeepAs, ReadOnly);
        if (await bridge.InvokeAsync<bool>("restored"))
            Toasts.Say("Text that you had not saved was kept and is back in the editor.");
        await bridge.InvokeVoidAsync("mark", marked);
    }

    [JSInvokable]
    public async Task TextChanged(IJSStreamReference text) => await OnText.InvokeAsync(await ReadAsync(text));

    [JSInvokable]
    public Task Save() => OnSave.InvokeAsync();

    [JSInvokable]
    public async Task<IReadOnlyList<CompletionView>> Complete(IJSStreamReference text, int line, int column) => UseCases.Complete(await ReadAsync(text), line, column);

    [JSInvokable]
    public async Task<string?> Hover(IJSStreamReference text, int line, int column) => UseCases.Hover(await ReadAsync(text), line, column);

    public Task MarkAsync(IReadOnlyList<CheckedPlace> diagnostics)
    {
        marked = diagnostics;
        return CallAsync("mark", diagnostics);
    }

    public Task ReplaceAsync(string text) => CallAsync("replace", text);

    public Task FixAsync(CheckedPlace diagnostic) => CallAsync("fix", diagnostic);

    public Task RevealAsync(CheckedPlace diagnostic) => CallAsync("reveal", diagnostic.Line, diagnostic.Column);

    public Task SavedAsync() => CallAsync("saved");

    /// <summary>A text may be longer than one message of a browser may be.</summary>
    private static async Task<string> ReadAsync(IJSStreamReference text)
    {
        await using (text)
        {
            await using var stream = await text.OpenReadStreamAsync(4 * TriggerChecks.LongestText);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
    }

    private async Task CallAsync(string name, params object?[] arguments)
    {
        if (bridge is not null)
            await bridge.InvokeVoidAsync(name, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CallAsync("dispose");
            if (bridge is not null)
                await bridge.DisposeAsync();
            if (module is not null)
                await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and what it held with it.
        }

        self?.Dispose();
    }
}
