using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Who works in the sample hospital: one person a role to sign in as, a colleague, the teams that triggers call, the wards.</summary>
internal static class SamplePeople
{
    public const string Origin = "sample";

    /// <summary>First the nurse, then the navigator.</summary>
    public static readonly IReadOnlyList<(string Id, string Name, Role Role, string? Unit, string About)> All =
    [
        ("ana.ruiz", "Ana Ruiz", Role.Nurse, "Emergency", "Who needs me next, and why? One key to own it."),
        ("luis.moreno", "Luis Moreno", Role.Navigator, null, "Which referrals are stuck, and who waits on whom?"),
        ("tess.shah", "Tess Shah", Role.Author, null, "What would this rule have done, before it wakes anybody?"),
        ("dana.meyer", "Dana Meyer", Role.Approver, null, "What changes between two versions, patient by patient?"),
        ("nora.mills", "Nora Mills", Role.QualityLead, null, "Do we keep our promises, and which rows prove it?"),
        ("victor.adeyemi", "Victor Adeyemi", Role.Auditor, null, "Does the chain hold, without having to trust anyone?"),
        ("kim.park", "Kim Park", Role.Administrator, null, "Is everything well, and what waits to be mended?"),
    ];

    /// <summary>Does nothing where somebody is known already: whom an administrator disabled does not come back with a restart.</summary>
    public static Task SeedAsync(StoreWriter writer, RotaCommandHandler rotas, string zone, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        if (scope.Db.People.Any())
            return false;
        foreach (var (unit, specialty, prefix, beds) in Wards)
            Must(TeamCommandHandler.Save(scope, new UnitDraft(unit, specialty, [.. Enumerable.Range(1, beds).Select(number => $"{prefix}-{number:00}")]), Actor.System));
        scope.Db.SaveChanges();
        foreach (var (id, name, role, unit, about) in All)
            Add(scope, id, name, about, Origin, new RoleOnUnit(role, unit));
        // On shift with the others, but nobody to sign in as.
        Add(scope, "noah.kim", "Noah Kim", "The colleague who sees to what nobody took.", "sample-colleague", new RoleOnUnit(Role.Nurse, null));
        foreach (var (id, name, unit, about) in SampleRotas.Colleagues)
            Add(scope, id, name, about, "sample-colleague", new RoleOnUnit(Role.Nurse, unit));
        foreach (var (name, address) in SampleDirectory.Make().Addresses)
            Must(TeamCommandHandler.Save(scope, new TeamDraft(name, Shared.Layout.Labels.Spoken(name), address), "admin", Actor.System));
        scope.Db.SaveChanges();
        SampleRotas.Seed(scope, rotas, zone);
        return true;
    }, cancel);

    private static readonly (string Name, string Specialty, string Prefix, int Beds)[] Wards =
    [
        ("Emergency", "Emergency medicine", "ED", 24), ("4 West", "Internal medicine", "4W", 28), ("5 East", "Internal medicine", "5E", 28), ("3 North", "Surgery", "3N", 26),
        ("ICU", "Intensive care", "IC", 12), ("Clinic", "Ambulatory care", "CL", 8),
    ];

    private static void Add(WriteScope scope, string id, string name, string about, string origin, RoleOnUnit role)
    {
        Must(PersonCommandHandler.Create(scope, new PersonDraft(id, name, about, [(ChannelKind.Email, $"{id}@sample-hospital.example")]), origin, Actor.System, id));
        scope.Db.SaveChanges();
        Must(PersonCommandHandler.Grant(scope, id, [role], "admin", null, Actor.System));
    }

    private static void Must<T>(Outcome<T> outcome)
    {
        if (outcome.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }
}
