using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.Rotas;

/// <param name="Line">In the file, where the event begins.</param>
/// <param name="Result">taken, unchanged, over (it lies in the past) or refused.</param>
public sealed record ImportedEvent(int Line, string Summary, PersonRef? Person, DateTimeOffset From, DateTimeOffset Until, string Result, string? Reason);

/// <param name="Written">False for a trial, and when an event was refused: all are taken, or none.</param>
public sealed record CalendarReport(bool Written, IReadOnlyList<ImportedEvent> Events)
{
    public int Refused => Events.Count(one => one.Result == "refused");
}

/// <summary>Takes the events of a calendar file as overrides of a rota: whose an event is, its attendee says, else the name in its summary.</summary>
public sealed class RotaImport(StoreWriter writer, PeopleDirectory people, Directory directory, RotaUseCases rotas)
{
    public async Task<Outcome<CalendarReport>> RunAsync(Caller caller, string id, string text, bool dryRun, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditRotas) is { } refusal)
            return refusal;
        if (await rotas.ScheduleAsync(id, cancel) is not { } rota)
            return new Refusal("not-found", "There is no such rota, or it is closed.");
        var read = RotaCalendar.Read(text, rota.Plan.TimeZone);
        if (read.Refusal is { } unreadable)
            return unreadable;
        try
        {
            var done = await writer.WriteAsync(scope => Write(scope, id, read.Value!, dryRun, caller.Actor), cancel);
            await people.RefreshAsync(cancel);
            return new CalendarReport(true, done);
        }
        catch (NothingTakenException undone)
        {
            return new CalendarReport(false, undone.Events);
        }
    }

    private IReadOnlyList<ImportedEvent> Write(WriteScope scope, string rota, IReadOnlyList<CalendarItem> items, bool dryRun, Actor actor)
    {
        var known = scope.Db.RotaOverrides.Where(one => one.RotaId == rota && one.WithdrawnAt == null && one.Until > scope.Now).ToList();
        var done = items.Select(item => Write(scope, rota, item, items, known, actor)).ToList();
        return dryRun || done.Exists(one => one.Result == "refused") ? throw new NothingTakenException(done) : done;
    }

    private ImportedEvent Write(WriteScope scope, string rota, CalendarItem item, IReadOnlyList<CalendarItem> all, List<RotaOverride> known, Actor actor)
    {
        ImportedEvent Said(string result, PersonRef? person = null, string? reason = null) => new(item.Line, item.Summary, person, item.From, item.Until, result, reason);
        if (item.Problem is { } problem)
            return Said("refused", null, problem);
        if (item.Until <= scope.Now)
            return Said("over", null, "It lies in the past.");
        var found = Match(item);
        if (found is not [var person])
            return Said("refused", null, found.Count == 0 ? "No attendee and no name in it is an active person here." : $"It may be {string.Join(" or ", found.Select(one => one.Name))}.");
        // The same stretch means together; half of it would be a guess.
        var stretch = new Stretch(item.From, item.Until);
        if (all.FirstOrDefault(other => other.Problem is null && other.Line < item.Line && new Stretch(other.From, other.Until) is var before && before != stretch && before.Meets(stretch)) is { } overlaps)
            return Said("refused", person.Ref, $"It overlaps with the event on line {overlaps.Line}. Events of people who are on call together begin and end together.");
        if (known.Exists(one => one.PersonId == person.Id && one.From == item.From && one.Until == item.Until && one.InsteadOfId is null))
            return Said("unchanged", person.Ref);
        return RotaCommandHandler.Override(scope, rota, new OverrideDraft(person.Id, item.From, item.Until, "From a calendar file"), actor).Refusal is { } refusal
            ? Said("refused", person.Ref, refusal.Message) : Said("taken", person.Ref);
    }

    private IReadOnlyList<Person> Match(CalendarItem item)
    {
        var active = directory.Now.Staff.All.Where(person => person.IsActive).ToList();
        var byAddress = active.Where(person => item.Attendees.Any(attendee => string.Equals(attendee, person.Login, StringComparison.OrdinalIgnoreCase)
            || directory.Now.Channels[person.Id].Any(channel => channel.Kind == ChannelKind.Email && string.Equals(channel.Value, attendee, StringComparison.OrdinalIgnoreCase)))).ToList();
        if (byAddress.Count > 0)
            return byAddress;
        var named = active.Where(person => item.Summary.Contains(person.Name, StringComparison.OrdinalIgnoreCase) || string.Equals(item.Summary, person.Login, StringComparison.OrdinalIgnoreCase)).ToList();
        // "Ana Ruiz Lopez" is not also "Ana Ruiz".
        return [.. named.Where(person => !named.Exists(other => other != person && other.Name.Length > person.Name.Length && other.Name.Contains(person.Name, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>Leaves the writing transaction without a trace of it, with what it would have done.</summary>
    private sealed class NothingTakenException(IReadOnlyList<ImportedEvent> events) : Exception
    {
        public IReadOnlyList<ImportedEvent> Events { get; } = events;
    }
}
