namespace Runink.Domain.Intake.Hl7v2;

/// <summary>What is done with the parts of a message of one type and event.</summary>
[Flags]
internal enum Hl7Parts
{
    None = 0,

    /// <summary>The patient's name and numbers come from those who keep the register.</summary>
    Registers = 1,

    /// <summary>PV1 says where the patient is.</summary>
    Moves = 2,

    /// <summary>OBX are results or measurements of the patient.</summary>
    Results = 4,

    /// <summary>DG1 and PRB are entries of the list of problems.</summary>
    Problems = 8,

    /// <summary>RXE, RXO and RXA are entries of the list of medicines.</summary>
    Medicines = 16,

    /// <summary>There is more in it than is read.</summary>
    Rest = 32,

    /// <summary>Allergies, conditions, procedures, contacts, coverage, charges and medicines are resources of their own.</summary>
    Resources = 64,

    /// <summary>ORC with OBR, and RF1, are orders.</summary>
    Orders = 128,

    /// <summary>SCH is an appointment.</summary>
    Appointments = 256,

    /// <summary>TXA with its OBX is a document.</summary>
    Documents = 512,

    /// <summary>RXA is a vaccination.</summary>
    Vaccines = 1024,

    /// <summary>The structure allows it to speak of nobody.</summary>
    PatientOptional = 2048,
}

/// <param name="Encounter">What the event does to the stay.</param>
/// <param name="Identity">What the event does to records; null for nothing.</param>
internal readonly record struct Hl7Meaning(Hl7Parts Parts, EncounterChange Encounter, IdentityAct? Identity = null)
{
    public bool Has(Hl7Parts part) => (Parts & part) != Hl7Parts.None;
}

/// <summary>The message types of HL7 v2.1 to 2.8 and what is read of each.</summary>
internal static class Hl7MessageTypes
{
    private const Hl7Parts Adt = Hl7Parts.Registers | Hl7Parts.Moves | Hl7Parts.Results | Hl7Parts.Problems | Hl7Parts.Resources;
    private const Hl7Parts Person = Hl7Parts.Registers | Hl7Parts.Problems | Hl7Parts.Resources;
    private const Hl7Parts Order = Hl7Parts.Orders | Hl7Parts.Medicines | Hl7Parts.Problems | Hl7Parts.Results | Hl7Parts.Resources | Hl7Parts.PatientOptional;
    private const Hl7Parts Medicine = Hl7Parts.Medicines | Hl7Parts.Problems | Hl7Parts.Resources;

    private static readonly Dictionary<string, Hl7Meaning> AdtEvents = new(StringComparer.Ordinal)
    {
        ["A01"] = new(Adt, EncounterChange.Open),
        ["A02"] = new(Adt, EncounterChange.Update),
        ["A03"] = new(Adt, EncounterChange.Close),
        ["A04"] = new(Adt, EncounterChange.Open),
        ["A05"] = new(Adt, EncounterChange.Update),
        ["A06"] = new(Adt, EncounterChange.Update),
        ["A07"] = new(Adt, EncounterChange.Update),
        ["A08"] = new(Adt, EncounterChange.Update),
        ["A09"] = new(Person, EncounterChange.Update),
        ["A10"] = new(Adt, EncounterChange.Update),
        ["A11"] = new(Adt, EncounterChange.Cancel),
        ["A12"] = new(Adt, EncounterChange.Update),
        ["A13"] = new(Adt, EncounterChange.Open),
        // Pending admissions, transfers and discharges, and their cancellations, announce: nobody has moved yet.
        ["A14"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A15"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A16"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A17"] = new(Adt, EncounterChange.Update),
        ["A18"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A21"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A22"] = new(Adt, EncounterChange.Update),
        ["A23"] = new(Adt, EncounterChange.Cancel),
        ["A24"] = new(Person, EncounterChange.Update, IdentityAct.Link),
        ["A25"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A26"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A27"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A28"] = new(Person, EncounterChange.Update),
        // A person's deletion is never carried out by a message: what was done for them stays provable.
        ["A29"] = new(Hl7Parts.Rest, EncounterChange.Update),
        ["A30"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A31"] = new(Person, EncounterChange.Update),
        ["A32"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A33"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A34"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A35"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A36"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A37"] = new(Person, EncounterChange.Update, IdentityAct.Unlink),
        ["A38"] = new(Adt, EncounterChange.Cancel),
        ["A39"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A40"] = new(Person, EncounterChange.Update, IdentityAct.Merge),
        ["A41"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A42"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A43"] = new(Person, EncounterChange.Update, IdentityAct.ChangeNumber),
        ["A44"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A45"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A46"] = new(Person, EncounterChange.Update, IdentityAct.ChangeNumber),
        ["A47"] = new(Person, EncounterChange.Update, IdentityAct.ChangeNumber),
        ["A48"] = new(Person, EncounterChange.Update, IdentityAct.ChangeNumber),
        ["A49"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A50"] = new(Person, EncounterChange.Update, IdentityAct.MoveEncounter),
        ["A51"] = new(Person, EncounterChange.Update, IdentityAct.ChangeNumber),
        ["A52"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A53"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A54"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A55"] = new(Person | Hl7Parts.Rest, EncounterChange.Update),
        ["A60"] = new(Person, EncounterChange.Update),
        ["A61"] = new(Person, EncounterChange.Update),
        ["A62"] = new(Person, EncounterChange.Update),
    };

    private static readonly Dictionary<string, Hl7Parts> Types = new(StringComparer.Ordinal)
    {
        ["ORU"] = Hl7Parts.Results,
        ["OUL"] = Hl7Parts.Results,
        ["PPR"] = Hl7Parts.Problems | Hl7Parts.Resources,
        ["BAR"] = Hl7Parts.Problems | Hl7Parts.Resources,
        ["DFT"] = Hl7Parts.Problems | Hl7Parts.Resources,
        ["REF"] = Hl7Parts.Problems | Hl7Parts.Results | Hl7Parts.Orders | Hl7Parts.Resources,
        ["RRI"] = Hl7Parts.Problems | Hl7Parts.Orders | Hl7Parts.Resources | Hl7Parts.PatientOptional,
        ["ORM"] = Order,
        ["OMG"] = Order,
        ["OML"] = Order,
        ["OMI"] = Order,
        ["OMD"] = Order,
        ["OMN"] = Order,
        ["OMS"] = Order,
        ["OMB"] = Order,
        ["OSU"] = Hl7Parts.Orders | Hl7Parts.Resources | Hl7Parts.PatientOptional,
        ["OMP"] = Medicine | Hl7Parts.PatientOptional,
        ["RDE"] = Medicine | Hl7Parts.PatientOptional,
        ["RDS"] = Medicine | Hl7Parts.PatientOptional,
        ["RAS"] = Medicine | Hl7Parts.PatientOptional,
        ["RGV"] = Medicine | Hl7Parts.PatientOptional,
        ["VXU"] = Hl7Parts.Vaccines | Hl7Parts.Resources,
        ["SIU"] = Hl7Parts.Appointments | Hl7Parts.Problems | Hl7Parts.Resources | Hl7Parts.PatientOptional,
        ["MDM"] = Hl7Parts.Documents | Hl7Parts.Resources,
    };

    /// <summary>An ADT event that is not in the standard's tables, as every type that is not above: kept whole, and nothing of it is believed.</summary>
    public static Hl7Meaning Find(string type, string? trigger) => type == "ADT"
        ? AdtEvents.GetValueOrDefault(trigger ?? "", new(Hl7Parts.Rest, EncounterChange.Update))
        : new(Types.GetValueOrDefault(type, Hl7Parts.Rest), EncounterChange.Update);
}
