using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Somebody whom one may sign in as in the sample hospital.</summary>
/// <param name="Says">What this person comes here for.</param>
public sealed record SamplePerson(string Id, string Name, Role Role, string? Unit, string Says);

/// <summary>One local sign-in per role. They exist only in the sample hospital, only on loopback.</summary>
public static class SamplePeople
{
    public static readonly IReadOnlyList<SamplePerson> All =
    [
        new("ana.ruiz", "Ana Ruiz", Role.Nurse, "Emergency", "Who needs me next, and why? One key to own it."),
        new("luis.moreno", "Luis Moreno", Role.Navigator, null, "Which referrals are stuck, and who waits on whom?"),
        new("tess.shah", "Tess Shah", Role.Author, null, "What would this rule have done, before it wakes anybody?"),
        new("dana.meyer", "Dana Meyer", Role.Approver, null, "What changes between two versions, patient by patient?"),
        new("nora.mills", "Nora Mills", Role.QualityLead, null, "Do we keep our promises, and which rows prove it?"),
        new("victor.adeyemi", "Victor Adeyemi", Role.Auditor, null, "Does the chain hold, without having to trust anyone?"),
        new("kim.park", "Kim Park", Role.Administrator, null, "Is everything well, and what waits to be mended?"),
    ];

    public static SamplePerson? Find(string? id) => All.FirstOrDefault(person => string.Equals(person.Id, id, StringComparison.Ordinal));
}
