namespace Runink.Domain.Triggers;

/// <summary>Three-valued truth, ordered so that AND is the smaller and OR the larger of two.</summary>
public enum Verdict { False, Unknown, True }

/// <summary>Kleene's strong logic.</summary>
public static class VerdictLogic
{
    public static Verdict And(this Verdict a, Verdict b) => a < b ? a : b;

    public static Verdict Or(this Verdict a, Verdict b) => a > b ? a : b;

    public static Verdict Not(this Verdict a) => (Verdict)(2 - (int)a);

    public static Verdict ToVerdict(this bool value) => value ? Verdict.True : Verdict.False;

    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.True => "true",
        Verdict.False => "false",
        Verdict.Unknown => "unknown",
    };
}
