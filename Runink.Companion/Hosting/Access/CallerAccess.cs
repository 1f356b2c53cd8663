using System.Security.Claims;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Access;

/// <summary>Says who a principal is now: what a page learnt when it opened may have ended since.</summary>
public sealed class CallerAccess(PeopleDirectory people, SessionStore sessions, OpenedPatients opened, TimeProvider time)
{
    public Caller Of(ClaimsPrincipal principal)
    {
        var caller = Caller.From(principal);
        if (caller.Kind != "person" || caller.SessionId is null)
            return caller;
        return sessions.Alive(caller.SessionId) is { } session && session.PersonId == caller.Id && people.Find(caller.Id) is { Person.IsActive: true } known
            ? Caller.Of(known.Person, known.Roles, session.Id, session.ConfirmedAt) with { Opened = opened.Of(caller.Id) }
            : Caller.Nobody;
    }

    /// <summary>The refusal of a dangerous act when the caller's last proof is too old; null when it is fresh, or a key asks.</summary>
    public Refusal? Unconfirmed(Caller caller) => caller.ConfirmedAt is { } at && time.GetUtcNow() - at > sessions.Limits.Confirmed
        ? new Refusal("confirm-first", "Confirm first that it is you: this act asks for a fresh sign-in.")
        : null;
}
