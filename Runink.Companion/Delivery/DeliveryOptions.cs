using System.ComponentModel.DataAnnotations;
using Runink.Companion.Delivery.Endpoints;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>Settings under <c>Delivery</c>, for every channel alike.</summary>
public sealed class DeliveryOptions : IValidatableObject
{
    /// <summary>Messages that are on their way to one server at a time.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;

    /// <summary>So many failures of a server in a row, and it is left alone for a while.</summary>
    [Range(2, 100)]
    public int FailuresBeforeBreak { get; set; } = 5;

    /// <summary>How long; then one message tries.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Servers outside that messages may go to, by name.</summary>
    public Dictionary<string, EndpointOptions> Endpoints { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many messages one receiver gets over a channel: <c>sms</c> → "5 in 00:15:00, 11 in 01:00:00". Others are told together.</summary>
    public Dictionary<string, string> Throttle { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Break < TimeSpan.FromSeconds(1) || Break > TimeSpan.FromMinutes(15))
            yield return new("from 00:00:01 to 00:15:00.", [nameof(Break)]);
        foreach (var (channel, text) in Throttle.Where(one => ThrottleText.Read(one.Value) is null))
            yield return new($"{text} is not like 5 in 00:15:00, 11 in 01:00:00; a day is the longest.", [$"{nameof(Throttle)}:{channel}"]);
    }

    /// <summary>As the settings say; for text messages also when they say nothing.</summary>
    public IReadOnlyList<ThrottleLimit> LimitsOf(string channel) => ThrottleText.Read(Throttle.GetValueOrDefault(channel) ?? (channel == "sms" ? ThrottleText.OfSms : "")) ?? [];
}
