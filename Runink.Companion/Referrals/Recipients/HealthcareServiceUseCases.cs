using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Files;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Recipients;

/// <param name="Result">created, changed or refused.</param>
public sealed record ImportedService(int Line, string Name, string Result, string? Reason);

/// <param name="Written">False for a dry run, and when a row was refused: all rows are written, or none.</param>
public sealed record ServiceImport(bool Written, IReadOnlyList<ImportedService> Rows)
{
    public int Refused => Rows.Count(row => row.Result == "refused");
}

/// <summary>The directory of who takes referrals: nothing of a patient is in it.</summary>
public sealed class HealthcareServiceUseCases(CompanionStore store, StoreWriter writer)
{
    public const int MostRows = 5000;
    public const int MostCharacters = 4_000_000;

    public static readonly string[] Columns = ["name", "specialty", "address", "postcodes", "payers", "languages", "weekly_capacity", "next_opening", "age_from", "age_to", "channel", "contact", "active", "opening_times", "schedules", "reminders"];

    public static bool MayEdit(Caller caller) => caller.May(Permission.ActOnReferrals) || caller.May(Permission.Administer);

    public async Task<Outcome<IReadOnlyList<HealthcareService>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (!caller.May(Permission.Administer) && caller.Lacks(Permission.ReadReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.HealthcareServices.AsNoTracking().OrderBy(row => row.Specialty).ThenBy(row => row.Name).ToListAsync(cancel);
    }

    public async Task<Outcome<HealthcareService>> SaveAsync(Caller caller, HealthcareServiceDraft draft, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return caller.Lacks(Permission.ActOnReferrals) ?? new Refusal("forbidden", "You may not do this.");
        var saved = await writer.WriteAsync(scope => HealthcareServiceCommandHandler.Save(scope, draft, caller.Actor), cancel);
        if (saved.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return await db.HealthcareServices.AsNoTracking().FirstAsync(row => row.Id == saved.Value, cancel);
    }

    /// <summary>Who is known by name and specialty is changed; who is not in the file stays. A dry run is the real run without its end.</summary>
    public async Task<Outcome<ServiceImport>> ImportAsync(Caller caller, string csv, bool dryRun, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return caller.Lacks(Permission.ActOnReferrals) ?? new Refusal("forbidden", "You may not do this.");
        if (csv.Length > MostCharacters)
            return new Refusal("too-long", $"A file has at most {MostRows:N0} rows.");
        var read = CsvTable.Read(csv, ["name", "specialty"], Columns, MostRows);
        if (read.Value is not { } rows)
            return read.Refusal!;
        var drafts = rows.Select(row => (row.Line, Name: row["name"] ?? "", Draft: Draft(row))).ToList();
        if (drafts.Exists(one => one.Draft.Refusal is not null) || dryRun)
        {
            await using var db = store.Read();
            var known = (await db.HealthcareServices.AsNoTracking().Select(row => new { row.Name, row.Specialty }).ToListAsync(cancel)).ToLookup(row => HealthcareServiceCommandHandler.Key(row.Name, row.Specialty));
            return new ServiceImport(false, [.. drafts.Select(one => new ImportedService(one.Line, one.Name, one.Draft.Refusal is not null ? "refused" : known[Key(one.Draft.Value!)].Any() ? "changed" : "created", one.Draft.Refusal?.Message))]);
        }

        return await writer.WriteAsync<Outcome<ServiceImport>>(
            scope =>
            {
                var done = new List<ImportedService>();
                var names = HealthcareServiceCommandHandler.Names(scope);
                foreach (var (line, name, draft) in drafts)
                {
                    var known = names.GetValueOrDefault(Key(draft.Value!));
                    if (HealthcareServiceCommandHandler.Save(scope, draft.Value! with { Id = known }, caller.Actor, names).Refusal is { } refusal)
                        return refusal;
                    done.Add(new ImportedService(line, name, known is null ? "created" : "changed", null));
                }

                return new ServiceImport(true, done);
            }, cancel);
    }

    private static (string Name, string Specialty) Key(HealthcareServiceDraft draft) => HealthcareServiceCommandHandler.Key(draft.Name, draft.Specialty);

    private static Outcome<HealthcareServiceDraft> Draft(CsvRow row)
    {
        foreach (var column in new[] { "weekly_capacity", "age_from", "age_to" })
        {
            if (row[column] is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return new Refusal("invalid", $"{column} is a whole number, not {text}.");
        }

        if (row["next_opening"] is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return new Refusal("invalid", $"next_opening is a date like 2026-12-24, not {day}.");
        if (row["active"] is { } active && active.ToLowerInvariant() is not ("yes" or "no" or "true" or "false"))
            return new Refusal("invalid", $"active is yes or no, not {active}.");
        var draft = new HealthcareServiceDraft(
            null, row["name"] ?? "", row["specialty"] ?? "", row["address"], Words("postcodes"), Words("payers"), Words("languages"), Number("weekly_capacity"),
            row["next_opening"] is { } opens ? DateOnly.ParseExact(opens, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, Number("age_from"), Number("age_to"), row["channel"]?.ToLowerInvariant() ?? "link", row["contact"],
            row["active"]?.ToLowerInvariant() is not ("no" or "false"), OpeningTimes: row["opening_times"], Schedules: Words("schedules"), Reminders: row["reminders"]);
        return HealthcareServiceCommandHandler.Fault(draft) is { } fault ? new Refusal("invalid", fault) : draft;

        int? Number(string column) => row[column] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

        // Within a field a semicolon separates: the comma separates fields.
        string? Words(string column) => row[column]?.Replace(';', ',');
    }
}
