using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Files;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.People;

/// <param name="Line">In the file, the header being line 1.</param>
/// <param name="Result">created, changed, unchanged or refused.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record ImportedRow(int Line, string Login, string Result, string? Reason);

/// <param name="Written">False for a dry run, and when a row was refused: all rows are written, or none.</param>
public sealed record ImportReport(bool Written, IReadOnlyList<ImportedRow> Rows)
{
    public int Refused => Rows.Count(row => row.Result == "refused");
}

/// <summary>
/// People from a CSV file with the columns login, name, about, email, phone, pager, roles, teams. Roles are separated by semicolons, with
/// the unit behind an at sign: <c>Nurse@Emergency; Navigator</c>. Who is known by login is changed; who is not in the file stays.
/// </summary>
public sealed class PeopleImport(StoreWriter writer, PeopleDirectory people, CallerAccess access)
{
    public const int MostRows = 5000;
    public const int MostCharacters = 2_000_000;

    private static readonly string[] Columns = ["login", "name", "about", "email", "phone", "pager", "roles", "teams"];
    private static readonly (string Column, ChannelKind Kind)[] Reach = [("email", ChannelKind.Email), ("phone", ChannelKind.Phone), ("pager", ChannelKind.Pager)];

    public async Task<Outcome<ImportReport>> RunAsync(Caller caller, string csv, bool dryRun, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.Administer) ?? (dryRun ? null : access.Unconfirmed(caller))) is { } refusal)
            return refusal;
        var read = Read(csv);
        if (read.Refusal is { } unreadable)
            return unreadable;
        try
        {
            var done = await writer.WriteAsync(scope => Write(scope, read.Value!, dryRun, caller.Actor), cancel);
            await people.RefreshAsync(cancel);
            return new ImportReport(true, done);
        }
        catch (NothingWrittenException undone)
        {
            return new ImportReport(false, undone.Rows);
        }
    }

    private static Outcome<IReadOnlyList<CsvRow>> Read(string csv) =>
        csv.Length > MostCharacters ? new Refusal("too-long", $"A file has at most {MostRows:N0} people.") : CsvTable.Read(csv, ["login", "name"], Columns, MostRows);

    private static IReadOnlyList<ImportedRow> Write(WriteScope scope, IReadOnlyList<CsvRow> rows, bool dryRun, Actor actor)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var done = rows.Select(row => seen.Add(row["login"] ?? "") ? Write(scope, row, actor) : Refused(row, "This login is in the file twice.")).ToList();
        // What was tried is rolled back as a whole: a dry run is the real run without its end.
        return dryRun || done.Exists(row => row.Result == "refused") ? throw new NothingWrittenException(done) : done;
    }

    private static ImportedRow Write(WriteScope scope, CsvRow row, Actor actor)
    {
        var roles = new List<RoleOnUnit>();
        foreach (var part in List(row, "roles") ?? [])
        {
            var (name, unit) = part.Split('@', 2, StringSplitOptions.TrimEntries) is [var before, var after] ? (before, after) : (part, null);
            if (!Enum.TryParse<Role>(name.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var role) || !Enum.IsDefined(role))
                return Refused(row, $"There is no role {name}. Roles are {string.Join(", ", Enum.GetNames<Role>())}.");
            roles.Add(new RoleOnUnit(role, unit));
        }

        var teams = List(row, "teams") ?? [];
        if (teams.FirstOrDefault(team => scope.Db.Teams.Find(team) is null) is { } stranger)
            return Refused(row, $"There is no team {stranger}.");
        var login = (row["login"] ?? "").ToLowerInvariant();
        var before0 = scope.Db.People.AsNoTracking().FirstOrDefault(person => person.Login == login);
        var channels = Reach.Where(one => row[one.Column] is { Length: > 0 }).Select(one => (one.Kind, row[one.Column]!)).ToList();
        var draft = new PersonDraft(login, row["name"] ?? "", row.Has("about") ? row["about"] : before0?.About, Reach.Any(one => row.Has(one.Column)) ? channels : null);
        var isSame = before0 is not null && before0.Name == draft.Name && before0.About == draft.About && !Differs(scope, before0.Id, draft.Channels);
        var saved = before0 is null ? PersonCommandHandler.Create(scope, draft, "csv", actor) : isSame ? before0 : PersonCommandHandler.Change(scope, before0.Id, draft, null, actor);
        if (saved.Refusal is { } refusal)
            return Refused(row, refusal.Message);
        scope.Db.SaveChanges();
        var version = scope.Db.People.Find(saved.Value!.Id)!.Version;
        if (List(row, "roles") is not null && PersonCommandHandler.Grant(scope, saved.Value.Id, roles, "admin", null, actor).Refusal is { } ungranted)
            return Refused(row, ungranted.Message);
        var joined = teams.Where(team => !scope.Db.TeamMembers.Any(member => member.TeamId == team && member.PersonId == saved.Value.Id)).ToList();
        scope.Db.TeamMembers.AddRange(joined.Select(team => new TeamMember { TeamId = team, PersonId = saved.Value.Id, Source = "admin" }));
        foreach (var team in joined)
            scope.Record("team_joined", new Subject("team", team), actor, Detail.Of(("person", saved.Value.Id)));
        scope.Db.SaveChanges();
        var isChanged = !isSame || scope.Db.People.Find(saved.Value.Id)!.Version != version || joined.Count > 0;
        return new ImportedRow(row.Line, login, before0 is null ? "created" : isChanged ? "changed" : "unchanged", null);
    }

    private static bool Differs(WriteScope scope, string id, IReadOnlyList<(ChannelKind Kind, string Value)>? channels) =>
        channels is not null && !scope.Db.ContactChannels.Where(channel => channel.PersonId == id).AsEnumerable().Select(channel => (channel.Kind, channel.Value)).ToHashSet().SetEquals(channels);

    /// <summary>Null when the file has no such column, which leaves things as they are.</summary>
    private static IReadOnlyList<string>? List(CsvRow row, string column) => !row.Has(column) ? null : (row[column] ?? "").Split([';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ImportedRow Refused(CsvRow row, string why) => new(row.Line, row["login"] ?? "", "refused", why);

    /// <summary>Leaves the writing transaction without a trace of it, with what it would have done.</summary>
    private sealed class NothingWrittenException(IReadOnlyList<ImportedRow> rows) : Exception
    {
        public IReadOnlyList<ImportedRow> Rows { get; } = rows;
    }
}
