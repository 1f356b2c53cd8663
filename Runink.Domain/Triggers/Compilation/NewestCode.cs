using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>
/// The newest of what several names last said, in the unit of the first: a pressure by cuff or by line, a saturation at home or
/// on the ward. If the newest cannot be read, an older one does not speak in its place. Of two of one instant the name that stands
/// first speaks.
/// </summary>
internal sealed class NewestCode(BoundExpr bound, Concept[] concepts) : ScalarCode(bound)
{
    public IReadOnlyList<Concept> Concepts => concepts;

    protected override Value Run(ref Frame frame)
    {
        var (causes, best, speaks) = (UnknownCauses.None, default(Sample), default(Concept));
        foreach (var concept in concepts)
        {
            var fresh = FreshSample.Of(ref frame, concept.Slot, concept.FreshFor.Ticks, out var cause);
            if (fresh.IsEmpty)
                causes |= cause;
            else if (speaks is null || fresh[0].AtTicks > best.AtTicks)
                (best, speaks) = (fresh[0], concept);
        }

        if (speaks is null)
            return Value.Unknown(causes.HasFlag(UnknownCauses.Stale) ? UnknownCauses.Stale : UnknownCauses.Missing);
        var value = SampleValue.Of(best, speaks, frame.FinalOnly);
        if (!value.Known || speaks.Kind != ConceptKind.Quantity || speaks == concepts[0])
            return value;
        var (from, to) = (speaks.CanonicalUnit, concepts[0].CanonicalUnit);
        return value.Number.Map(number => UnitConversion.Convert(number, from, to, speaks)) is { } converted ? Value.Of(converted) : Value.Unknown(UnknownCauses.Arithmetic);
    }
}
