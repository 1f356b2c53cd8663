namespace Runink.Companion.Shared.Layout;

/// <summary>Whether the sheet of keys is open in this circuit.</summary>
public sealed class KeySheetState
{
    public event Action? Changed;

    public bool IsOpen { get; private set; }

    public void Open() => Set(true);

    public void Close() => Set(false);

    private void Set(bool open)
    {
        IsOpen = open;
        Changed?.Invoke();
    }
}
