namespace Runink.Domain.Triggers.Compilation;

/// <summary>A limit that the newest value of one series must pass for a trigger to hold, whatever else it asks.</summary>
/// <param name="Above">Whether a larger number passes; else a smaller one.</param>
internal sealed record Guard(int Slot, long FreshFor, bool Above, Limit Limit)
{
    /// <summary>Guards of the whole: each alone is necessary.</summary>
    public static IReadOnlyList<Guard> Of(ConditionCode code)
    {
        switch (code)
        {
            case CompareCode { Kind: not (CompareKind.Equal or CompareKind.NotEqual), Limit: { } limit, Left: LatestCode { OneSeries: var (slot, fresh) } } compare:
                return [new(slot, fresh, compare.Kind is CompareKind.Greater or CompareKind.GreaterOrEqual, limit)];
            case SustainedCode sustained:
                return Of(sustained.Condition);
            case LogicCode { IsAnd: true } all:
                return [.. all.Operands.SelectMany(Of)];
            case LogicCode any:
                return Weakest([.. any.Operands.Select(Of)]);
            default:
                return [];
        }
    }

    /// <summary>Of alternatives only a limit that all of them have is necessary, and only the one that is passed first.</summary>
    private static List<Guard> Weakest(IReadOnlyList<IReadOnlyList<Guard>> alternatives)
    {
        var kept = new List<Guard>();
        foreach (var guard in alternatives[0])
        {
            var same = alternatives.Select(guards => guards.FirstOrDefault(g => g.Slot == guard.Slot && g.Above == guard.Above)).ToArray();
            if (!same.Contains(null))
                kept.Add(same.Aggregate((a, b) => a!.PassesBefore(b!) ? a : b)!);
        }

        return kept;
    }

    /// <summary>Whether every number that passes the other one passes this one.</summary>
    public bool PassesBefore(Guard other) => Limit.Number == other.Limit.Number
        ? Limit.Decide((double)Limit.Number, Limit.Number) == Verdict.True
        : Above == (Limit.Number < other.Limit.Number);
}
