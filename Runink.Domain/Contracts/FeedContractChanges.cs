using System.Globalization;
using Runink.Domain.Triggers.Approval;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Contracts;

/// <summary>What a contract says, and what differs between two, each as a person would say it.</summary>
public static class FeedContractChanges
{
    /// <param name="before">Null where none was in force.</param>
    public static IReadOnlyList<TriggerChange> Between(FeedContract? before, FeedContract after)
    {
        var (old, now) = (before is null ? [] : Terms(before).ToDictionary(one => one.What, one => one.Says, StringComparer.Ordinal), Terms(after).ToDictionary(one => one.What, one => one.Says, StringComparer.Ordinal));
        return [.. now.Keys.Concat(old.Keys).Distinct(StringComparer.Ordinal).Select(what => new TriggerChange(what, old.GetValueOrDefault(what), now.GetValueOrDefault(what))).Where(change => change.Before != change.After)];
    }

    /// <summary>The terms in words, in the order of the text.</summary>
    public static IReadOnlyList<(string What, string Says)> Terms(FeedContract contract)
    {
        var facts = new List<(string, string)>();
        Say("Feed", contract.Feed);
        Say("Owner", contract.Owner);
        Say("Watched", contract.IsPaused ? "not now: it is paused" : null);
        Say("Silence", contract.Silence is { } silence ? $"{DurationText.Words(silence)} at most" : null);
        foreach (var band in contract.Volumes.GroupBy(When, StringComparer.Ordinal))
            Say($"Messages an hour{band.Key}", string.Create(CultureInfo.InvariantCulture, $"{band.Last().Least:N0} to {band.Last().Most:N0}"));
        foreach (var required in contract.Required)
            Say(Required(required), $"in at least {Percent(required.AtLeast)}");
        foreach (var terms in contract.Signals)
            Say($"{terms.Signal} comes", $"{(terms.Units.Count > 0 ? $"in {string.Join(" or ", terms.Units)}" : "")}{(terms.Values.Count > 0 ? $"as {string.Join(", ", terms.Values)}" : "")}{(terms.AtLeast < 1 ? $", in at least {Percent(terms.AtLeast)}" : "")}");
        foreach (var codes in contract.Codes)
            Say($"Codes of {codes.System}", string.Join(", ", codes.Only));
        Say("Messages a day", contract.MessagesADay is { } messages ? string.Create(CultureInfo.InvariantCulture, $"{messages:N0} at most") : null);
        Say("Values a day", contract.ValuesADay is { } values ? string.Create(CultureInfo.InvariantCulture, $"{values:N0} at most") : null);
        Say("Tests", string.Join(", ", contract.Tests.Select(test => test.Name)));
        return facts;

        void Say(string what, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                facts.Add((what, value));
        }
    }

    private static string Required(RequiredShare required) => required.Field switch
    {
        ContractField.ControlId => "Message has a number of its own",
        ContractField.Sent => "Message says when it was sent",
        ContractField.Stay => "Values belong to a stay",
        ContractField.Time => "Times can be believed",
        ContractField.Unit => "Quantity has a unit",
        ContractField.Code => "Code is known here",
        null => $"Messages bring {required.Signal}",
    };

    private static string When(VolumeBand band) =>
        $"{(band.Days.Count == 0 ? "" : $", {string.Join(", ", band.Days.Select(day => day.ToString()[..3]))}")}{(band.From is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {band.From:00}–{band.Until:00}"))}";

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");
}
