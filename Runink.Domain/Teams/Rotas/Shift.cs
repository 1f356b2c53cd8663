namespace Runink.Domain.Teams.Rotas;

public enum DutyReason { Layer, Override, Swap }

/// <summary>Somebody who is on call, and why.</summary>
/// <param name="ActId">The override or swap.</param>
/// <param name="StandsInFor">The person who is away and whose deputy this is.</param>
public sealed record OnDuty(string PersonId, DutyReason Reason, string? ActId = null, string? StandsInFor = null);

/// <summary>A stretch in which the same people are on call for the same reason.</summary>
/// <param name="Layer">The layer that counts; null where none has anybody.</param>
/// <param name="Why">Set when there is nobody.</param>
public sealed record Shift(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<OnDuty> People, string? Layer, string? Why)
{
    public Stretch Stretch => new(From, Until);
}
