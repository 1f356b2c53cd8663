using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Runink.Companion.Hosting.Access.BreakGlass;

namespace Runink.Companion.Hosting.Access;

/// <summary>An open page learns at once that its session ended or its roles changed; a page of nobody goes to the sign-in.</summary>
public sealed class SessionAuthenticationState : ServerAuthenticationStateProvider, IDisposable
{
    private readonly PeopleDirectory people;
    private readonly SessionStore sessions;
    private readonly CallerAccess access;
    private readonly OpenedPatients opened;
    private int gone;

    public SessionAuthenticationState(PeopleDirectory people, SessionStore sessions, OpenedPatients opened, CallerAccess access)
    {
        (this.people, this.sessions, this.opened, this.access) = (people, sessions, opened, access);
        people.Changed += OnChanged;
        sessions.Changed += OnChanged;
        opened.Changed += OnChanged;
    }

    public void Dispose()
    {
        gone = 1;
        people.Changed -= OnChanged;
        sessions.Changed -= OnChanged;
        opened.Changed -= OnChanged;
    }

    private void OnChanged() => _ = LookAgainAsync();

    private async Task LookAgainAsync()
    {
        ClaimsPrincipal user;
        try
        {
            user = (await GetAuthenticationStateAsync()).User;
        }
        catch (InvalidOperationException)
        {
            // The circuit has not been told yet who opened it.
            return;
        }

        var before = Caller.From(user);
        if (gone != 0 || before.SessionId is null)
            return;
        var now = access.Of(user);
        if (now == Caller.Nobody)
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        else if (!now.Roles.SequenceEqual(before.Roles) || !now.Opened.SequenceEqual(before.Opened) || now.Name != before.Name)
            SetAuthenticationState(Task.FromResult(new AuthenticationState(now.Principal(user.Identity!.AuthenticationType!))));
    }
}
