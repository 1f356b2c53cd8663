using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>An entry of the directory as somebody writes it. Lists are words between commas.</summary>
/// <param name="Id">Null for a new one.</param>
/// <param name="ExpectedVersion">The version that the person saw; null for a new one, or when it does not matter.</param>
public sealed record HealthcareServiceDraft(
    string? Id, string Name, string Specialty, string? Address = null, string? Postcodes = null, string? Payers = null, string? Languages = null, int? WeeklyCapacity = null,
    DateOnly? NextOpening = null, int? AgeFrom = null, int? AgeTo = null, string Channel = "link", string? Contact = null, bool Active = true, int? ExpectedVersion = null,
    string? OpeningTimes = null, string? Schedules = null, string? Reminders = null);

/// <summary>Keeps the directory of who takes referrals, inside the writing transaction.</summary>
public static class HealthcareServiceCommandHandler
{
    private const int LongestList = 1000;

    private static readonly string[] Channels = ["link", "fhir", "hl7", "mail", "fax", "telephone"];

    /// <returns>The id of the entry.</returns>
    public static Outcome<string> Save(WriteScope scope, HealthcareServiceDraft draft, Actor actor) => Save(scope, draft, actor, Names(scope));

    /// <summary>Ids of all entries by name and service; read once for many that are saved. Databases compare letters each in a way of its own.</summary>
    public static Dictionary<(string Name, string Specialty), string> Names(WriteScope scope) =>
        scope.Db.HealthcareServices.AsNoTracking().Select(row => new { row.Id, row.Name, row.Specialty }).AsEnumerable().GroupBy(row => Key(row.Name, row.Specialty)).ToDictionary(group => group.Key, group => group.First().Id);

    public static (string Name, string Specialty) Key(string name, string specialty) => (PlainText.Line(name).Trim().ToUpperInvariant(), PlainText.Line(specialty).Trim().ToUpperInvariant());

    /// <param name="names">As <see cref="Names"/> answers; it follows what is saved.</param>
    public static Outcome<string> Save(WriteScope scope, HealthcareServiceDraft draft, Actor actor, Dictionary<(string Name, string Specialty), string> names)
    {
        if (Fault(draft) is { } fault)
            return new Refusal("invalid", fault);
        var (name, specialty) = (PlainText.Line(draft.Name).Trim(), PlainText.Line(draft.Specialty).Trim());
        var entry = draft.Id is { } id ? scope.Db.HealthcareServices.Find(id) : null;
        if (draft.Id is not null && entry is null)
            return new Refusal("not-found", "There is no such entry in the directory.");
        if (entry is not null && draft.ExpectedVersion is { } seen && seen != entry.Version)
            return new Refusal("stale-version", "Somebody changed this entry meanwhile. Look again, then decide.");
        if (names.TryGetValue(Key(name, specialty), out var other) && other != entry?.Id)
            return new Refusal("invalid", $"{name} is in the directory for {specialty} already.");
        if (entry is null)
            scope.Db.HealthcareServices.Add(entry = new HealthcareService { Id = scope.Ids.Next(), Name = name, Specialty = specialty });
        else
            entry.Version++;
        names.Remove(Key(entry.Name, entry.Specialty));
        names[Key(name, specialty)] = entry.Id;
        // Who saves what stands there says that it is so today.
        entry.CapacityAt = draft is { WeeklyCapacity: null, NextOpening: null } ? null : scope.Now;
        (entry.Name, entry.Specialty, entry.Address, entry.Contact) = (name, specialty, Line(draft.Address), Line(draft.Contact));
        (entry.Postcodes, entry.Payers, entry.Languages) = (List(draft.Postcodes), List(draft.Payers), List(draft.Languages).ToLowerInvariant());
        (entry.WeeklyCapacity, entry.NextOpening, entry.AgeFrom, entry.AgeTo) = (draft.WeeklyCapacity, draft.NextOpening, draft.AgeFrom, draft.AgeTo);
        (entry.Channel, entry.Active) = (draft.Channel, draft.Active);
        // Slots follow by themselves.
        (entry.OpeningTimes, entry.SlotsUntil) = (Line(draft.OpeningTimes) ?? "", null);
        entry.Reminders = Line(draft.Reminders) ?? "";
        if (List(draft.Schedules) is var schedules && schedules != entry.Schedules)
        {
            entry.Schedules = schedules;
            ScheduleActors.Map(scope);
        }

        scope.Record("service_directory_changed", new Subject("healthcare-service", entry.Id), actor, Detail.Of(("name", name), ("specialty", specialty), ("active", entry.Active)));
        scope.Announce(new Change("healthcare-service", entry.Id));
        return entry.Id;
    }

    /// <summary>What cannot be taken, in words; null when all can.</summary>
    public static string? Fault(HealthcareServiceDraft draft)
    {
        if (string.IsNullOrWhiteSpace(draft.Name) || draft.Name.Length > HealthcareService.LongestText)
            return $"Say what it is called, in at most {HealthcareService.LongestText} characters.";
        if (string.IsNullOrWhiteSpace(draft.Specialty) || draft.Specialty.Length > HealthcareService.LongestText)
            return "Say for which service it takes referrals, like Cardiology.";
        if (!Channels.Contains(draft.Channel, StringComparer.Ordinal))
            return $"The channel is one of {string.Join(", ", Channels)}.";
        if (draft.WeeklyCapacity is < 0 or > 10_000)
            return "The capacity is 0 to 10000 new patients a week.";
        if (draft.AgeFrom is < 0 or > 150 || draft.AgeTo is < 0 or > 150 || draft.AgeFrom > draft.AgeTo)
            return "Ages are 0 to 150 years, the lower first.";
        if (HealthcareService.Words(draft.Languages ?? "").FirstOrDefault(code => !IsLanguage(code)) is { } strange)
            return $"{strange} is no language code of two letters, like en or es.";
        if (draft.OpeningTimes?.Length > OpeningTimes.LongestText)
            return $"Opening times have {OpeningTimes.LongestText} characters at most.";
        if (OpeningTimes.Read(draft.OpeningTimes).Refusal is { } unreadable)
            return $"Opening times: {unreadable.Message}";
        if (VisitReminderPolicy.Read(draft.Reminders).Refusal is { } unclear)
            return unclear.Message;
        return new[] { draft.Schedules, draft.Postcodes, draft.Payers, draft.Languages, draft.Address, draft.Contact }.Any(text => text?.Length > LongestList) ? $"A list or an address has {LongestList} characters at most." : null;
    }

    private static bool IsLanguage(string code) => code.Length == 2 && CultureInfo.GetCultures(CultureTypes.NeutralCultures).Any(culture => culture.TwoLetterISOLanguageName.Equals(code, StringComparison.OrdinalIgnoreCase));

    private static string? Line(string? text) => text is null || PlainText.Line(text).Trim() is not { Length: > 0 } line ? null : line;

    private static string List(string? text) => string.Join(", ", HealthcareService.Words(PlainText.Line(text ?? "")));
}
