namespace Runink.Domain.Referrals;

/// <summary>How soon a patient is to be seen.</summary>
public static class ReferralPriority
{
    /// <summary>The most urgent first.</summary>
    public static readonly IReadOnlyList<string> All = ["urgent", "soon", "routine"];

    /// <summary>0 is the most urgent; what is not known waits with routine.</summary>
    public static int Rank(string priority) => priority switch { "urgent" => 0, "soon" => 1, _ => 2 };
}
