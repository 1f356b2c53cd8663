namespace Runink.Companion.Intake.Contracts;

/// <summary>Breaches by the words that people have for them.</summary>
public static class ContractWords
{
    /// <summary>How a contract is kept, in a few words.</summary>
    public static string Of(ContractStanding standing) => standing switch
    {
        { Contract.IsPaused: true } => "paused",
        { Breaches.Count: 0 } => "kept",
        { Breaches: [var one] } => $"broken: {Name(one.Name)}",
        { Breaches: var several } => $"broken in {several.Count} points",
    };

    public static string Name(string breach) => breach.Split(' ', 2) switch
    {
        ["silence"] => "silent for too long",
        ["volume-low"] => "too few messages",
        ["volume-high"] => "too many messages",
        ["cost"] => "more than a day may bring",
        ["required", "control_id"] => "messages without a number",
        ["required", "sent"] => "messages without a time of sending",
        ["required", "stay"] => "values without a stay",
        ["required", "time"] => "times that cannot be believed",
        ["required", "unit"] => "quantities without a unit",
        ["required", "code"] => "codes that are not known",
        ["required", var signal] => $"messages without {signal}",
        ["unit", var signal] => $"another unit of {signal}",
        ["value", var signal] => $"other values of {signal}",
        ["code", var system] => $"other codes of {system}",
        _ => breach,
    };
}
