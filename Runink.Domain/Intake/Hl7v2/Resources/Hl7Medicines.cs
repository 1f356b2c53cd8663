using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>RXO and RXE (asked for), RXD (dispensed), RXA (given): medicines and vaccines.</summary>
internal static class Hl7Medicines
{
    public static MedicationRequest? Request(Hl7Order order, Hl7Fields rx, Func<Hl7Segment, Hl7Fields> fields, out List<string> keys)
    {
        var orc = order.Common is { } common ? fields(common) : null;
        keys = Hl7Order.Keys(orc);
        var isEncoded = rx.Name == "RXE";
        if (isEncoded && rx.Text(15) is { } prescription)
            keys.Add($"prescription|{prescription}");
        var medicine = rx.Concept(isEncoded ? 2 : 1);
        if (medicine is null)
            return null;
        if (keys.Count == 0)
            keys.Add($"medicine|{Called(medicine)}");
        var route = order.Find("RXR") is { } rxr ? fields(rxr) : null;
        var dose = isEncoded ? rx.Amount(3, 5) : rx.Amount(2, 4);
        var text = isEncoded ? rx.Text(7, 2) ?? rx.Text(7) : rx.Text(7, 2) ?? rx.Text(6, 2);
        return new MedicationRequest
        {
            Identifier = Hl7Order.Numbers(orc, null),
            Status = Hl7Statuses.Medicine(orc?.Text(5), orc?.Text(1)),
            Intent = isEncoded ? MedicationRequest.MedicationRequestIntent.Order : MedicationRequest.MedicationRequestIntent.OriginalOrder,
            Medication = medicine,
            AuthoredOnElement = orc?.Time(9, "The time of the order"),
            Requester = orc?.Person(12),
            DosageInstruction = dose is null && text is null && route is null ? [] :
            [
                new Dosage
                {
                    Text = text, Route = route?.Concept(1), Site = route?.Concept(2),
                    DoseAndRate = dose is null ? [] : [new Dosage.DoseAndRateComponent { Dose = dose }],
                },
            ],
            DispenseRequest = rx.Amount(isEncoded ? 10 : 11, isEncoded ? 11 : 12) is { } amount ? new MedicationRequest.DispenseRequestComponent { Quantity = amount } : null,
        };
    }

    public static MedicationDispense? Dispense(Hl7Order order, Hl7Fields rxd, Func<Hl7Segment, Hl7Fields> fields, out List<string> keys)
    {
        var orc = order.Common is { } common ? fields(common) : null;
        keys = [.. Hl7Order.Keys(orc).Select(key => $"{key}|dispense {rxd.Text(1)} {rxd.Text(7)}")];
        if (rxd.Concept(2) is not { } medicine)
            return null;
        if (keys.Count == 0)
            keys.Add($"dispense|{rxd.Text(7)}|{Called(medicine)}|{rxd.Text(3)}");
        return new MedicationDispense
        {
            Status = MedicationDispense.MedicationDispenseStatusCodes.Completed,
            Medication = medicine,
            Quantity = rxd.Amount(4, 5),
            WhenHandedOverElement = rxd.Time(3, "The time of dispensing"),
            Identifier = rxd.Number(7) is { } number ? [number] : [],
        };
    }

    public static MedicationAdministration? Administration(Hl7Order order, Hl7Fields rxa, Func<Hl7Segment, Hl7Fields> fields, out List<string> keys)
    {
        var medicine = rxa.Concept(5);
        keys = GivenKeys(order, rxa, medicine, fields);
        var route = order.Find("RXR") is { } rxr ? fields(rxr) : null;
        return medicine is null || rxa.Time(3, "The time of the dose") is not { } at ? null : new MedicationAdministration
        {
            Status = Hl7Statuses.Given(rxa.Text(20), rxa.Text(21)),
            StatusReason = rxa.Concepts(18),
            Medication = medicine,
            Effective = at,
            ReasonCode = rxa.Concepts(19),
            Performer = [.. rxa.People(10).Select(person => new MedicationAdministration.PerformerComponent { Actor = person })],
            Dosage = Dose(rxa) is var dose && dose is null && route is null ? null : new MedicationAdministration.DosageComponent { Dose = dose, Route = route?.Concept(1), Site = route?.Concept(2) },
        };
    }

    public static Immunization? Vaccine(Hl7Order order, Hl7Fields rxa, Func<Hl7Segment, Hl7Fields> fields, out List<string> keys)
    {
        var vaccine = rxa.Concept(5);
        keys = GivenKeys(order, rxa, vaccine, fields);
        var route = order.Find("RXR") is { } rxr ? fields(rxr) : null;
        // CVX 998: no vaccine was given; the message is about something else.
        return vaccine is null || rxa.Text(5) == "998" || rxa.Time(3, "The time of the vaccination") is not { } at ? null : new Immunization
        {
            Identifier = order.Common is { } common && fields(common).Number(3, "FILL") is { } number ? [number] : [],
            Status = Hl7Statuses.Given(rxa.Text(20), rxa.Text(21)) switch
            {
                MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError => Immunization.ImmunizationStatusCodes.EnteredInError,
                MedicationAdministration.MedicationAdministrationStatusCodes.NotDone => Immunization.ImmunizationStatusCodes.NotDone,
                _ => Immunization.ImmunizationStatusCodes.Completed,
            },
            StatusReason = rxa.Concept(18),
            VaccineCode = vaccine,
            Occurrence = at,
            LotNumber = rxa.Text(15),
            ExpirationDate = rxa.Time(16, "The date until which the vaccine keeps")?.Value is { Length: >= 10 } date ? date[..10] : null,
            Manufacturer = rxa.Text(17, 2) is { } maker ? new ResourceReference { Display = maker } : null,
            DoseQuantity = Dose(rxa),
            Route = route?.Concept(1),
            Site = route?.Concept(2),
            Performer = [.. rxa.People(10).Select(person => new Immunization.PerformerComponent { Actor = person })],
        };
    }

    private static List<string> GivenKeys(Hl7Order order, Hl7Fields rxa, CodeableConcept? what, Func<Hl7Segment, Hl7Fields> fields)
    {
        var numbers = Hl7Order.Keys(order.Common is { } common ? fields(common) : null);
        var each = $"given {Called(what)} {rxa.Text(3)}";
        return numbers.Count == 0 ? [each] : [.. numbers.Select(number => $"{number}|{each}")];
    }

    /// <summary>RXA-6 is 999 where nobody knows how much.</summary>
    private static Quantity? Dose(Hl7Fields rxa) => rxa.Amount(6, 7) is { } dose && dose.Value != 999 ? dose : null;

    private static string Called(CodeableConcept? concept) => concept?.Coding.FirstOrDefault()?.Code ?? concept?.Text ?? "";
}
