using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Teams.Rotas;

public enum CoverageFault { Gap, Unreachable }

/// <summary>A stretch of a rota in which a message would reach nobody.</summary>
/// <param name="PersonId">Who is on call and cannot be reached; null in a gap.</param>
/// <param name="GoesOn">It is not over at the end of what was looked at.</param>
public sealed record CoverageFinding(CoverageFault Fault, DateTimeOffset From, DateTimeOffset Until, string? PersonId, string Why, bool GoesOn);

/// <summary>Looks ahead over a rota for times at which nobody would be reached.</summary>
public static class RotaCoverage
{
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(7);

    /// <param name="reach">Whether this person can be reached at all, and why not. Quiet hours end, so they are no reason.</param>
    public static IReadOnlyList<CoverageFinding> Look(RotaSchedule rota, DateTimeOffset from, Func<string, string?> reach)
    {
        // To the full hour, so that what is said of a long gap does not change with each look.
        var until = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero) + Horizon;
        var gaps = rota.Gaps(from, until).Select(gap => new CoverageFinding(CoverageFault.Gap, gap.From, gap.Until, null, gap.Why!, gap.Until >= until));
        var silent =
            from shift in rota.Shifts(@from, until)
            let why = shift.People.Select(one => (one.PersonId, Why: reach(one.PersonId))).ToList()
            // One who is reached is enough where several are on call.
            where why.Count > 0 && why.TrueForAll(one => one.Why is not null)
            select new CoverageFinding(CoverageFault.Unreachable, shift.From, shift.Until, why[0].PersonId, why[0].Why!, shift.Until >= until);
        return [.. gaps.Concat(silent).OrderBy(finding => finding.From)];
    }

    /// <summary>What is wrong in the next seven days, for every rota that the directory knows.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<CoverageFinding>> LookAll(Directory directory, DateTimeOffset now) => directory.Now.Rotas.ToDictionary(
        rota => rota.Key, rota => Look(rota.Value, now, directory.WhyUnreachable), StringComparer.OrdinalIgnoreCase);

    /// <summary>One sentence about the first of the findings, and how many more there are; null when there are none.</summary>
    public static string? Sentence(RotaSchedule rota, IReadOnlyList<CoverageFinding> findings, DateTimeOffset now)
    {
        if (findings is not [var first, ..])
            return null;
        var when = Words(first, rota.Plan.TimeZone, now);
        var what = first.Fault == CoverageFault.Gap ? $"Nobody is on call in {rota.Plan.Name} {when}" : $"Who is on call in {rota.Plan.Name} {when} cannot be reached";
        var why = first.Why == "Nobody is planned." ? "." : $": {first.Why}";
        return $"{what}{why}{(findings.Count == 1 ? "" : $" There {(findings.Count == 2 ? "is one more stretch" : $"are {findings.Count - 1} more stretches")} like this in the next {Horizon.Days} days.")}";
    }

    /// <summary>"Sat 5 Dec 20:00 – Sun 6 Dec 08:00", by the clock of the rota; what has begun is "now – Sun 6 Dec 08:00".</summary>
    public static string Words(CoverageFinding stretch, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (from, until) = (TimeZoneInfo.ConvertTime(stretch.From, zone), TimeZoneInfo.ConvertTime(stretch.Until, zone));
        var sameDay = LocalTimes.Day(stretch.From, zone) == LocalTimes.Day(stretch.Until, zone);
        var begins = stretch.From <= now ? "now" : from.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
        return $"{begins} – {until.ToString(sameDay && stretch.From > now ? "HH:mm" : "ddd d MMM HH:mm", CultureInfo.InvariantCulture)}{(stretch.GoesOn ? " and on" : "")}";
    }
}
