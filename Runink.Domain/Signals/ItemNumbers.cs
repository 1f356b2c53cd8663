namespace Runink.Domain.Signals;

/// <summary>What is said of one item at once has one number: <c>referral.placed: R1</c> and its priority in the same order of a message.</summary>
internal static class ItemNumbers
{
    /// <summary>What is longer is a text.</summary>
    private const int LongestNumber = 40;

    /// <param name="signals">Of one message.</param>
    /// <returns>The same, those that came beside one numbered event with its number.</returns>
    public static IReadOnlyList<Signal> Shared(IReadOnlyList<Signal> signals, Vocabulary vocabulary)
    {
        var numbers = signals.Select(signal => vocabulary.Find(signal.Concept) is { Item: { } kind } concept ? (Kind: kind, signal.Item, Number: NumberOf(signal, concept)) : default).ToArray();
        if (signals.Count < 2 || !Array.Exists(numbers, one => one.Number is not null))
            return signals;
        var shared = signals.ToArray();
        foreach (var together in numbers.Index().Where(one => one.Item.Kind is not null).GroupBy(one => (one.Item.Kind, one.Item.Item)))
        {
            if (together.Select(one => one.Item.Number).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList() is not [var number])
                continue;
            foreach (var (at, _) in together)
                shared[at] = shared[at] with { Item = number };
        }

        return shared;
    }

    /// <summary>An event whose value is a number, such as R1 or A17, is about that.</summary>
    public static string? NumberOf(Signal signal, Concept concept) =>
        concept is { Item: not null, Kind: ConceptKind.Event } && signal.Value.Trim() is { Length: > 0 and <= LongestNumber } value && value.Any(char.IsAsciiDigit) && !value.Contains(' ', StringComparison.Ordinal)
            ? value
            : null;
}
