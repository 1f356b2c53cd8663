using Hl7.Fhir.Model;
using FhirIdentifier = Hl7.Fhir.Model.Identifier;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>NK1 (contacts), IN1 (coverage) and FT1 (charges).</summary>
internal static class Hl7Administration
{
    public static RelatedPerson? Contact(Hl7Fields nk1, out List<string> keys)
    {
        var names = nk1.Names(2);
        var called = names is [var name, ..] ? $"contact|{name.Family}|{string.Join(' ', name.Given)}|{nk1.Text(3)}".ToUpperInvariant() : null;
        keys = [.. new[] { nk1.Key("contact", 33, 4), called }.OfType<string>()];
        return keys.Count == 0 ? null : new RelatedPerson
        {
            Identifier = nk1.Number(33, authority: 4) is { } number ? [number] : [],
            Name = names,
            Relationship = nk1.Concepts(3, 7),
            Address = nk1.Addresses(4),
            Telecom = [.. nk1.Contacts(5, null), .. nk1.Contacts(6, ContactPoint.ContactPointUse.Work)],
            Gender = nk1.Text(15)?.ToUpperInvariant() switch { "F" => AdministrativeGender.Female, "M" => AdministrativeGender.Male, "O" or "A" => AdministrativeGender.Other, _ => null },
            BirthDate = nk1.Time(16, "The birth date of the contact")?.Value is { Length: >= 10 } born ? born[..10] : null,
            Period = nk1.Period(8, 9, "The time of the contact"),
        };
    }

    public static Coverage? Insurance(Hl7Fields in1, out List<string> keys)
    {
        var payor = in1.Named(4);
        var member = in1.Text(49) ?? in1.Text(36);
        var called = $"coverage|{in1.Text(2)}|{in1.Text(3)}|{payor?.Display}|{member}".ToUpperInvariant();
        keys = in1.Text(2) is null && payor is null && member is null ? [] : [called];
        return keys.Count == 0 ? null : new Coverage
        {
            Identifier = [.. new[] { in1.Number(2, authority: 3), in1.Text(36) is { } policy ? new FhirIdentifier { Value = policy } : null }.OfType<FhirIdentifier>()],
            Status = FinancialResourceStatusCodes.Active,
            Type = in1.Concept(15),
            SubscriberId = member,
            Subscriber = in1.Names(16) is [var holder] ? new ResourceReference { Display = string.Join(' ', holder.Given.Append(holder.Family).OfType<string>()) } : null,
            Relationship = in1.Concept(17),
            Period = in1.Period(12, 13, "The time of the plan"),
            // A coverage must name who pays; where the plan alone is said, the plan stands for it.
            Payor = [payor ?? new ResourceReference { Display = in1.Text(2, 2) ?? in1.Text(2) ?? in1.Text(3) ?? member }],
            Class = in1.Text(8) is { } group ? [new Coverage.ClassComponent { Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/coverage-class", "group"), Value = group, Name = in1.Text(9) }] : [],
        };
    }

    /// <param name="of">What the message names beside the charge: its visit, and what the payer agreed to.</param>
    public static ChargeItem? Charge(Hl7Fields ft1, ChargeSurroundings of, out List<string> keys)
    {
        var what = ft1.Concept(7) ?? ft1.Concept(25);
        keys = [.. new[] { ft1.Key("charge", 2), what is null ? null : $"charge|{what.Coding.FirstOrDefault()?.Code ?? what.Text}|{ft1.Text(4)}" }.OfType<string>()];
        return what is null ? null : new ChargeItem
        {
            Identifier = ft1.Number(2) is { } number ? [number] : [],
            // Table 0017 (transaction type): a credit takes a charge back.
            Status = ft1.Text(6)?.ToUpperInvariant() is "CR" or "CD" ? ChargeItem.ChargeItemStatus.EnteredInError : ChargeItem.ChargeItemStatus.Billable,
            Code = what,
            Context = of.Visit is { } visit ? new ResourceReference { Type = "Encounter", Identifier = visit } : null,
            Service = [.. new[] { ft1.Number(23) }.Concat(of.Orders).OfType<FhirIdentifier>().Select(order => new ResourceReference { Type = "ServiceRequest", Identifier = order })],
            SupportingInformation = [.. of.Authorizations.Select(number => new ResourceReference { Type = "ClaimResponse", Identifier = new FhirIdentifier { Value = number } })],
            CostCenter = ft1.Text(13) is { } centre ? new ResourceReference { Display = centre } : null,
            Occurrence = ft1.Time(4, "The time of the charge"),
            EnteredDateElement = ft1.Time(5, "The time of posting"),
            Quantity = ft1.Amount(10, 0),
            Reason = ft1.Concepts(19),
            Performer = [.. ft1.People(20).Select(person => new ChargeItem.PerformerComponent { Actor = person })],
            PriceOverride = ft1.Count(11) is { } price ? new Money { Value = price, CurrencyElement = ft1.Text(11, subcomponent: 2) is { Length: 3 } currency ? new Code<Money.Currencies> { JsonValue = currency } : null } : null,
        };
    }
}

/// <summary>By what else in its message the referral of a charge may be found.</summary>
/// <param name="Visit">PV1-19.</param>
/// <param name="Orders">ORC-2 and ORC-3.</param>
/// <param name="Authorizations">IN1-14: the payer's number.</param>
internal sealed record ChargeSurroundings(FhirIdentifier? Visit, IReadOnlyList<FhirIdentifier> Orders, IReadOnlyList<string> Authorizations);
