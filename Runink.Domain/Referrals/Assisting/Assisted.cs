namespace Runink.Domain.Referrals.Assisting;

/// <summary>What is suggested, and never done by itself.</summary>
public enum AssistedKind { Service, Priority, Breach, Authorization }

/// <param name="Points">How much it counted for the suggestion; 0 where it only explains.</param>
public sealed record AssistedReason(string Words, int Points);

/// <summary>One suggestion with all that led to it.</summary>
/// <param name="Value">A service, a priority, "late" or "in time", "denied" or "agreed"; null: not known.</param>
/// <param name="Words">What a person reads first: "7 of 20 alike went late".</param>
public sealed record AssistedSuggestion(AssistedKind Kind, string? Value, string Words, IReadOnlyList<AssistedReason> Reasons)
{
    public int Points => Reasons.Sum(reason => reason.Points);

    public static AssistedSuggestion Unknown(AssistedKind kind, string words) => new(kind, null, words, []);
}
