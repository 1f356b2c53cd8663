using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// Whether a condition holds of one of the patient's orders, referrals, authorizations or appointments: of each, the names of that
/// kind mean what was said of it alone, and all other names what they always mean. What is too old to speak is not asked.
/// </summary>
/// <param name="concepts">Those of the kind that the condition reads.</param>
internal sealed class EachCode(BoundExpr bound, string kind, Concept[] concepts, ConditionCode condition) : ConditionCode(bound)
{
    public string Kind => kind;

    public ConditionCode Condition => condition;

    public override IEnumerable<Code> Children => [condition];

    protected override Verdict Run(ref Frame frame)
    {
        var outside = frame.Item;
        var (result, decides, asked) = (Verdict.False, default(ItemSeries), 0);
        foreach (var item in frame.State.Items.Of(frame.State, concepts))
        {
            if (item.SpeaksUntil < frame.NowTicks)
                continue;
            frame.Note(item.SpeaksUntil + Frame.Tick.Ticks);
            asked++;
            var verdict = Of(ref frame, item);
            if (verdict == Verdict.True && frame.Trace is null)
                return verdict;
            // Of several that decide alike, the one that was seen last is told.
            if (result.Or(verdict) == verdict)
                decides = item;
            result = result.Or(verdict);
        }

        if (frame.Trace is { } trace)
        {
            trace.Put(this, new ItemFound(decides, asked));
            if (decides is not null)
            {
                frame.Item = decides;
                condition.Test(ref frame);
                frame.Item = outside;
            }
        }

        return result;
    }

    private Verdict Of(ref Frame frame, ItemSeries item)
    {
        var (trace, outside) = (frame.Trace, frame.Item);
        (frame.Trace, frame.Item) = (null, item);
        var verdict = condition.Test(ref frame);
        (frame.Trace, frame.Item) = (trace, outside);
        return verdict;
    }
}

/// <summary>Of which item a condition is told.</summary>
/// <param name="Decides">Null when there is none to ask.</param>
/// <param name="Asked">How many were asked.</param>
internal readonly record struct ItemFound(ItemSeries? Decides, int Asked);
