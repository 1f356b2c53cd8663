using Runink.Domain.Contracts;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Intake.Contracts;

/// <param name="Name">As tests in a contract call it: <c>silence</c>, <c>unit lab.potassium</c>, …</param>
/// <param name="At">The hour that shows it; null when it is no matter of an hour.</param>
/// <param name="IsMending">It is well again, and not yet for long enough.</param>
public sealed record ContractBreachView(string Name, string Text, DateTimeOffset? At, bool IsMending);

/// <param name="State">waiting, approved, scheduled, sent-back or later-review.</param>
/// <param name="Yaml">The text that is asked about.</param>
public sealed record ContractReview(string Id, string ContractId, string Name, string State, string Yaml, string Author, DateTimeOffset At);

/// <param name="Version">0 when it was never in force.</param>
/// <param name="Readable">False when the text can no longer be read; nothing is held against it then.</param>
public sealed record ContractView(
    string Id, string Feed, string Owner, int Version, string Yaml, string Author, DateTimeOffset At, string? ApprovedBy, bool Readable, bool IsPaused, IReadOnlyList<ContractBreachView> Breaches, ContractReview? Review);

/// <param name="Changes">What it says otherwise than the text before it.</param>
public sealed record ContractVersionView(
    int Version, string Yaml, string Author, DateTimeOffset At, string Ground, string? ApprovedBy, string? Reason, IReadOnlyList<TriggerChange> Changes);

/// <param name="Messages">How many were looked at for what they bring.</param>
/// <param name="Days">How far back they were counted.</param>
public sealed record ContractSuggested(string Id, string Yaml, int Messages, int Days);

/// <param name="Least">What is agreed for this hour; null when nothing is.</param>
/// <param name="Names">Terms that this hour breaks.</param>
public sealed record ContractHour(DateTimeOffset Hour, int Messages, int Values, bool IsOver, int? Least, int? Most, IReadOnlyList<string> Names);

/// <param name="What">A term as people say it.</param>
public sealed record ContractTerm(string What, string Says);

/// <summary>The last day of a feed beside its contract.</summary>
public sealed record ContractDay(
    string Id, string Feed, string Owner, int Version, bool IsPaused, IReadOnlyList<ContractTerm> Terms, IReadOnlyList<ContractBreachView> Breaches, IReadOnlyList<ContractHour> Hours)
{
    internal static ContractDay Of(ContractStanding standing, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        var contract = standing.Contract;
        return new ContractDay(
            contract.Id, contract.Feed, contract.Owner, contract.Version, contract.IsPaused,
            [.. FeedContractChanges.Terms(contract).Where(term => term.What is not ("Feed" or "Owner" or "Tests")).Select(term => new ContractTerm(term.What, term.Says))],
            [.. standing.Breaches.Select(one => new ContractBreachView(one.Name, one.Text, one.At, one.IsMending))],
            [
                .. standing.Hours.Select(hour =>
                {
                    var band = contract.VolumeAt(TimeZoneInfo.ConvertTime(hour.Hour, zone).DateTime);
                    return new ContractHour(
                        hour.Hour, hour.Counts.Messages, hour.Counts.Values, hour.IsOver, band?.Least, band?.Most == int.MaxValue ? null : band?.Most,
                        ContractDecision.Broken(contract, hour, standing.Hours, vocabulary, zone));
                }),
            ]);
    }
}
