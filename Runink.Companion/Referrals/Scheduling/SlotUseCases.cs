using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Files;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Scheduling;

/// <param name="Status">free, busy, withdrawn, booked or offered; booked is what was booked here, offered what is kept for somebody on the waiting list.</param>
public sealed record SlotView(string Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? ServiceType, string? Place, string Source, string Status);

/// <param name="Result">told, known or refused.</param>
public sealed record ImportedSlot(int Line, string Service, string Result, string? Reason);

/// <param name="Written">False for a dry run, and when a row was refused: all rows are written, or none.</param>
public sealed record SlotImport(bool Written, IReadOnlyList<ImportedSlot> Rows)
{
    public int Refused => Rows.Count(row => row.Result == "refused");
}

/// <summary>The times that services of the directory have: nothing of a patient is in them.</summary>
public sealed class SlotUseCases(CompanionStore store, StoreWriter writer, BookingCommandHandler bookings, SiteOptions site, TimeProvider time)
{
    public const int MostRows = 5000;
    public const int MostCharacters = 1_000_000;

    private const int MostShown = 500;

    public static readonly string[] Columns = ["service", "specialty", "start", "end", "place", "type", "status"];

    public static bool MayEdit(Caller caller) => caller.May(Permission.ActOnReferrals) || caller.May(Permission.Administer);

    /// <summary>From now on, or within the time that is asked for.</summary>
    public async Task<Outcome<IReadOnlyList<SlotView>>> ListAsync(Caller caller, string service, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancel)
    {
        if (!caller.May(Permission.Administer) && caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (!await db.HealthcareServices.AnyAsync(row => row.Id == service, cancel))
            return new Refusal("not-found", "There is no such entry in the directory.");
        var first = from ?? time.GetUtcNow();
        var last = until ?? DateTimeOffset.MaxValue;
        var slots = await db.Slots.AsNoTracking().Where(row => row.ServiceId == service && row.StartsAt >= first && row.StartsAt < last).OrderBy(row => row.StartsAt).ThenBy(row => row.Id).Take(MostShown).ToListAsync(cancel);
        var ids = slots.Select(slot => slot.Id).ToList();
        var booked = (await db.SlotBookings.Where(row => ids.Contains(row.Holds)).Select(row => row.Holds).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var offered = (await db.SlotOffers.Where(row => ids.Contains(row.Holds)).Select(row => row.Holds).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        return new Outcome<IReadOnlyList<SlotView>>(
            [.. slots.Select(slot => new SlotView(slot.Id, slot.StartsAt, slot.EndsAt, slot.ServiceType, slot.Place, slot.Source, booked.Contains(slot.Id) ? "booked" : offered.Contains(slot.Id) ? "offered" : slot.Status.ToString().ToLowerInvariant()))], null);
    }

    /// <summary>Times of services known by name; a time that is told again is the same. A dry run says which rows would be refused, and why.</summary>
    public async Task<Outcome<SlotImport>> ImportAsync(Caller caller, string csv, bool dryRun, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return caller.Lacks(Permission.ActOnReferrals) ?? new Refusal("forbidden", "You may not do this.");
        if (csv.Length > MostCharacters)
            return new Refusal("too-long", $"A file has at most {MostRows:N0} rows.");
        var read = CsvTable.Read(csv, ["service", "start", "end"], Columns, MostRows);
        if (read.Value is not { } rows)
            return read.Refusal!;
        await using var db = store.Read();
        var known = (await db.HealthcareServices.AsNoTracking().Select(row => new { row.Id, row.Name, row.Specialty }).ToListAsync(cancel)).ToLookup(row => row.Name.ToUpperInvariant(), row => (row.Id, row.Specialty));
        var drafts = rows.Select(row => (row.Line, Service: row["service"] ?? "", Draft: Draft(row, known))).ToList();
        if (drafts.Exists(one => one.Draft.Refusal is not null) || dryRun)
            return new SlotImport(false, [.. drafts.Select(one => new ImportedSlot(one.Line, one.Service, one.Draft.Refusal is null ? "told" : "refused", one.Draft.Refusal?.Message))]);
        return await writer.WriteAsync<Outcome<SlotImport>>(
            scope =>
            {
                var done = new List<ImportedSlot>();
                foreach (var (line, service, draft) in drafts)
                {
                    var told = bookings.Tell(scope, draft.Value!, caller.Actor);
                    if (told.Refusal is { } refusal)
                        return refusal;
                    done.Add(new ImportedSlot(line, service, told.Value ? "told" : "known", null));
                }

                scope.Record("slots_told", new Subject("healthcare-service", "file"), caller.Actor, Detail.Of(("rows", done.Count)));
                return new SlotImport(true, done);
            }, cancel);
    }

    private Outcome<SlotDraft> Draft(CsvRow row, ILookup<string, (string Id, string Specialty)> known)
    {
        var services = known[(row["service"] ?? "").ToUpperInvariant()].Where(one => row["specialty"] is not { } specialty || one.Specialty.Equals(specialty, StringComparison.OrdinalIgnoreCase)).ToList();
        if (services is not [var service])
            return new Refusal("invalid", services.Count == 0 ? "The directory has nobody of this name." : "The directory has more than one of this name: say the specialty.");
        if (Time(row["start"]) is not { } start || Time(row["end"]) is not { } end)
            return new Refusal("invalid", "start and end are times like 2026-12-24 09:00 at the site, or with an offset like 2026-12-24T09:00:00+01:00.");
        SlotStatus? status = row["status"]?.ToLowerInvariant() switch { null or "free" => SlotStatus.Free, "busy" => SlotStatus.Busy, "withdrawn" => SlotStatus.Withdrawn, _ => null };
        if (status is null)
            return new Refusal("invalid", "status is free, busy or withdrawn.");
        var draft = new SlotDraft(service.Id, start, end, row["place"], row["type"], status.Value);
        return BookingCommandHandler.Fault(draft) is { } fault ? new Refusal("invalid", fault) : draft;
    }

    /// <summary>Without an offset it is the site's clock; an hour that the clock leaves out is none.</summary>
    private DateTimeOffset? Time(string? text)
    {
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return site.Zone.IsInvalidTime(local) ? null : new DateTimeOffset(local, site.Zone.GetUtcOffset(local));
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }
}
