using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;
using FhirIdentifier = Hl7.Fhir.Model.Identifier;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>One order of a message: its common part (ORC) and the segments that detail it, up to the next order.</summary>
internal sealed class Hl7Order(Hl7Segment? common)
{
    public Hl7Segment? Common => common;

    public List<Hl7Segment> Details { get; } = [];

    public Hl7Segment? Find(string name) => Details.Find(segment => segment.Name == name);

    /// <summary>Cuts by ORC; where a sender leaves it out, by what an order has only once.</summary>
    public static List<Hl7Order> Cut(IEnumerable<Hl7Segment> segments)
    {
        var orders = new List<Hl7Order>();
        foreach (var segment in segments)
        {
            if (segment.Name == "ORC")
                orders.Add(new Hl7Order(segment));
            else if (segment.Name is "OBR" or "RXO" or "RXE" or "ODS" && (orders.Count == 0 || orders[^1].Find(segment.Name) is not null))
                orders.Add(new Hl7Order(null) { Details = { segment } });
            else if (orders.Count > 0)
                orders[^1].Details.Add(segment);
            else if (segment.Name is "RXA" or "RXD")
                orders.Add(new Hl7Order(null) { Details = { segment } });
        }

        return orders;
    }

    /// <summary>The filler's and the placer's number: the same order has both, or one of them.</summary>
    public static List<string> Keys(params ReadOnlySpan<Hl7Fields?> parts)
    {
        var keys = new List<string>();
        foreach (var part in parts)
        {
            if (part?.Key("filler", 3) is { } filler)
                keys.Add(filler);
            if (part?.Key("placer", 2) is { } placer)
                keys.Add(placer);
        }

        return [.. keys.Distinct(StringComparer.Ordinal)];
    }

    public static List<FhirIdentifier> Numbers(Hl7Fields? orc, Hl7Fields? detail) =>
        [.. new[] { detail?.Number(2, "PLAC") ?? orc?.Number(2, "PLAC"), detail?.Number(3, "FILL") ?? orc?.Number(3, "FILL") }.OfType<FhirIdentifier>()];
}

/// <summary>ORC with OBR, and RF1: what somebody asks for (ServiceRequest).</summary>
internal static class Hl7Orders
{
    public static ServiceRequest? Service(Hl7Order order, Func<Hl7Segment, Hl7Fields> fields, out List<string> keys)
    {
        var (orc, obr) = (order.Common is { } common ? fields(common) : null, order.Find("OBR") is { } detail ? fields(detail) : null);
        keys = Hl7Order.Keys(orc, obr);
        if (keys.Count == 0)
            return null;
        var timing = order.Find("TQ1") is { } tq1 ? fields(tq1) : null;
        return new ServiceRequest
        {
            Identifier = Hl7Order.Numbers(orc, obr),
            Requisition = orc?.Number(4, "PGN"),
            Status = Hl7Statuses.Order(orc?.Text(5), orc?.Text(1)),
            Intent = RequestIntent.Order,
            Code = obr?.Concept(4),
            Priority = Hl7Statuses.Priority(timing?.Text(9) ?? obr?.Text(5) ?? obr?.Text(27, 6) ?? orc?.Text(7, 6)),
            Occurrence = timing?.Time(7, "The time of the order") ?? obr?.Time(6, "The requested time") ?? obr?.Time(36, "The scheduled time"),
            AuthoredOnElement = orc?.Text(1) is "NW" or null ? orc?.Time(9, "The time of the order") : null,
            Requester = obr?.Person(16) ?? orc?.Person(12),
            ReasonCode = [.. obr?.Concepts(31) ?? [], .. order.Details.Where(segment => segment.Name == "DG1").Select(segment => fields(segment).Concept(3)).OfType<CodeableConcept>()],
            BodySite = obr?.Text(15, 4) is { } site ? [new CodeableConcept { Text = site }] : [],
            Specimen = obr?.Named(15) is { } specimen ? [specimen] : [],
            Note = [.. order.Details.Where(segment => segment.Name == "NTE").Select(segment => fields(segment).Narrative(3)).OfType<string>().Select(text => new Annotation { Text = new Markdown(text) })],
        };
    }

    /// <summary>A referral as REF and RRI have it: RF1 with the providers around it.</summary>
    /// <param name="trigger">I14 takes it back.</param>
    /// <param name="isAsked">False for an answer (RRI) to one that was asked for.</param>
    public static ServiceRequest? Referral(Hl7Fields rf1, IEnumerable<Hl7Fields> providers, string? trigger, bool isAsked, out List<string> keys)
    {
        keys = [.. new[] { rf1.Key("referral", 6), rf1.Key("referral-external", 11) }.OfType<string>()];
        if (keys.Count == 0)
            return null;
        var all = providers.ToList();
        return new ServiceRequest
        {
            Identifier = [.. new[] { rf1.Number(6), rf1.Number(11) }.OfType<FhirIdentifier>()],
            // Table 0283 (referral status).
            Status = isAsked && trigger == "I14" ? RequestStatus.Revoked : rf1.Text(1)?.ToUpperInvariant() switch { "A" => RequestStatus.Active, "P" => RequestStatus.Active, "R" => RequestStatus.Revoked, "E" => RequestStatus.Completed, _ => null },
            Intent = RequestIntent.Order,
            Priority = Hl7Statuses.Priority(rf1.Text(2)),
            // By its message it is a referral, whatever its own category says.
            Category = isAsked ? [ReferralCategory.New(), .. rf1.Concepts(5)] : rf1.Concepts(5),
            Code = rf1.Concept(3),
            OrderDetail = rf1.Concepts(4),
            Occurrence = rf1.Period(7, 8, "The time of the referral"),
            AuthoredOnElement = rf1.Time(9, "The time of the referral"),
            ReasonCode = rf1.Concepts(10),
            Requester = Provider("RP"),
            Performer = Provider("RT") is { } performer ? [performer] : [],
        };

        // Table 0286 (provider role).
        ResourceReference? Provider(string role) => all.Find(prd => prd.Text(1) == role) is { } prd
            ? prd.Names(2) is [var name, ..] ? new ResourceReference { Display = string.Join(' ', name.Given.Append(name.Family).OfType<string>()) } : null
            : null;
    }
}
