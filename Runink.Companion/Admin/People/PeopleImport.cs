using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
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

    private static Outcome<List<Row>> Read(string csv)
    {
        if (csv.Length > MostCharacters)
            return new Refusal("too-long", $"A file has at most {MostRows:N0} people.");
        using var reader = new CsvReader(new StringReader(csv), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(), MissingFieldFound = null, HeaderValidated = null, TrimOptions = TrimOptions.Trim, DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"],
        });
        var rows = new List<Row>();
        try
        {
            if (!reader.Read() || !reader.ReadHeader())
                return new Refusal("invalid", "The file is empty.");
            var names = reader.HeaderRecord!.Select(name => name.Trim().ToLowerInvariant()).ToList();
            if (new[] { "login", "name" }.Except(names).FirstOrDefault() is { } missing)
                return new Refusal("invalid", $"The first line has no column {missing}. It names the columns: {string.Join(", ", Row.Columns)}.");
            if (names.Except(Row.Columns).FirstOrDefault(name => name.Length > 0) is { } unknown)
                return new Refusal("invalid", $"There is no column {unknown}. Columns are {string.Join(", ", Row.Columns)}.");
            while (reader.Read())
            {
                if (rows.Count == MostRows)
                    return new Refusal("too-long", $"A file has at most {MostRows:N0} people.");
                rows.Add(new Row(reader.Parser.RawRow, names.ToDictionary(name => name, name => reader.GetField(name), StringComparer.Ordinal)));
            }
        }
        catch (CsvHelperException problem)
        {
            return new Refusal("invalid", $"Line {reader.Parser.RawRow} cannot be read: {problem.Message.Split('\n')[0].Trim()}");
        }

        return rows;
    }

    private static IReadOnlyList<ImportedRow> Write(WriteScope scope, List<Row> rows, bool dryRun, Actor actor)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var done = rows.Select(row => seen.Add(row["login"] ?? "") ? Write(scope, row, actor) : row.Refused("This login is in the file twice.")).ToList();
        // What was tried is rolled back as a whole: a dry run is the real run without its end.
        return dryRun || done.Exists(row => row.Result == "refused") ? throw new NothingWrittenException(done) : done;
    }

    private static ImportedRow Write(WriteScope scope, Row row, Actor actor)
    {
        var roles = new List<RoleOnUnit>();
        foreach (var part in row.List("roles") ?? [])
        {
            var (name, unit) = part.Split('@', 2, StringSplitOptions.TrimEntries) is [var before, var after] ? (before, after) : (part, null);
            if (!Enum.TryParse<Role>(name.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var role) || !Enum.IsDefined(role))
                return row.Refused($"There is no role {name}. Roles are {string.Join(", ", Enum.GetNames<Role>())}.");
            roles.Add(new RoleOnUnit(role, unit));
        }

        var teams = row.List("teams") ?? [];
        if (teams.FirstOrDefault(team => scope.Db.Teams.Find(team) is null) is { } stranger)
            return row.Refused($"There is no team {stranger}.");
        var login = (row["login"] ?? "").ToLowerInvariant();
        var before0 = scope.Db.People.AsNoTracking().FirstOrDefault(person => person.Login == login);
        var channels = Row.Reach.Where(one => row[one.Column] is { Length: > 0 }).Select(one => (one.Kind, row[one.Column]!)).ToList();
        var draft = new PersonDraft(login, row["name"] ?? "", row.Has("about") ? row["about"] : before0?.About, Row.Reach.Any(one => row.Has(one.Column)) ? channels : null);
        var isSame = before0 is not null && before0.Name == draft.Name && before0.About == draft.About && !Differs(scope, before0.Id, draft.Channels);
        var saved = before0 is null ? PersonCommandHandler.Create(scope, draft, "csv", actor) : isSame ? before0 : PersonCommandHandler.Change(scope, before0.Id, draft, null, actor);
        if (saved.Refusal is { } refusal)
            return row.Refused(refusal.Message);
        scope.Db.SaveChanges();
        var version = scope.Db.People.Find(saved.Value!.Id)!.Version;
        if (row.List("roles") is not null && PersonCommandHandler.Grant(scope, saved.Value.Id, roles, "admin", null, actor).Refusal is { } ungranted)
            return row.Refused(ungranted.Message);
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

    private sealed record Row(int Line, IReadOnlyDictionary<string, string?> Fields)
    {
        public static readonly string[] Columns = ["login", "name", "about", "email", "phone", "pager", "roles", "teams"];
        public static readonly (string Column, ChannelKind Kind)[] Reach = [("email", ChannelKind.Email), ("phone", ChannelKind.Phone), ("pager", ChannelKind.Pager)];

        public string? this[string column] => Fields.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

        public bool Has(string column) => Fields.ContainsKey(column);

        /// <summary>Null when the file has no such column, which leaves things as they are.</summary>
        public IReadOnlyList<string>? List(string column) => !Has(column) ? null : (this[column] ?? "").Split([';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        public ImportedRow Refused(string why) => new(Line, this["login"] ?? "", "refused", why);
    }

    /// <summary>Leaves the writing transaction without a trace of it, with what it would have done.</summary>
    private sealed class NothingWrittenException(IReadOnlyList<ImportedRow> rows) : Exception
    {
        public IReadOnlyList<ImportedRow> Rows { get; } = rows;
    }
}
