using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Linting;

/// <summary>Finds triggers that fire whenever another one does, among those that read the same names.</summary>
internal sealed class Overlap
{
    /// <summary>With more triggers than this on the same names the comparison would cost more than it tells.</summary>
    private const int MostCompared = 50;

    private readonly Dictionary<string, List<CompiledTrigger>> reading = new(StringComparer.Ordinal);

    public Overlap(IEnumerable<CompiledTrigger> inForce)
    {
        foreach (var trigger in inForce)
            Add(trigger);
    }

    public void Add(CompiledTrigger trigger)
    {
        var key = Key(trigger.Program.Bound);
        if (!reading.TryGetValue(key, out var same))
            reading[key] = same = [];
        same.Add(trigger);
    }

    public void Run(BoundTrigger trigger, Report report)
    {
        if (!reading.TryGetValue(Key(trigger), out var others))
            return;
        foreach (var other in others.Where(o => o.Id != trigger.Parsed.Id && o.For == trigger.Parsed.For).Take(MostCompared))
        {
            if (Follows(trigger, other.Program.Bound))
                report.Hint("RNK1707", $"Whenever this is true, {other.Id} is true too: people are asked twice.", trigger.When.Span);
            else if (Follows(other.Program.Bound, trigger))
                report.Hint("RNK1707", $"Whenever {other.Id} is true, this is true too: people are asked twice.", trigger.When.Span);
        }
    }

    private static string Key(BoundTrigger trigger) => string.Join(' ', Reading.Of(trigger.When, trigger.Where).Concepts);

    private static bool Follows(BoundTrigger narrow, BoundTrigger wide) =>
        Holds(narrow, wide.When) && (wide.Where is null || Holds(narrow, wide.Where))
        && (wide.Unless is null || (narrow.Unless is { } unless && Implication.Same(wide.Unless, unless)));

    private static bool Holds(BoundTrigger trigger, BoundExpr condition) =>
        condition is BoundLogic { IsAnd: true } all
            ? all.Children.All(part => Holds(trigger, part))
            : Implication.Implies(trigger.When, condition) || (trigger.Where is { } where && Implication.Implies(where, condition));
}
