using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>A reference limit that came with the newest result, in the concept's own unit. An older result's limits are those of another method or age.</summary>
internal sealed class ReferenceLimitCode(BoundExpr bound, Concept concept, bool upper) : ScalarCode(bound)
{
    public Concept Concept => concept;

    protected override Value Run(ref Frame frame)
    {
        var newest = FreshSample.Of(ref frame, concept.Slot, concept.FreshFor.Ticks, out var cause);
        if (newest.IsEmpty)
            return Value.Unknown(cause);
        var signal = newest[0].Signal;
        if (frame.FinalOnly && signal.Status == SignalStatus.Preliminary)
            return Value.Unknown(UnknownCauses.Preliminary);
        if (signal.Marks?.Limits is not { } limits || (upper ? limits.High : limits.Low) is not { } limit)
            return Value.Unknown(UnknownCauses.Missing);
        if (concept.Kind != ConceptKind.Quantity)
            return Value.Of(limit);
        return (limits.Unit ?? signal.Unit) is { } text && Ucum.Parse(text, concept) is { } unit && UnitConversion.Convert(limit, unit, concept.CanonicalUnit, concept) is { } canonical
            ? Value.Of(canonical)
            : Value.Unknown(UnknownCauses.UnitUnknown);
    }
}

/// <summary>The flag that came with the newest result.</summary>
internal sealed class AbnormalFlagCode(BoundExpr bound, Concept concept) : ScalarCode(bound)
{
    public Concept Concept => concept;

    protected override Value Run(ref Frame frame)
    {
        var newest = FreshSample.Of(ref frame, concept.Slot, concept.FreshFor.Ticks, out var cause);
        if (newest.IsEmpty)
            return Value.Unknown(cause);
        if (frame.FinalOnly && newest[0].Signal.Status == SignalStatus.Preliminary)
            return Value.Unknown(UnknownCauses.Preliminary);
        return newest[0].Signal.Marks?.Flag is { } flag ? Value.Of(flag) : Value.Unknown(UnknownCauses.Missing);
    }
}
