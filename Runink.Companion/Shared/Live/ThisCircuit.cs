using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Runink.Companion.Hosting.Access;

namespace Runink.Companion.Shared.Live;

/// <summary>One open page as the host sees it: whose it is, when it was last touched, and whether another needs its place.</summary>
public sealed class ThisCircuit(OpenCircuits all, Presence presence, AuthenticationStateProvider authentication, TimeProvider time) : CircuitHandler
{
    private string? person;

    /// <summary>Raised when the page shall go; its layout shows why.</summary>
    public event Action? MadeRoom;

    public DateTimeOffset TouchedAt { get; private set; }

    public bool IsConnected { get; private set; }

    public void MakeRoom() => MadeRoom?.Invoke();

    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        person = Caller.From((await authentication.GetAuthenticationStateAsync()).User).Id;
        TouchedAt = time.GetUtcNow();
        all.Opened(person, this);
        IsConnected = true;
        presence.Connection(this);
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (person is not null)
            all.Closed(person, this);
        IsConnected = false;
        presence.Connection(this);
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        TouchedAt = time.GetUtcNow();
        return next(context);
    };
}
