namespace Runink.Domain.Triggers;

public enum ShadowDifference
{
    /// <summary>Both fired at the same instant.</summary>
    Both,

    /// <summary>Only the shadow fired.</summary>
    Gained,

    /// <summary>Only the version in force fired.</summary>
    Lost,

    /// <summary>Both fired, at different times.</summary>
    Moved,
}

/// <param name="HoursLater">Of a moved one, how much later the shadow fired; negative is earlier.</param>
/// <param name="Text">The shadow's short line; null where it did not fire.</param>
public sealed record ShadowPatient(string PatientId, ShadowDifference Difference, DateTimeOffset? InForceAt, DateTimeOffset? ShadowAt, decimal? HoursLater, string? Text);

/// <summary>Two versions on the same live data, patient by patient.</summary>
public static class ShadowComparison
{
    /// <param name="findings">Of the shadow.</param>
    /// <param name="inForce">Patient and instant of the firings of the version in force since the shadow began.</param>
    /// <returns>By the instant of the first firing of either. Whom the shadow held at its start is left out: that is nothing new.</returns>
    public static IReadOnlyList<ShadowPatient> Compare(IEnumerable<ShadowFinding> findings, IEnumerable<(string PatientId, DateTimeOffset At)> inForce)
    {
        var all = findings.ToArray();
        var held = all.Where(f => f.Kind == ShadowFindingKind.HeldAtStart).Select(f => f.PatientId).ToHashSet(StringComparer.Ordinal);
        var mine = all.Where(f => f.Kind == ShadowFindingKind.Fired).GroupBy(f => f.PatientId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MinBy(f => f.At)!, StringComparer.Ordinal);
        var theirs = inForce.GroupBy(f => f.PatientId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(f => f.At), StringComparer.Ordinal);
        return
        [
            .. mine.Keys.Union(theirs.Keys, StringComparer.Ordinal).Where(id => !held.Contains(id))
                .Select(id => One(id, mine.GetValueOrDefault(id), theirs.TryGetValue(id, out var at) ? at : null))
                .OrderBy(row => row.ShadowAt ?? row.InForceAt).ThenBy(row => row.PatientId, StringComparer.Ordinal),
        ];
    }

    private static ShadowPatient One(string id, ShadowFinding? shadow, DateTimeOffset? inForce) => (shadow, inForce) switch
    {
        (null, _) => new(id, ShadowDifference.Lost, inForce, null, null, null),
        (_, null) => new(id, ShadowDifference.Gained, null, shadow.At, null, shadow.Text),
        ({ At: var at }, { } other) when at == other => new(id, ShadowDifference.Both, other, at, null, shadow.Text),
        ({ At: var at }, { } other) => new(id, ShadowDifference.Moved, other, at, decimal.Round((decimal)(at - other).TotalHours, 2), shadow.Text),
    };
}
