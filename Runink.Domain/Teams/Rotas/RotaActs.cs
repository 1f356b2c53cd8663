namespace Runink.Domain.Teams.Rotas;

/// <summary>Somebody takes a stretch of a rota, whatever the layers say.</summary>
public sealed class RotaOverride
{
    public required string Id { get; init; }

    public required string RotaId { get; init; }

    public required string PersonId { get; init; }

    /// <summary>Whose place it is; null: of everybody who is on call then.</summary>
    public string? InsteadOfId { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required string Reason { get; init; }

    public required string SetById { get; init; }

    public required string SetByName { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

public enum SwapState { Asked, Accepted, Declined, Withdrawn }

/// <summary>Two people exchange two shifts: one asks, the other says yes or no.</summary>
public sealed class ShiftSwap
{
    public required string Id { get; init; }

    public required string RotaId { get; init; }

    public required string AskedById { get; init; }

    /// <summary>The shift of the one who asks.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required string OtherId { get; init; }

    public required DateTimeOffset OtherFrom { get; init; }

    public required DateTimeOffset OtherUntil { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public SwapState State { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public Stretch Given => new(From, Until);

    public Stretch Taken => new(OtherFrom, OtherUntil);
}
