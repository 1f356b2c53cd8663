using System.Globalization;

namespace Runink.Domain.Referrals.Assisting;

/// <summary>A stage that a referral has left: how long it stood there, and whether it left after its hour.</summary>
public sealed record FinishedStage(string Service, string Priority, ReferralState State, TimeSpan Length, bool WentLate);

/// <summary>What payers decided on one service.</summary>
public sealed record DecidedRequest(string Service, string Payer, bool WasDenied);

/// <summary>How likely the next clock is missed, and an authorization denied: counts of this site's own finished referrals, and nothing else.</summary>
public static class Outlook
{
    /// <summary>Fewer are not told as a share.</summary>
    public const int FewestAlike = 20;

    /// <summary>Pairs of experience that the usual rate is worth (docs: shrunken rate).</summary>
    public const int Experience = 30;

    /// <summary>Of those that had waited as long in this stage, how many missed the hour: S(due) ÷ S(t).</summary>
    public static AssistedSuggestion Breach(string service, string priority, ReferralState state, TimeSpan waited, bool isLate, IReadOnlyList<FinishedStage> finished)
    {
        if (isLate)
            return AssistedSuggestion.Unknown(AssistedKind.Breach, "It is late already");
        var stage = finished.Where(one => one.State == state && one.Priority == priority && one.Length >= waited).ToList();
        var own = stage.Where(one => string.Equals(one.Service, service, StringComparison.OrdinalIgnoreCase)).ToList();
        var (alike, who) = own.Count >= FewestAlike ? (own, service) : (stage, "all services");
        if (alike.Count < FewestAlike)
            return AssistedSuggestion.Unknown(AssistedKind.Breach, Text($"Unknown: only {alike.Count} alike have finished, {FewestAlike} are needed"));
        var late = alike.Count(one => one.WentLate);
        return new AssistedSuggestion(
            AssistedKind.Breach, late * 2 >= alike.Count ? "late" : "in-time", Text($"{late} of {alike.Count} alike went late"),
            [new(Text($"{who}, {priority}, in this stage, that had waited {Span(waited)} or longer"), 0), new(Text($"{100.0 * late / alike.Count:F0} % of them missed the hour"), 0)]);
    }

    /// <summary>(x + m·p₀) ÷ (n + m): the few of one payer and service lean on what is usual.</summary>
    public static AssistedSuggestion Authorization(string service, string? payer, IReadOnlyList<DecidedRequest> decided)
    {
        if (payer is null)
            return AssistedSuggestion.Unknown(AssistedKind.Authorization, "Unknown: nobody is known who pays");
        if (decided.Count < FewestAlike)
            return AssistedSuggestion.Unknown(AssistedKind.Authorization, Text($"Unknown: payers have decided {decided.Count} requests here, {FewestAlike} are needed"));
        var (all, own) = (Rate(decided, decided.Count(one => one.WasDenied) / (double)decided.Count, 0), decided.Where(one => string.Equals(one.Payer, payer, StringComparison.OrdinalIgnoreCase)).ToList());
        var usual = Rate(own, all, Experience);
        var alike = own.Where(one => string.Equals(one.Service, service, StringComparison.OrdinalIgnoreCase)).ToList();
        var estimate = Rate(alike, usual, Experience);
        return new AssistedSuggestion(
            AssistedKind.Authorization, estimate >= 0.5 ? "denied" : "agreed", Text($"{alike.Count(one => one.WasDenied)} of {alike.Count} like this were denied: estimate {100 * estimate:F0} %"),
            [new(Text($"{payer} denies {100 * usual:F0} % of all here, all payers {100 * all:F0} %"), 0), new(Text($"Few cases lean on the usual rate as if it were {Experience} more"), 0)]);
    }

    private static double Rate(IReadOnlyCollection<DecidedRequest> rows, double usual, int weight) =>
        rows.Count + weight == 0 ? usual : (rows.Count(one => one.WasDenied) + (weight * usual)) / (rows.Count + weight);

    private static string Span(TimeSpan span) => span.TotalHours < 48 ? Text($"{Math.Floor(span.TotalHours)} h") : Text($"{Math.Floor(span.TotalDays)} days");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
