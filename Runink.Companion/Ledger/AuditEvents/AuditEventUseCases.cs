using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Fhir;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Ledger;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger.AuditEvents;

/// <summary>The ledger over the FHIR door: <c>AuditEvent</c> by id, patient, date, altid (who) and action, newest first.</summary>
public sealed class AuditEventUseCases(CompanionStore store, LedgerFacets facets, AuditEventProjection projection)
{
    private const int DefaultCount = 50;
    private const int MostCount = 200;
    private const string Prefix = "ledger-";
    private static readonly string[] Known = ["_id", "_count", "_page", "_format", "patient", "date", "altid", "action"];

    public FhirReadSource Source => new("AuditEvent", ReadAsync, SearchAsync);

    private async Task<FhirReply> ReadAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        await using var db = store.Read();
        var row = SeqOf(id) is { } seq ? await db.Ledger.FirstOrDefaultAsync(one => one.Seq == seq, cancel) : null;
        if (row is null || !Domain.Ledger.AuditEvents.IsEvent(row))
            return FhirReply.Refuse(404, "not-found", "There is no AuditEvent with this id.");
        return new FhirReply(200, FhirWriter.ToJson((await projection.OfAsync(db, [row], cancel))[0]), null, "1", row.At);
    }

    private async Task<FhirReply> SearchAsync(Caller caller, FhirAskedFor asked, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        if (asked.Parameters.FirstOrDefault(pair => !Known.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } unknown })
            return FhirReply.Refuse(400, "not-supported", $"AuditEvent is not searched by {unknown} here; {string.Join(", ", Known)} are understood.");
        await using var db = store.Read();
        var query = new LedgerQuery(Actor: Value("altid"), Patient: Value("patient")?.Split('/')[^1]);
        if (LedgerUseCases.ByNumber(caller, query) is { } unseen)
            return FhirReply.Refuse(403, "forbidden", unseen.Message);
        var narrowed = await LedgerSearch.NarrowAsync(db, query, await facets.ReadAsync(db, cancel), cancel);
        if (narrowed.Refusal is { Code: "not-found" })
            return new FhirReply(200, Write(asked, [], null));
        if (narrowed.Refusal is { } unclear)
            return FhirReply.Refuse(400, "invalid", unclear.Message);
        var rows = Events(narrowed.Value.Rows);
        foreach (var date in asked.Parameters.Where(pair => pair.Key == "date").Select(pair => pair.Value))
        {
            if (!TryBound(date, out var bound))
                return FhirReply.Refuse(400, "invalid", "date is ge, gt, le, lt or eq before a day or an instant.");
            rows = bound(rows);
        }

        if (Value("_id") is { } id)
            rows = SeqOf(id) is { } only ? rows.Where(row => row.Seq == only) : rows.Where(_ => false);
        if (!TryNumber("_page", long.MaxValue, out var before) || !TryNumber("_count", DefaultCount, out var count))
            return FhirReply.Refuse(400, "invalid", "_count and _page are numbers that are not negative.");
        var most = (int)Math.Clamp(count, 1, MostCount);
        var wanted = Value("action")?.ToUpperInvariant();
        var page = await rows.Where(row => row.Seq < before).OrderByDescending(row => row.Seq).Take(most + 1).ToListAsync(cancel);
        var events = await projection.OfAsync(db, [.. page.Take(most)], cancel);
        // What a row means is not in the store: the page is narrowed after it was read, and its link goes on from its last row.
        return new FhirReply(200, Write(
            asked, [.. events.Where(one => wanted is null || one.Action.ToString() == wanted)],
            page.Count > most ? $"{asked.Own}AuditEvent?{string.Join('&', asked.Parameters.Where(pair => pair.Key != "_page").Append(KeyValuePair.Create("_page", page[most - 1].Seq.ToString(CultureInfo.InvariantCulture))).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))}" : null));

        string? Value(string name) => asked.Parameters.FirstOrDefault(pair => pair.Key == name) is { Value: { Length: > 0 } value } ? value : null;

        bool TryNumber(string name, long otherwise, out long number)
        {
            number = otherwise;
            return Value(name) is not { } text || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
    }

    private static IQueryable<LedgerRow> Events(IQueryable<LedgerRow> rows) => rows.Where(row =>
        row.Actor.StartsWith("person:") || row.Actor.StartsWith("key:") || row.Actor.StartsWith("operator:") || row.Kind == "access_refused" || row.Kind == "api_key_refused" || row.Kind == "sign_in_refused");

    private static long? SeqOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(id[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;

    private static bool TryBound(string text, out Func<IQueryable<LedgerRow>, IQueryable<LedgerRow>> bound)
    {
        bound = rows => rows;
        var prefix = text.Length > 2 && char.IsAsciiLetterLower(text[0]) ? text[..2] : "eq";
        var said = prefix == "eq" && !text.StartsWith("eq", StringComparison.Ordinal) ? text : text[2..];
        DateTimeOffset from, to;
        if (DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
            to = (from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).AddDays(1);
        else if (FhirTime.TryParse(said, TimeZoneInfo.Utc, out from))
            to = from.AddTicks(1);
        else
            return false;
        bound = prefix switch
        {
            "ge" => rows => rows.Where(row => row.At >= from),
            "gt" => rows => rows.Where(row => row.At >= to),
            "le" => rows => rows.Where(row => row.At < to),
            "lt" => rows => rows.Where(row => row.At < from),
            "eq" => rows => rows.Where(row => row.At >= from && row.At < to),
            _ => null!,
        };
        return bound is not null;
    }

    private static string Write(FhirAskedFor asked, IReadOnlyList<AuditEvent> events, string? next)
    {
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Entry = [.. events.Select(one => new Bundle.EntryComponent
            {
                FullUrl = $"{asked.Own}AuditEvent/{one.Id}", Resource = one, Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match },
            })],
        };
        if (next is not null)
            bundle.NextLink = new Uri(next);
        return FhirWriter.ToJson(bundle);
    }
}
