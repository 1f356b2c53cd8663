namespace Runink.Domain.Triggers;

/// <summary>What a trigger fires once for.</summary>
public enum EpisodePer { Encounter, Patient }

/// <summary>What becomes of a truth that cannot be told for long.</summary>
public enum OnUnknown { Worklist, Ignore }

/// <summary>How often one trigger may ask for attention.</summary>
/// <param name="Cooldown">After a firing the next one waits at least this long; zero is no wait.</param>
/// <param name="MaxPerPatientDay">Firings in any 24 hours; null is no limit.</param>
/// <param name="ResolvesItself">Whether the trigger has <c>resolve_when</c>.</param>
/// <param name="UnknownAfter">How long a data fault may last before a person is asked.</param>
/// <param name="Opens">
/// Whether a firing opens an episode that somebody closes; without (<c>worklist: false</c>) every new truth fires.
/// </param>
public sealed record EpisodeRules(
    EpisodePer Per = EpisodePer.Encounter,
    TimeSpan Cooldown = default,
    int? MaxPerPatientDay = null,
    bool ResolvesItself = false,
    bool ReAlerts = false,
    OnUnknown OnUnknown = OnUnknown.Worklist,
    TimeSpan UnknownAfter = default,
    bool Opens = true)
{
    public static readonly TimeSpan DefaultUnknownAfter = TimeSpan.FromHours(2);
}
