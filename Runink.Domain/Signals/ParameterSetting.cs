namespace Runink.Domain.Signals;

/// <summary>A named number of a trigger, set for one patient or for all patients of a unit.</summary>
/// <param name="Unit">The unit whose patients it is for; null for this patient alone.</param>
/// <param name="Code">UCUM of <paramref name="Number"/>; empty for a bare number.</param>
/// <param name="Until">Its expiry or removal, that instant no longer included; null while nobody ended it.</param>
public sealed record ParameterSetting(
    string TriggerId, string Parameter, string? Unit, decimal Number, string Code, string Author, string Reason, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>As people write it: <c>4 mmol/L</c>.</summary>
    public string Shown => $"{Interval.Number(Number)} {Code}".TrimEnd();
}
