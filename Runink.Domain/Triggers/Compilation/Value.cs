using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>What a scalar part yields while a program runs.</summary>
/// <param name="Known">When not, <paramref name="Cause"/> says why; when it is, what makes a limit inside the interval unknown.</param>
/// <param name="Drift">How it moves with time alone: 0 not, ±1 a second each second, anything else irregularly.</param>
internal readonly record struct Value(bool Known, Interval Number, string? Text, UnknownCauses Cause, sbyte Drift)
{
    public static Value Of(Interval number, UnknownCauses inside = UnknownCauses.Straddles, sbyte drift = 0) => new(true, number, null, inside, drift);

    public static Value Of(decimal number, sbyte drift = 0) => Of(Interval.Point(number), drift: drift);

    public static Value Of(string text) => new(true, default, text, UnknownCauses.None, 0);

    /// <param name="said">What was received, where saying it tells the cause.</param>
    public static Value Unknown(UnknownCauses cause, string? said = null) => new(false, default, said, cause, 0);
}
