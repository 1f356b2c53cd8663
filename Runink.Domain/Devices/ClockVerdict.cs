namespace Runink.Domain.Devices;

/// <summary>How a device's own clock goes, as far as its readings tell.</summary>
/// <param name="Offset">How far it is ahead of ours, negative when it is behind; null when that is not known.</param>
/// <param name="Text">Why, in one sentence or two.</param>
public sealed record ClockVerdict(string Name, TimeSpan? Offset, string Text)
{
    /// <summary>Readings from the future: certain.</summary>
    public const string Ahead = "ahead";

    /// <summary>What it says it sends now is old: certain, unless whoever passes it on holds back each for as long.</summary>
    public const string Behind = "behind";

    /// <summary>No reading arrives fresh, and nothing says which of both it is.</summary>
    public const string BehindOrLate = "behind-or-late";

    /// <summary>It sends late; by its sent times its clock is right.</summary>
    public const string Late = "late";

    /// <summary>Several patients' readings: nothing can be said of how late they are.</summary>
    public const string Shared = "shared";

    public const string TooFew = "too-few";
    public const string Right = "right";
    public const string Unheard = "unheard";

    /// <summary>Whether somebody must set a clock, or look why nothing arrives fresh.</summary>
    public bool NeedsSomebody => IsWrong(Name);

    public static bool IsWrong(string name) => name is Ahead or Behind or BehindOrLate;
}
