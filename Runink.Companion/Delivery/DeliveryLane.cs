using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>One channel on its own: a server that hangs or is away holds up nothing but what goes there.</summary>
internal sealed class DeliveryLane(IDeliveryChannel channel, DeliveryOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private EndpointBreaker breaker = EndpointBreaker.Closed;
    private int busy;

    public IDeliveryChannel Channel => channel;

    /// <summary>Takes a place, or answers null when all are taken. What is taken is left again by <see cref="Leave"/>.</summary>
    public BreakerDecision? TryEnter()
    {
        lock (gate)
        {
            if (busy >= options.AtOnce)
                return null;
            (breaker, var decision) = breaker.Ask(options.Break, time.GetUtcNow());
            if (decision.IsAllowed)
                busy++;
            return decision;
        }
    }

    /// <param name="fault">How it ended; null when the message was handed over.</param>
    /// <param name="wasTried">False when it turned out that nothing had to be sent.</param>
    public void Leave(DeliveryFault? fault, bool wasTried)
    {
        lock (gate)
        {
            busy--;
            breaker = (wasTried, fault) switch
            {
                (false, _) => breaker.Abandoned(),
                (_, DeliveryFault.Endpoint) => breaker.Failed(options.FailuresBeforeBreak, options.Break, time.GetUtcNow()),
                // A server that says no to one message is there.
                _ => EndpointBreaker.Closed,
            };
        }
    }
}
