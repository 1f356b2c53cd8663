using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>One server on its own: when it hangs or is away it holds up nothing but what goes there.</summary>
/// <param name="to">The registered endpoint; null when all of the channel goes over one server.</param>
public sealed class DeliveryLane(IDeliveryChannel channel, string? to, DeliveryOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private EndpointBreaker breaker = EndpointBreaker.Closed;
    private int busy;

    public IDeliveryChannel Channel => channel;

    public string? To => to;

    public bool IsFull
    {
        get
        {
            lock (gate)
                return busy >= options.AtOnce;
        }
    }

    /// <summary>How it stands: failures in a row, and until when it is left alone.</summary>
    public EndpointBreaker Breaker
    {
        get
        {
            lock (gate)
                return breaker;
        }
    }

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
