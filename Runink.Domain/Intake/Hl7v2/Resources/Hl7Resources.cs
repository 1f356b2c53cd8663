using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>
/// What a message says of things that have an identity of their own: orders, appointments, documents, medicines, allergies,
/// conditions, procedures, contacts, coverage and charges, as FHIR resources by HL7's "v2-to-FHIR" tables.
/// </summary>
/// <param name="findings">What stands in the message and is nowhere read is added here.</param>
internal sealed class Hl7Resources(Hl7Message message, Hl7Meaning meaning, Hl7Clock clock, string sender, List<IntakeFinding> findings)
{
    private readonly string? trigger = message.Header.Get(9, 2);

    /// <param name="segments">Those of one patient.</param>
    public List<ResourceNotice> Read(IReadOnlyList<Hl7Segment> segments)
    {
        var found = new List<ResourceNotice>();
        if (meaning.Has(Hl7Parts.Appointments) && message.Find("SCH") is { } sch)
            Add(Hl7Appointments.Read(Of(sch), [.. message.Segments.Where(segment => segment.Name is "AIS" or "AIL" or "AIP" or "AIG").Select(Of)], trigger, out var keys), keys, sch, "an appointment without a number");
        if (meaning.Has(Hl7Parts.Orders) && message.Find("RF1") is { } rf1)
            Add(Hl7Orders.Referral(Of(rf1), message.Segments.Where(segment => segment.Name == "PRD").Select(Of), trigger, message.Header.Get(9) == "REF", out var keys), keys, rf1, "a referral without a number");
        if (meaning.Has(Hl7Parts.Documents) && segments.FirstOrDefault(segment => segment.Name == "TXA") is { } txa)
            Add(Hl7Documents.Read(Of(txa), [.. segments.Where(segment => segment.Name == "OBX")], Of, trigger, out var keys), keys, txa, "a document without a number");
        if (meaning.Has(Hl7Parts.Documents) && trigger is "T09" or "T10" && segments.FirstOrDefault(segment => segment.Name == "TXA") is { } replacing && Of(replacing).Key("document", 13) is { } replaced)
            found.Add(new ResourceNotice(new DocumentReference { Status = DocumentReferenceStatus.Superseded }, [replaced], clock.Sent));
        foreach (var order in Hl7Order.Cut(segments))
            ReadOrder(order, found);
        foreach (var segment in segments)
            ReadOther(segment);
        return found;

        void ReadOther(Hl7Segment segment)
        {
            var said = Of(segment);
            List<string> keys = [];
            Resource? resource = segment.Name switch
            {
                "AL1" or "IAM" => Hl7Problems.Allergy(said, out keys),
                "DG1" or "PRB" => Hl7Problems.Diagnosis(said, out keys),
                "PR1" => Hl7Problems.Procedure(said, out keys),
                "NK1" => Hl7Administration.Contact(said, out keys),
                "IN1" => Hl7Administration.Insurance(said, out keys),
                "FT1" => Hl7Administration.Charge(said, Surroundings(segments), out keys),
                _ => null,
            };
            if (resource is not null || segment.Name is "AL1" or "IAM" or "PRB" or "FT1")
                Add(resource, keys, segment, "an entry that does not say what it is about");
        }

        void Add(Resource? resource, List<string> keys, Hl7Segment segment, string missing)
        {
            if (resource is null)
                findings.Add(new(IntakeFinding.NotRead, segment.Name, $"Kept and not read: {missing}."));
            else
                found.Add(new ResourceNotice(resource, keys, clock.Sent));
        }
    }

    private void ReadOrder(Hl7Order order, List<ResourceNotice> found)
    {
        if (order.Find("RXE") is { } rxe)
            Add(Hl7Medicines.Request(order, Of(rxe), Of, out var keys), keys);
        else if (order.Find("RXO") is { } rxo)
            Add(Hl7Medicines.Request(order, Of(rxo), Of, out var keys), keys);
        foreach (var segment in order.Details)
        {
            if (segment.Name == "RXD")
                Add(Hl7Medicines.Dispense(order, Of(segment), Of, out var keys), keys);
            else if (segment.Name == "RXA" && meaning.Has(Hl7Parts.Vaccines))
                Add(Hl7Medicines.Vaccine(order, Of(segment), Of, out var keys), keys);
            else if (segment.Name == "RXA")
                Add(Hl7Medicines.Administration(order, Of(segment), Of, out var keys), keys);
        }

        if (meaning.Has(Hl7Parts.Orders) && !order.Details.Exists(segment => segment.Name is "RXE" or "RXO" or "RXA" or "RXD"))
            Add(Hl7Orders.Service(order, Of, out var keys), keys);

        void Add(Resource? resource, List<string> keys)
        {
            if (resource is null)
                findings.Add(new(IntakeFinding.NotRead, order.Common?.Name ?? order.Details[0].Name, "Kept and not read: an order without a number, or without what is ordered."));
            else
                found.Add(new ResourceNotice(resource, keys, clock.Sent));
        }
    }

    /// <summary>ORC before the charges of a message are of all of them.</summary>
    private ChargeSurroundings Surroundings(IReadOnlyList<Hl7Segment> segments)
    {
        var orders = segments.Where(segment => segment.Name == "ORC").Select(Of).SelectMany(orc => new[] { orc.Number(2), orc.Number(3) }).OfType<Hl7.Fhir.Model.Identifier>().ToList();
        var authorizations = segments.Where(segment => segment.Name == "IN1").Select(segment => Of(segment).Text(14)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new ChargeSurroundings((segments.FirstOrDefault(segment => segment.Name == "PV1") ?? message.Find("PV1")) is { } visit ? Of(visit).Number(19, authority: 4) : null, orders, authorizations);
    }

    private Hl7Fields Of(Hl7Segment segment) => new(segment, clock, sender);
}
