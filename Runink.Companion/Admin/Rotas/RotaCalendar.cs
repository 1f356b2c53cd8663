using System.Globalization;
using System.Runtime.Serialization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Calendar = Ical.Net.Calendar;

namespace Runink.Companion.Admin.Rotas;

/// <summary>An event of a calendar file, before anybody knows whose it is.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
public sealed record CalendarItem(int Line, string Summary, IReadOnlyList<string> Attendees, DateTimeOffset From, DateTimeOffset Until, string? Problem);

/// <summary>Shifts as iCalendar (RFC 5545), and events back.</summary>
public static class RotaCalendar
{
    public const string ContentType = "text/calendar";
    public const int MostEvents = 2000;
    public const int MostCharacters = 2_000_000;

    public static string Write(string name, IEnumerable<OwnShift> shifts, ILookup<string, ContactChannel> channels, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//Runink//Companion//EN" };
        calendar.AddProperty("X-WR-CALNAME", name);
        foreach (var shift in shifts)
        {
            var told = new CalendarEvent
            {
                // The same shift keeps its name, so that a calendar that is read again does not show it twice.
                Uid = string.Create(CultureInfo.InvariantCulture, $"{shift.RotaId}-{shift.From.ToUnixTimeSeconds()}-{shift.Person.Id}@runink-companion"),
                Summary = $"{shift.Person.Name} on call: {shift.RotaName}", Start = Utc(shift.From), End = Utc(shift.Until), DtStamp = Utc(now), Transparency = "TRANSPARENT",
                Description = shift.StandsInFor is { } away ? $"Stands in for {away.Name}." : null,
            };
            if (channels[shift.Person.Id].FirstOrDefault(channel => channel.Kind == ChannelKind.Email) is { } mail)
                told.Attendees.Add(new Attendee($"mailto:{mail.Value}") { CommonName = shift.Person.Name });
            calendar.Events.Add(told);
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <param name="zone">Of times that name none.</param>
    public static Outcome<IReadOnlyList<CalendarItem>> Read(string text, TimeZoneInfo zone)
    {
        if (text.Length > MostCharacters)
            return new Refusal("too-long", $"A calendar has at most {MostEvents:N0} events.");
        CalendarCollection calendars;
        try
        {
            calendars = CalendarCollection.Load(text);
        }
        catch (Exception problem) when (problem is SerializationException or FormatException or ArgumentException or InvalidOperationException)
        {
            return new Refusal("invalid", $"That is no calendar file: {problem.Message.Split('\n')[0]}");
        }

        var events = calendars.SelectMany(calendar => calendar.Events).ToList();
        var lines = text.Split('\n').Select((line, at) => (Text: line.Trim(), Number: at + 1)).Where(line => line.Text.Equals("BEGIN:VEVENT", StringComparison.OrdinalIgnoreCase)).Select(line => line.Number).ToList();
        if (events.Count == 0 || events.Count != lines.Count)
            return new Refusal("invalid", "There is no event in this file.");
        return events.Count > MostEvents
            ? new Refusal("too-long", $"A calendar has at most {MostEvents:N0} events.")
            : new Outcome<IReadOnlyList<CalendarItem>>([.. events.Select((one, at) => Read(one, lines[at], zone))], null);
    }

    private static CalendarItem Read(CalendarEvent one, int line, TimeZoneInfo zone)
    {
        var summary = PlainText.Line(one.Summary ?? "").Trim();
        var attendees = one.Attendees.Select(attendee => attendee.Value).OfType<Uri>().Where(uri => uri.Scheme == "mailto").Select(uri => Uri.UnescapeDataString(uri.OriginalString["mailto:".Length..])).ToList();
        CalendarItem Wrong(string why) => new(line, summary, attendees, default, default, why);
        try
        {
            if (one.RecurrenceRule is not null || one.RecurrenceDates.GetAllDates().Any())
                return Wrong("It repeats. Write each shift as an event of its own.");
            if (one.Start is not { } start || (one.End ?? (one.Duration is { } length ? start.Add(length) : null)) is not { } end)
                return Wrong("It has no beginning or no end.");
            var (from, until) = (Instant(start, zone), Instant(end, zone));
            return until > from ? new CalendarItem(line, summary, attendees, from, until, null) : Wrong("It does not end after it begins.");
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or FormatException)
        {
            return Wrong(problem.Message.Split('\n', '(')[0].Trim() + ".");
        }
    }

    /// <summary>A day begins at midnight, and a time without a zone is the rota's, also in a night in which the clocks change.</summary>
    private static DateTimeOffset Instant(CalDateTime at, TimeZoneInfo zone) => at.IsFloating || !at.HasTime
        ? LocalTimes.At(DateTime.SpecifyKind(at.Value, DateTimeKind.Unspecified), zone)
        : new DateTimeOffset(DateTime.SpecifyKind(at.AsUtc, DateTimeKind.Utc));

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
