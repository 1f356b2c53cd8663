using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Delivery;

/// <summary>Settings under <c>Delivery:DeadMan</c>: a watcher outside of this house raises the alarm when the pings stop.</summary>
public sealed class DeadManOptions : IValidatableObject
{
    /// <summary>Name of a registered endpoint of kind webhook; empty: nobody is pinged.</summary>
    public string? Endpoint { get; set; }

    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An evaluator or sender that finished no round for so long is not vouched for.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Every < TimeSpan.FromSeconds(10) || Every > TimeSpan.FromHours(1))
            yield return new("from 00:00:10 to 01:00:00.", [nameof(Every)]);
        if (Patience < TimeSpan.FromSeconds(10) || Patience > TimeSpan.FromHours(1))
            yield return new("from 00:00:10 to 01:00:00.", [nameof(Patience)]);
    }
}
