using System.Net;
using Runink.Domain.Delivery;

namespace Runink.Companion.Shared.Outside;

/// <summary>What a server outside answered.</summary>
/// <param name="Body">Of its text as much as was asked for.</param>
public sealed record OutsideAnswer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter, Uri? Location = null)
{
    /// <summary>It was longer than what is read.</summary>
    public bool IsCut { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>RFC 9110: what a status means for the message. A redirect is not followed: whoever may send us elsewhere is not who was registered.</summary>
    public static DeliveryFault FaultOf(HttpStatusCode status) => (int)status switch
    {
        429 or >= 500 => DeliveryFault.Endpoint,
        408 or 425 => DeliveryFault.Temporary,
        _ => DeliveryFault.Permanent,
    };

    /// <exception cref="DeliveryException">It is no success.</exception>
    public OutsideAnswer OrThrow(string endpoint) => IsSuccess ? this : throw Failure(FaultOf(Status), $"{endpoint} answered {(int)Status} {Status}{((int)Status is >= 300 and < 400 ? "; redirects are not followed" : "")}.");

    public DeliveryException Failure(DeliveryFault fault, string words) => new(fault, words) { RetryAfter = RetryAfter };
}
