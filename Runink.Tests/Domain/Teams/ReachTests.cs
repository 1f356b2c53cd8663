using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using Runink.Tests.Domain.Teams.Rotas;
using Directory = Runink.Domain.Teams.Directory;
using static Runink.Tests.Domain.Teams.Rotas.Some;

namespace Runink.Tests.Domain.Teams;

public sealed class ReachTests
{
    private static readonly DateTimeOffset Noon = Utc(3, 4, 12);
    private readonly List<ContactChannel> channels = [];
    private readonly Dictionary<string, Team> teams = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TeamMember> members = [];
    private readonly List<RoleGrant> grants = [];
    private readonly Dictionary<string, RotaSchedule> rotas = new(StringComparer.OrdinalIgnoreCase);
    private Staff staff = Some.Staff("a", "b", "c");
    private HashSet<string>? sends;

    [Fact]
    public void AddressesAndDirectNamesGoWhereTheySay()
    {
        Mail("a", "a@h.example");
        Has("b", ChannelKind.Sms, "+447700900123", verified: true);
        Assert.Equal("a email a@h.example", Said("a@h.example"));
        Assert.Equal("? email stranger@h.example", Said("stranger@h.example"));
        Assert.Equal("b sms +447700900123", Said("sms:+447700900123"));
        Assert.Equal("? slack ward-4", Said("slack:ward-4"));
        Assert.Equal("? teams ward-4", Said("teams:ward-4"));
        Assert.Equal("? webhook bed-board", Said("webhook:bed-board"));
        sends = ["email", "slack:ward-4"];
        Assert.Equal("? slack ward-4", Said("slack:ward-4"));
        Assert.Equal("No endpoint of kind slack is called ward-5 here.", Said("slack:ward-5"));
        Assert.Equal("No text messages are sent here.", Said("sms:+447700900123"));
    }

    [Fact]
    public void ASettingComesBeforeATeamAndATeamHasAnAddressOrMembers()
    {
        Team("sepsis", "sepsis@h.example");
        Team("ward", null, "a", "b");
        Team("empty", null);
        Mail("a", "a@h.example");
        Mail("b", "b@h.example");
        Assert.Equal("? email sepsis@h.example", Said("sepsis"));
        Assert.Equal("a email a@h.example, b email b@h.example", Said("ward"));
        Assert.Equal("empty has neither an address nor members.", Said("empty"));
        Assert.Equal("? email one@h.example, ? email two@h.example", Said("Sepsis", new() { ["sepsis"] = "one@h.example, two@h.example" }));
        Assert.Equal("no_such is no team, rota, role or person here.", Said("no_such"));
    }

    [Fact]
    public void ARotaReachesWhoIsOnCallAndChangesAtTheHandOver()
    {
        Rota(Layer("day", ShiftUnit.Days, 1, "a", "b"));
        Mail("a", "a@h.example");
        Mail("b", "b@h.example");
        Assert.Equal("a email a@h.example", Said("on_call(\"medicine\")", at: Utc(3, 2, 9)));
        Assert.Equal("a email a@h.example", Said("medicine", at: Utc(3, 3, 7, 59)));
        Assert.Equal("b email b@h.example", Said("on_call('medicine')", at: Utc(3, 3, 8)));
        Assert.Equal("There is no rota surgery.", Said("on_call(\"surgery\")"));
    }

    [Fact]
    public void AGapSaysUntilWhenAndATeamOfTheSameNameStandsIn()
    {
        Rota(Layer("day", ShiftUnit.Days, 1, "a") with { Hours = [new RotaHours([], new TimeOnly(8, 0), new TimeOnly(17, 0))] });
        Mail("a", "a@h.example");
        Assert.Equal("Nobody is on call in Medicine until 08:00.", Said("medicine", at: Utc(3, 4, 23)));
        Team("medicine", "office@h.example");
        Assert.Equal("? email office@h.example", Said("medicine", at: Utc(3, 4, 23)));
        Assert.Equal("a email a@h.example", Said("medicine", at: Utc(3, 4, 9)));
    }

    [Fact]
    public void WhoIsOnCallAndHasNoAddressIsNamed()
    {
        Rota(Layer("day", ShiftUnit.Days, 1, "a"));
        Has("a", ChannelKind.Phone, "020 7946 0000");
        Assert.Equal("A has no address that this program can send to. Nobody else is on call in Medicine.", Said("medicine"));
        staff = new Staff([Person("a", Utc(3, 4))]);
        Rota(Layer("day", ShiftUnit.Days, 1, "a"));
        Assert.Equal("Nobody is on call in Medicine in the next 14 days. A is away and nobody stands in.", Said("medicine"));
    }

    [Fact]
    public void ADeputyIsToldWhileSomebodyIsAwayAndNobodyTwice()
    {
        staff = new Staff([Person("a", Utc(3, 4), Utc(3, 5), "b"), Person("b"), Person("c", disabled: Utc(3, 1))]);
        Mail("a", "a@h.example");
        Mail("b", "b@h.example");
        Mail("c", "c@h.example");
        Team("ward", null, "a", "b");
        Assert.Equal("b email b@h.example", Said("person:a"));
        Assert.Equal("b email b@h.example", Said("ward"));
        Assert.Equal("a email a@h.example", Said("person:a", at: Utc(3, 5)));
        Assert.Equal("C does not work here any more.", Said("c"));
        Assert.Equal("There is no person nobody.", Said("person:nobody"));
    }

    [Fact]
    public void ARoleOnAUnitIsEverybodyWhoHasIt()
    {
        Mail("a", "a@h.example");
        Mail("b", "b@h.example");
        grants.AddRange([Grant("a", Role.Nurse, "ED"), Grant("b", Role.Nurse, "ICU"), Grant("c", Role.QualityLead, "")]);
        Assert.Equal("a email a@h.example", Said("role:nurse@ED"));
        Assert.Equal("a email a@h.example, b email b@h.example", Said("role:nurse"));
        Assert.Equal("Nobody has the role nurse on OR.", Said("role:nurse@OR"));
        Assert.Equal("There is no role wizard.", Said("role:wizard@ED"));
        Assert.Equal("Nobody with the role quality-lead is reached. C has no address that this program can send to.", Said("role:quality-lead"));
    }

    [Fact]
    public void VerifiedChannelsComeInTheirOrderAndAnAddressThatNobodyProvedIsBetterThanNone()
    {
        Mail("a", "a@h.example");
        Assert.Equal("a email a@h.example", Said("a"));
        Has("a", ChannelKind.Sms, "+447700900124");
        Assert.Equal("a email a@h.example", Said("a"));
        Has("a", ChannelKind.Sms, "+447700900123", verified: true);
        Assert.Equal("a sms +447700900123", Said("a"));
        channels[0].VerifiedAt = Noon;
        Assert.Equal("a email a@h.example", Said("a"));
        channels[0].Ordinal = 9;
        Assert.Equal("a sms +447700900123", Said("a"));
        // Where nothing is sent over SMS, a number is no way to reach anybody.
        sends = ["email"];
        Assert.Equal("a email a@h.example", Said("a"));
    }

    [Fact]
    public void QuietHoursAreKeptExceptForWhatIsCritical()
    {
        Has("a", ChannelKind.Sms, "+447700900123", verified: true);
        (channels[0].QuietFrom, channels[0].QuietUntil) = (new TimeOnly(22, 0), new TimeOnly(7, 0));
        Assert.Equal("a sms +447700900123", Said("a", at: Utc(3, 4, 21, 59)));
        Assert.Equal("A is not to be disturbed before 07:00; only what is critical goes through.", Said("a", at: Utc(3, 4, 23)));
        Assert.Equal("a sms +447700900123", Said("a", at: Utc(3, 4, 23), severity: "critical"));
        Has("a", ChannelKind.Email, "a@h.example", verified: true);
        Assert.Equal("a email a@h.example", Said("a", at: Utc(3, 4, 23)));
        Assert.Equal("a sms +447700900123", Said("a", at: Utc(3, 5, 7)));
    }

    [Fact]
    public void AChannelForTheWorseIsLeftAloneByLess()
    {
        Has("a", ChannelKind.Sms, "+447700900123", verified: true);
        channels[0].MinSeverity = "high";
        Assert.Equal("A wants to hear only of what is high or worse.", Said("a", severity: "low"));
        Assert.Equal("a sms +447700900123", Said("a", severity: "high"));
        Assert.Equal("a sms +447700900123", Said("a", severity: "critical"));
        // A severity that nobody knows is not kept from anybody.
        Assert.Equal("a sms +447700900123", Said("a", severity: "code blue"));
    }

    private string Said(string who, Dictionary<string, string>? settings = null, DateTimeOffset? at = null, string severity = "moderate")
    {
        var directory = new Directory { Addresses = settings ?? [] };
        directory.Know(new DirectorySnapshot(
            staff, channels.OrderBy(channel => channel.Ordinal).ToLookup(channel => channel.PersonId), teams, members.ToLookup(member => member.TeamId, member => member.PersonId), grants, rotas, TimeZoneInfo.Utc, sends));
        var reach = directory.Reach(who, severity, at ?? Noon);
        Assert.Equal(reach.IsNobody, reach.Why is not null);
        return reach.Why ?? string.Join(", ", reach.Recipients.Select(one => $"{one.Person?.Id ?? "?"} {one.Channel} {one.Address}"));
    }

    private void Mail(string person, string address) => Has(person, ChannelKind.Email, address);

    private void Has(string person, ChannelKind kind, string value, bool verified = false) =>
        channels.Add(new ContactChannel { PersonId = person, Kind = kind, Value = value, Ordinal = channels.Count, VerifiedAt = verified ? Utc(1, 1) : null });

    private void Team(string id, string? address, params string[] people)
    {
        teams[id] = new Team { Id = id, Name = id, Address = address };
        members.AddRange(people.Select(person => new TeamMember { TeamId = id, PersonId = person, Source = "admin" }));
    }

    private static RoleGrant Grant(string person, Role role, string unit) => new() { PersonId = person, Role = role, Unit = unit, Source = "admin" };

    private void Rota(params RotaLayer[] layers) => rotas["medicine"] = Schedule(Plan("UTC", layers), staff: staff);
}
