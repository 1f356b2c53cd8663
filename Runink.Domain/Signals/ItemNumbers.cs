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
        if (signals.Count < 2)
            return signals;
        var shared = signals.ToArray();
        foreach (var together in Enumerable.Range(0, shared.Length).Where(at => KindOf(at) is not null).GroupBy(at => (KindOf(at), shared[at].Item)).ToList())
        {
            var numbers = together.Select(at => NumberOf(shared[at], vocabulary.Find(shared[at].Concept)!)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (numbers is not [var number])
                continue;
            foreach (var at in together)
                shared[at] = shared[at] with { Item = number };
        }

        return shared;

        string? KindOf(int at) => vocabulary.Find(signals[at].Concept)?.Item;
    }

    /// <summary>An event whose value is a number, such as R1 or A17, is about that.</summary>
    public static string? NumberOf(Signal signal, Concept concept) =>
        concept is { Item: not null, Kind: ConceptKind.Event } && signal.Value.Trim() is { Length: > 0 and <= LongestNumber } value && value.Any(char.IsAsciiDigit) && !value.Contains(' ', StringComparison.Ordinal)
            ? value
            : null;
}
