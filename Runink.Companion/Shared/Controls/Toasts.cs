using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Runink.Companion.Shared.Controls;

/// <summary>
/// Short answers to what somebody just did, for one circuit. Each names whom it was done to. The last one stands; it can be taken
/// back with the key u while it does.
/// </summary>
public sealed class Toasts(ISnackbar snackbar)
{
    private const int UndoableMs = 10_000;

    public void Say(string text, string? undoLabel = null, Func<Task>? undo = null) => Show(text, Severity.Normal, undoLabel, undo);

    /// <summary>Refusals stay until they are closed: they say what to do next, and reading takes as long as it takes.</summary>
    public void Refuse(Domain.Foundation.Refusal refusal) => Show(
        refusal.Code == "stale-version" ? $"{refusal.Message} The page now shows the newest state." : refusal.Message, Severity.Error, null, null);

    private void Show(string text, Severity severity, string? undoLabel, Func<Task>? undo)
    {
        snackbar.Clear();
        Snackbar? shown = null;
        RenderFragment content = builder =>
        {
            builder.AddContent(0, text);
            if (undo is null)
                return;
            builder.OpenElement(1, "button");
            builder.AddAttribute(2, "type", "button");
            builder.AddAttribute(3, "class", "btn s");
            builder.AddAttribute(4, "data-key", "u");
            builder.AddAttribute(5, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, () => UndoAsync(shown, undo)));
            builder.AddContent(6, undoLabel);
            builder.OpenElement(7, "kbd");
            builder.AddContent(8, "u");
            builder.CloseElement();
            builder.CloseElement();
        };
        shown = snackbar.Add(content, severity, options =>
        {
            options.RequireInteraction = severity == Severity.Error;
            options.VisibleStateDuration = UndoableMs;
            options.HideIcon = severity != Severity.Error;
        });
    }

    private Task UndoAsync(Snackbar? shown, Func<Task> undo)
    {
        if (shown is not null)
            snackbar.Remove(shown);
        return undo();
    }
}
