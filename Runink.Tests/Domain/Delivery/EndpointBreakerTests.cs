using Runink.Domain.Delivery;

namespace Runink.Tests.Domain.Delivery;

public sealed class EndpointBreakerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    [Fact]
    public void AServerIsLeftAloneAfterFailuresInARowAndThenOneMessageTries()
    {
        var breaker = Failing(3);

        Assert.Equal(new BreakerDecision(false, Now + Pause), breaker.Ask(Pause, Now).Decision);
        var (probing, first) = breaker.Ask(Pause, Now + Pause);
        Assert.True(first.IsAllowed);
        Assert.False(probing.Ask(Pause, Now + Pause).Decision.IsAllowed);
        Assert.False(probing.Failed(3, Pause, Now + Pause).Ask(Pause, Now + Pause + TimeSpan.FromSeconds(29)).Decision.IsAllowed);
        Assert.True(probing.Abandoned().Ask(Pause, Now + Pause).Decision.IsAllowed);
    }

    [Fact]
    public void FewerFailuresChangeNothing() => Assert.True(Failing(2).Ask(Pause, Now).Decision.IsAllowed);

    private static EndpointBreaker Failing(int times)
    {
        var breaker = EndpointBreaker.Closed;
        for (var failure = 0; failure < times; failure++)
            breaker = breaker.Ask(Pause, Now).Next.Failed(3, Pause, Now);
        return breaker;
    }
}
