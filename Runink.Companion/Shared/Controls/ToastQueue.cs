namespace Runink.Companion.Shared.Controls;

/// <param name="Undo">What the one button does; null = only a message.</param>
public sealed record Toast(string Text, bool Bad, string? UndoLabel = null, Func<Task>? Undo = null);

/// <summary>Short answers to what somebody just did, for one circuit. The last one stands; older ones make room.</summary>
public sealed class ToastQueue
{
    public event Action? Changed;

    public Toast? Current { get; private set; }

    public void Say(string text, string? undoLabel = null, Func<Task>? undo = null) => Show(new(text, false, undoLabel, undo));

    public void Refuse(Domain.Foundation.Refusal refusal) => Show(new(refusal.Code switch
    {
        "stale-version" => $"{refusal.Message} Somebody was quicker; the page now shows the newest state.",
        _ => refusal.Message,
    }, true));

    public void Clear() => Show(null);

    private void Show(Toast? toast)
    {
        Current = toast;
        Changed?.Invoke();
    }
}
