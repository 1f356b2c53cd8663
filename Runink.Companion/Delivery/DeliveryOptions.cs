using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Delivery;

/// <summary>Settings under <c>Delivery</c>, for every channel alike.</summary>
public sealed class DeliveryOptions : IValidatableObject
{
    /// <summary>Messages that are on their way over one channel at a time.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;

    /// <summary>So many failures of a server in a row, and it is left alone for a while.</summary>
    [Range(2, 100)]
    public int FailuresBeforeBreak { get; set; } = 5;

    /// <summary>How long; then one message tries.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Break < TimeSpan.FromSeconds(1) || Break > TimeSpan.FromMinutes(15))
            yield return new("from 00:00:01 to 00:15:00.", [nameof(Break)]);
    }
}
