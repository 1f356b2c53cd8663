using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>The hospital that the examples of the reference are checked against.</summary>
public static class ExampleHospital
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The one name that no feed of it sends.</summary>
    private const string Silent = "lab.procalcitonin";

    public static CheckContext Context(Vocabulary vocabulary) => new(
        new HospitalNames(
            Recipients: Names("charge_nurse", "bedside_nurse", "navigators", "attending", "medicine", "night_medicine"),
            Services: Names("Sepsis Pathway Consult", "Nephrology"),
            Endpoints: Names("bed-board"),
            Policies: Names("sepsis"),
            Checklists: Names("sepsis bundle"))
        {
            Gaps = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["night_medicine"] = "Nobody is on call in Night medicine Sat 17 Jan 20:00 – Sun 18 Jan 08:00." },
        },
        new SignalActivity(Now, vocabulary.Concepts.Where(c => !c.IsContext && c.Name != Silent).ToDictionary(c => c.Name, _ => Now, StringComparer.Ordinal)));

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
