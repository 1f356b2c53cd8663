using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Patients;

/// <param name="Decision">waiting, same or different.</param>
public sealed record IdentityReviewRow(
    string Id, PatientCard InQuestion, PatientCard Candidate, string Reason, DateTimeOffset At, string Decision, string? DecidedBy, DateTimeOffset? DecidedAt)
{
    /// <summary>0 to 1 when two records were found to be alike; null when a rule brought the question up.</summary>
    public double? Likelihood { get; init; }

    /// <summary>The same in words.</summary>
    public string? LikelihoodInWords { get; init; }
}

/// <summary>One of the two records, with what a merge would move.</summary>
public sealed record IdentitySide(
    PatientCard Card, DateOnly? BirthDate, IReadOnlyList<string> Identifiers, IReadOnlyList<EncounterView> Encounters, int Messages, int OpenEscalations,
    int Escalations, int Referrals, DateTimeOffset LastSeenAt)
{
    public string? Address { get; init; }

    public string? Postcode { get; init; }

    public string? Phone { get; init; }

    /// <summary>The last four digits.</summary>
    public string? SsnEnding { get; init; }
}

/// <param name="MayUndo">Whether the decision can be taken back.</param>
public sealed record IdentityReviewView(IdentityReviewRow Row, IdentitySide InQuestion, IdentitySide Candidate, bool MayUndo);

/// <param name="By">A person's name, or the kind of the message that said so.</param>
/// <param name="Moved">What the merge moved, in words.</param>
public sealed record MergeRow(string Id, PatientCard Survivor, PatientCard Prior, DateTimeOffset At, string By, string Moved, DateTimeOffset? UndoneAt, string? UndoneBy);

/// <summary>Who is who: questions that a person decides, merges with what they moved, and the way back.</summary>
public sealed class IdentityUseCases(CompanionStore store, IdentityCommandHandler work, PhiAccessLog reads, TimeProvider time)
{
    private const int MostRows = 200;

    public async Task<Outcome<IReadOnlyList<IdentityReviewRow>>> ListAsync(Caller caller, bool waiting, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var rows = waiting
            ? await IdentityReviewQueries.Waiting(db).OrderBy(row => row.Band == null ? 0 : row.Band == MatchBand.Automatic ? 1 : 2).ThenByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel)
            : await db.IdentityReviews.Where(row => row.Decision != IdentityDecision.Waiting).OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        var cards = await CardsAsync(db, rows.SelectMany(row => new[] { row.PatientId, row.CandidateId }), cancel);
        await reads.NoteListAsync(caller, "identity_reviews_listed", new Subject("patients", "identity"), cards.Keys, cancel);
        return new Outcome<IReadOnlyList<IdentityReviewRow>>([.. rows.Select(row => Row(row, cards))], null);
    }

    public async Task<Outcome<IdentityReviewView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.IdentityReviews.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } review)
            return new Refusal("not-found", "There is no such question.");
        var cards = await CardsAsync(db, [review.PatientId, review.CandidateId], cancel);
        await reads.NoteAsync(caller, "patient_read", new Subject("patient", review.PatientId), cancel);
        await reads.NoteAsync(caller, "patient_read", new Subject("patient", review.CandidateId), cancel);
        return new IdentityReviewView(
            Row(review, cards), await SideAsync(db, review.PatientId, cards, cancel), await SideAsync(db, review.CandidateId, cards, cancel),
            MayUndo: review.Decision != IdentityDecision.Waiting);
    }

    public async Task<Outcome<IdentityReviewView>> DecideAsync(Caller caller, string id, bool same, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        var decided = await work.DecideAsync(id, same, caller.Actor, cancel);
        return decided.Refusal is { } problem ? problem : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<IdentityReviewView>> ReopenAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        var reopened = await work.ReopenAsync(id, caller.Actor, cancel);
        return reopened.Refusal is { } problem ? problem : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<IReadOnlyList<MergeRow>>> MergesAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var rows = await db.PatientMerges.OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        var cards = await CardsAsync(db, rows.SelectMany(row => new[] { row.SurvivorId, row.PriorId }), cancel);
        await reads.NoteListAsync(caller, "patient_merges_listed", new Subject("patients", "identity"), cards.Keys, cancel);
        return new Outcome<IReadOnlyList<MergeRow>>(
            [.. rows.Select(row => new MergeRow(row.Id, cards[row.SurvivorId], cards[row.PriorId], row.At, row.By, Moved(row), row.UndoneAt, row.UndoneBy))], null);
    }

    public async Task<Outcome<string>> MergeAsync(Caller caller, string survivor, string prior, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        var merged = await work.MergeAsync(survivor, prior, caller.Actor, cancel);
        return merged.Refusal is { } problem ? problem : merged.Value!.Id;
    }

    public async Task<Outcome<string>> PartAsync(Caller caller, string merge, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.DecideIdentity) is { } refusal)
            return refusal;
        var parted = await work.PartAsync(merge, caller.Actor, cancel);
        return parted.Refusal is { } problem ? problem : parted.Value!.Id;
    }

    private async Task<Dictionary<string, PatientCard>> CardsAsync(CompanionDb db, IEnumerable<string> ids, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var wanted = ids.Distinct().ToList();
        return await db.Patients.Where(row => wanted.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Card(now), cancel);
    }

    private static IdentityReviewRow Row(IdentityReview row, Dictionary<string, PatientCard> cards) => new(
        row.Id, cards[row.PatientId], cards[row.CandidateId], row.Reason, row.At, row.Decision.ToString().ToLowerInvariant(), row.DecidedBy, row.DecidedAt)
    {
        Likelihood = row.Likelihood,
        LikelihoodInWords = (row.Band, row.Likelihood) switch
        {
            (_, null) => null,
            (MatchBand.Automatic, _) => "One person, as sure as it can be told",
            (_, >= 0.99) => "Very likely one person",
            (_, >= 0.95) => "Likely one person",
            _ => "Perhaps one person",
        },
    };

    private static async Task<IdentitySide> SideAsync(CompanionDb db, string id, Dictionary<string, PatientCard> cards, CancellationToken cancel)
    {
        var patient = await db.Patients.SingleAsync(row => row.Id == id, cancel);
        var numbers = await db.PatientIdentifiers.Where(row => row.PatientId == id).ToListAsync(cancel);
        var stays = await db.Encounters.Where(row => row.PatientId == id && !row.Cancelled).OrderByDescending(row => row.StartedAt).Take(5).ToListAsync(cancel);
        return new IdentitySide(
            cards[id], patient.BirthDate, [.. numbers.Where(number => number.Type != "FHIR").Select(number => $"{number.System} {number.Value}").Distinct()],
            [.. stays.Select(row => new EncounterView(row.Id, row.Type, row.Unit, row.Bed, row.StartedAt, row.EndedAt))],
            await db.SignalBatches.CountAsync(row => row.PatientId == id, cancel),
            await db.Escalations.CountAsync(row => row.PatientId == id && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted, cancel),
            await db.Escalations.CountAsync(row => row.PatientId == id, cancel), await db.Referrals.CountAsync(row => row.PatientId == id, cancel), patient.LastSeenAt)
        {
            Address = string.Join(", ", new[] { patient.Street, patient.City, patient.State }.OfType<string>()) is { Length: > 0 } address ? address : null,
            Postcode = patient.Postcode,
            Phone = patient.Phone,
            SsnEnding = patient.SsnEnding,
        };
    }

    private static string Moved(PatientMerge merge)
    {
        var moved = JsonSerializer.Deserialize<MovedRows>(merge.Moved)!;
        (int Count, string One, string Many)[] parts =
        [
            (moved.Batches.Count, "message with values", "messages with values"), (moved.Encounters.Count, "stay", "stays"),
            (moved.Escalations.Count, "escalation", "escalations"), (moved.Referrals.Count, "referral", "referrals"), (moved.Identifiers.Count, "number", "numbers"),
        ];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)} {(part.Count == 1 ? part.One : part.Many)}"));
    }
}
