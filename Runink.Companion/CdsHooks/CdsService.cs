namespace Runink.Companion.CdsHooks;

/// <summary>One service of the discovery: what a record system shows when it calls this hook.</summary>
public sealed record CdsService(string Hook, string Title, string Description, string Id, IReadOnlyDictionary<string, string> Prefetch)
{
    private static readonly Dictionary<string, string> Patient = new(StringComparer.Ordinal) { ["patient"] = "Patient/{{context.patientId}}" };

    public static IReadOnlyList<CdsService> All { get; } =
    [
        new("patient-view", "Open escalations", "Escalations of the patient that are open, when the chart is opened.", "escalations-patient-view", Patient),
        new("order-select", "Open escalations while ordering", "Escalations of the patient that are open, while orders are chosen.", "escalations-order-select", Patient),
        new("encounter-discharge", "Open escalations before discharge", "Escalations of the patient that are open, before the patient leaves.", "escalations-encounter-discharge", Patient),
    ];

    public static CdsService? Find(string id) => All.FirstOrDefault(service => service.Id == id);
}
