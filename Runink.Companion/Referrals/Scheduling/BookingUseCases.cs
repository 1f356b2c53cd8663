using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Scheduling;

/// <summary>A booking as it stands or ended.</summary>
/// <param name="EndedWith">The action that ended it; null while it stands.</param>
public sealed record BookingView(string Id, string SlotId, string Service, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Place, DateTimeOffset BookedAt, string BookedBy, DateTimeOffset? EndedAt, string? EndedWith, string? EndReason, string? EndedBy)
{
    internal static BookingView Of(SlotBooking row) => new(row.Id, row.SlotId, row.ServiceName, row.StartsAt, row.EndsAt, row.Place, row.BookedAt, row.BookedBy, row.EndedAt, row.EndedWith, row.EndReason, row.EndedBy);
}

/// <summary>How often the patient was tried in vain since it became ready to schedule, of what comes before somebody counts as lost.</summary>
public sealed record TriesView(int Tries, int TriesNeeded, IReadOnlyList<string> Channels, int ChannelsNeeded, DateTimeOffset? FirstAt)
{
    internal static TriesView Of(Referral referral) => new(
        referral.Attempts, ReferralFlow.AttemptsNeeded, [.. Enum.GetValues<ContactChannels>().Where(one => one != ContactChannels.None && referral.AttemptedBy.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant())], ReferralFlow.ChannelsNeeded, referral.FirstAttemptAt);
}

/// <param name="Recipient">Whose times these are; null until somebody was chosen.</param>
/// <param name="WhyNot">Why none can be booked now; null when one can.</param>
/// <param name="Items">What can be booked, the earliest that fits first.</param>
/// <param name="Total">How many there are; the first are shown.</param>
public sealed record TimesView(string? Recipient, string? WhyNot, DateTimeOffset? AccessDueAt, BookingView? Standing, IReadOnlyList<BookingView> Before, IReadOnlyList<SlotCandidate> Items, int Total, string Zone, TriesView Tries, string? Barrier, int Version);

/// <summary>Finds a time for the patient of a referral, and books it.</summary>
public sealed class BookingUseCases(CompanionStore store, StoreWriter writer, BookingCommandHandler bookings, ReferralCommandHandler referrals, PhiAccessLog reads, SiteOptions site, TimeProvider time)
{
    private const int MostShown = 60;

    public async Task<Outcome<TimesView>> TimesAsync(Caller caller, string id, DateTimeOffset? from, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await ReferralUseCases.ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var referral = await db.Referrals.FirstAsync(row => row.Id == id, cancel);
        var now = time.GetUtcNow();
        var rows = await db.SlotBookings.AsNoTracking().Where(row => row.ReferralId == id).OrderByDescending(row => row.Id).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        var recipient = referral.RecipientId is { } chosen ? await db.HealthcareServices.AsNoTracking().FirstOrDefaultAsync(row => row.Id == chosen, cancel) : null;
        var whyNot = WhyNot(caller, referral, recipient?.Active, now);
        var slots = whyNot is null && recipient is not null ? await FreeAsync(db, id, recipient.Id, from ?? now, cancel) : [];
        var due = referrals.AccessDueAt(referral);
        var candidates = SlotCandidates.Of(slots, due, referral.AuthorizedUntil, now);
        return new TimesView(
            recipient?.Name, whyNot, due, rows.Where(row => row.Stands).Select(BookingView.Of).FirstOrDefault(), [.. rows.Where(row => !row.Stands).Select(BookingView.Of)],
            [.. candidates.Take(MostShown)], candidates.Count, site.Zone.Id, TriesView.Of(referral), referral.Barrier, referral.Version);
    }

    public async Task<Outcome<BookingView>> BookAsync(Caller caller, string id, string slotId, ReferralInput input, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var reason = WrittenText.Note(input.Reason, "The reason");
        if (reason.Refusal is { } unwritable)
            return unwritable;
        input = input with { Reason = reason.Value };
        var booked = await writer.WriteAsync(
            scope => ReferralUseCases.MayAct(scope.Db, caller, id)
                ?? (scope.Db.Referrals.Find(id) is { } referral ? ReferralUseCases.NeedsRoom(scope.Db, referral, BookingCommandHandler.ActionFor(referral.State), input, scope.Now) : null)
                ?? bookings.Book(scope, id, slotId, input, caller.Actor), cancel);
        if (booked.Refusal is { } refused)
            return refused;
        await using var db = store.Read();
        return BookingView.Of(await db.SlotBookings.AsNoTracking().FirstAsync(row => row.Id == booked.Value, cancel));
    }

    private static async Task<List<Slot>> FreeAsync(CompanionDb db, string referral, string service, DateTimeOffset from, CancellationToken cancel) =>
        await db.Slots.AsNoTracking().Where(row => row.ServiceId == service && row.Status == SlotStatus.Free && row.StartsAt >= from && !db.SlotBookings.Any(booking => booking.Holds == row.Id)
            && !db.SlotOffers.Any(offer => offer.Holds == row.Id && offer.ReferralId != referral)).ToListAsync(cancel);

    private static string? WhyNot(Caller caller, Referral referral, bool? isActive, DateTimeOffset now)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal.Message;
        if (ReferralFlow.Actions(referral, now).FirstOrDefault(action => action.Name == BookingCommandHandler.ActionFor(referral.State)) is not { } action)
            return $"In {ReferralStates.Of(referral.State).Title} no time is booked: it has to be ready to schedule.";
        return action.WhyNot ?? (isActive switch { null => "Choose first who sees the patient.", false => "The recipient takes no patients now.", true => null });
    }
}
