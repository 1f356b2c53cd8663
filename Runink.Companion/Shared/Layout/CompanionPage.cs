using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Layout;

/// <summary>What every page and panel needs: who asks, a token that ends with it, and changes as they commit.</summary>
public abstract class CompanionPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly List<IDisposable> watches = [];

    [CascadingParameter] public required Task<AuthenticationState> SignedIn { get; set; }

    [Inject] public required LiveFeed Live { get; set; }

    [Inject] public required CallerAccess Access { get; set; }

    [Inject] public required NavigationManager Navigation { get; set; }

    private System.Security.Claims.ClaimsPrincipal principal = new();

    /// <summary>Who asks now: a session that ended while the page is open, or a role that was lost, counts at once.</summary>
    protected Caller Caller => Access.Of(principal);

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone => gone.Token;

    protected sealed override async Task OnParametersSetAsync()
    {
        principal = (await SignedIn).User;
        try
        {
            await LoadAsync();
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page was left while it loaded.
        }
    }

    /// <summary>Reads what the page's parameters ask for; called again whenever they change.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>True when the caller proved lately who it is; otherwise the way leads there and back to this page.</summary>
    protected bool IsConfirmed()
    {
        if (Access.Unconfirmed(Caller) is null)
            return true;
        Navigation.NavigateTo($"/confirm?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}", forceLoad: true);
        return false;
    }

    /// <summary>Calls <paramref name="show"/> on the circuit after changes of this kind committed, then renders.</summary>
    protected void Watch(Predicate<Change> wanted, Func<IReadOnlyCollection<Change>, Task> show, TimeSpan? pace = null) =>
        watches.Add(Live.Watch(wanted, changes => InvokeAsync(() => ShowAsync(() => show(changes))), pace));

    /// <summary>The same again and again, for what changes though nothing happens: ages, silences, times that come.</summary>
    protected void Every(TimeSpan length, TimeProvider time, Func<Task> show) =>
        watches.Add(time.CreateTimer(_ => _ = InvokeAsync(() => ShowAsync(show)), null, length, length));

    private async Task ShowAsync(Func<Task> show)
    {
        if (Gone.IsCancellationRequested)
            return;
        try
        {
            await show();
            StateHasChanged();
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException && gone.IsCancellationRequested)
        {
            // The page was left meanwhile.
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (var watch in watches)
            watch.Dispose();
        gone.Cancel();
        gone.Dispose();
        OnGone();
    }

    protected virtual void OnGone()
    {
    }
}
