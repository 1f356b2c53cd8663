namespace Runink.Domain.Intake.Hl7v2;

/// <summary>The message kinds that are read, and what each does to the encounter.</summary>
internal static class Hl7Kinds
{
    private static readonly Dictionary<string, EncounterChange> AdtEvents = new(StringComparer.Ordinal)
    {
        ["A01"] = EncounterChange.Open,
        ["A02"] = EncounterChange.Update,
        ["A03"] = EncounterChange.Close,
        ["A04"] = EncounterChange.Open,
        ["A05"] = EncounterChange.Update,
        ["A06"] = EncounterChange.Update,
        ["A07"] = EncounterChange.Update,
        ["A08"] = EncounterChange.Update,
        ["A11"] = EncounterChange.Cancel,
        ["A13"] = EncounterChange.Open,
        ["A28"] = EncounterChange.Update,
        ["A31"] = EncounterChange.Update,
    };

    public static bool TryFind(string type, string? trigger, out EncounterChange change, out MessageFault? fault)
    {
        change = EncounterChange.Update;
        fault = (type, trigger) switch
        {
            ("ORU", "R01" or "R30" or "R40" or null) => null,
            ("ORU", _) => Unknown("ORU^R01", trigger),
            ("ADT", not null) when AdtEvents.TryGetValue(trigger, out change) => null,
            ("ADT", _) => Unknown("ADT^A01, A02, A03, A04, A05, A06, A07, A08, A11, A13, A28 and A31", trigger),
            _ => new MessageFault(true, "MSH-9.1", 200, $"Messages of type {type} are not taken in here; ADT and ORU are."),
        };
        return fault is null;
    }

    private static MessageFault Unknown(string taken, string? trigger) =>
        new(true, "MSH-9.2", 201, $"Event {trigger ?? "(none)"} is not taken in here; {taken} are.");
}
