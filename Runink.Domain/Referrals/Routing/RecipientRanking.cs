using System.Globalization;

namespace Runink.Domain.Referrals.Routing;

/// <summary>What is known of the patient when somebody is looked for; null is not known.</summary>
/// <param name="Language">ISO 639-1 code.</param>
public sealed record RoutingFacts(string? Payer, string? Postcode, string? Language, int? Age);

/// <summary>What became of the referrals that one entry was sent.</summary>
/// <param name="Answered">Accepted or declined.</param>
/// <param name="Waiting">Sent, and not yet seen.</param>
public sealed record RecipientHistory(int Answered, int Accepted, int Waiting)
{
    public static RecipientHistory None { get; } = new(0, 0, 0);
}

/// <summary>One reason for or against, in words and points.</summary>
/// <param name="Most">Points at best.</param>
public sealed record RoutingFactor(string Name, string Words, int Points, int Most);

/// <param name="WhyNot">Why it cannot be chosen; null when it can.</param>
public sealed record RoutingCandidate(string Id, string Name, string? Address, string Channel, IReadOnlyList<RoutingFactor> Factors, string? WhyNot)
{
    public int Points => Factors.Sum(factor => factor.Points);
}

/// <summary>
/// Who could see a patient, the best first. Plain sums that are shown; a person chooses. What is not known gets part of the points and says so. The
/// language a patient speaks counts only for places where it is spoken, and who pays only for contracts: neither lowers anybody.
/// </summary>
public static class RecipientRanking
{
    /// <summary>Capacity that was told longer ago than this is asked for again.</summary>
    private static readonly TimeSpan CapacityAges = TimeSpan.FromDays(7);

    /// <summary>As many answers as the usual rate of acceptance weighs, while few are known.</summary>
    private const int PriorAnswers = 10;

    private const double UsualAcceptance = 0.85;

    /// <param name="decliners">Ids of entries that have declined this referral.</param>
    public static IReadOnlyList<RoutingCandidate> Of(
        IEnumerable<HealthcareService> services, RoutingFacts patient, Func<string, RecipientHistory> history, IReadOnlySet<string> decliners, DateTimeOffset now) =>
    [
        .. services.Select(service => Candidate(service, patient, history(service.Id), decliners.Contains(service.Id), now))
            .OrderBy(candidate => candidate.WhyNot is null ? 0 : 1).ThenByDescending(candidate => candidate.Points).ThenBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static RoutingCandidate Candidate(HealthcareService service, RoutingFacts patient, RecipientHistory history, bool hasDeclined, DateTimeOffset now)
    {
        var whyNot = hasDeclined ? "Has declined this referral."
            : !service.Active ? "Takes no referrals now."
            : patient.Age < service.AgeFrom ? Say($"Sees patients from {service.AgeFrom} years on.")
            : patient.Age > service.AgeTo ? Say($"Sees patients up to {service.AgeTo} years.")
            : null;
        return new RoutingCandidate(service.Id, service.Name, service.Address, service.Channel, [Network(service, patient), Reach(service, patient), Wait(service, history, now), Acceptance(history), Language(service, patient)], whyNot);
    }

    private static RoutingFactor Network(HealthcareService service, RoutingFacts patient)
    {
        var payers = HealthcareService.Words(service.Payers);
        return patient.Payer is not { } payer ? new("Network", "Who pays for the patient is not known", 15, 30)
            : payers.Count == 0 ? new("Network", "Its contracts are not known", 15, 30)
            : payers.Contains(payer, StringComparer.OrdinalIgnoreCase) ? new("Network", $"Has a contract with {payer}", 30, 30)
            : new("Network", $"Has no contract with {payer}", 0, 30);
    }

    private static RoutingFactor Reach(HealthcareService service, RoutingFacts patient)
    {
        var from = HealthcareService.Words(service.Postcodes);
        return from.Count == 0 ? new("Distance", "Where its patients come from is not known", 10, 20)
            : patient.Postcode is not { } postcode ? new("Distance", "The patient's postcode is not known", 10, 20)
            : from.Any(beginning => postcode.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) ? new("Distance", "In its area", 20, 20)
            : new("Distance", "Outside its area", 0, 20);
    }

    /// <summary>Until the first free date, or until whoever waits already has been seen; whichever is later.</summary>
    private static RoutingFactor Wait(HealthcareService service, RecipientHistory history, DateTimeOffset now)
    {
        if (service.CapacityAt is not { } told || told < now - CapacityAges || (service.NextOpening is null && service.WeeklyCapacity is not > 0))
            return new("Wait", service.CapacityAt is { } at ? Say($"Capacity was last told on {at:yyyy-MM-dd}: ask") : "Capacity is not known: ask", 10, 25);
        var first = service.NextOpening is { } opening ? Math.Max(0, opening.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber) : 0;
        var queue = service.WeeklyCapacity is > 0 and var weekly ? (int)Math.Ceiling(7.0 * history.Waiting / weekly) : 0;
        var days = Math.Max(first, queue);
        return new("Wait", days > first ? Say($"About {days} days: {history.Waiting} wait already") : days == 0 ? "A date today" : Say($"First date in {days} {(days == 1 ? "day" : "days")}"), Math.Max(0, 25 - days), 25);
    }

    private static RoutingFactor Acceptance(RecipientHistory history)
    {
        var rate = (history.Accepted + (PriorAnswers * UsualAcceptance)) / (history.Answered + PriorAnswers);
        return new("Acceptance", history.Answered == 0 ? "Nothing was sent there yet" : Say($"Accepted {history.Accepted} of {history.Answered}"), (int)Math.Round(15 * rate, MidpointRounding.AwayFromZero), 15);
    }

    private static RoutingFactor Language(HealthcareService service, RoutingFacts patient) =>
        patient.Language is not { } language ? new("Language", "The patient's language is not known", 5, 10)
            : HealthcareService.Words(service.Languages).Contains(language, StringComparer.OrdinalIgnoreCase) ? new("Language", Say($"Speaks {CultureInfo.GetCultureInfo(language).EnglishName}"), 10, 10)
            : new("Language", Say($"An interpreter for {CultureInfo.GetCultureInfo(language).EnglishName} is needed, or not told"), 3, 10);

    private static string Say(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
