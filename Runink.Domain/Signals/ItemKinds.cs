namespace Runink.Domain.Signals;

/// <summary>The things of a patient that have numbers of their own, of which there can be several at once.</summary>
public static class ItemKinds
{
    public static readonly IReadOnlyList<string> All = ["order", "referral", "authorization", "appointment"];

    /// <summary>What the names under <c>referral.</c> and the like are about; results are of their order.</summary>
    public static string? OfName(string concept) => concept.Split('.')[0] switch
    {
        "lab" => "order",
        ("referral" or "authorization" or "appointment") and var kind => kind,
        _ => null,
    };
}
