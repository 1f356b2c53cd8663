using System.Globalization;
using Hl7.Fhir.Model;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using FhirCoding = Hl7.Fhir.Model.Coding;
using FhirIdentifier = Hl7.Fhir.Model.Identifier;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>
/// The fields of one segment in the data types of FHIR, by the tables of HL7's "v2-to-FHIR" (data type maps). What is empty is null:
/// nothing is said that was not sent. People and places of others become references that only name them.
/// </summary>
internal sealed class Hl7Fields(Hl7Segment segment, Hl7Clock clock, string sender)
{
    private const string IdentifierType = "http://terminology.hl7.org/CodeSystem/v2-0203";

    public string Name => segment.Name;

    public string? Text(int field, int component = 1, int repetition = 1, int subcomponent = 1) => segment.Get(field, component, repetition, subcomponent) is { } text ? PlainText.Line(text) : null;

    /// <summary>The repetitions of a field that is words, not codes.</summary>
    public List<CodeableConcept> Words(int field) =>
        [.. Enumerable.Range(1, segment.Repetitions(field)).Select(repetition => Text(field, 1, repetition)).OfType<string>().Select(text => new CodeableConcept { Text = text })];

    /// <summary>All of a narrative field, in its lines.</summary>
    public string? Narrative(int field) => segment.Text(field) is { Length: > 0 } text ? PlainText.Of(text) : null;

    /// <summary>CWE, CE, CNE.</summary>
    public CodeableConcept? Concept(int field, int repetition = 1)
    {
        var codings = new List<FhirCoding>(2);
        for (var at = 1; at <= 4; at += 3)
        {
            if (Text(field, at, repetition) is { } said && Code(said) is var code)
                codings.Add(new FhirCoding(Text(field, at + 2, repetition) is { } system ? FhirSystems.Of(system) : null, code, Text(field, at + 1, repetition)));
        }

        var text = Text(field, 9, repetition) ?? (codings.Count == 0 ? Text(field, 2, repetition) ?? Text(field, 5, repetition) : null);
        return codings.Count == 0 && text is null ? null : new CodeableConcept { Coding = codings, Text = text };
    }

    /// <summary>A code of FHIR has single spaces between its words.</summary>
    private static string Code(string said) => string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public List<CodeableConcept> Concepts(params ReadOnlySpan<int> fields)
    {
        var found = new List<CodeableConcept>();
        foreach (var field in fields)
        {
            for (var repetition = 1; repetition <= segment.Repetitions(field); repetition++)
            {
                if (Concept(field, repetition) is { } concept)
                    found.Add(concept);
            }
        }

        return found;
    }

    /// <summary>EI, or CX where the authority stands in the fourth component.</summary>
    /// <param name="type">Of HL7 table 0203; null leaves it open.</param>
    public FhirIdentifier? Number(int field, string? type = null, int authority = 2) => Text(field) is not { } value ? null : new FhirIdentifier
    {
        System = FhirSystems.Of(Hl7Authority.Of(segment, field, authority, 1, sender)), Value = value, Type = type is null ? null : new CodeableConcept(IdentifierType, type),
    };

    /// <summary>The number with its authority, as a key; null when the field is empty.</summary>
    public string? Key(string kind, int field, int authority = 2) =>
        Text(field) is { } value ? $"{kind}|{Hl7Authority.Of(segment, field, authority, 1, sender)}|{value}" : null;

    /// <summary>XCN: who, in words and by number.</summary>
    public ResourceReference? Person(int field, int repetition = 1)
    {
        var display = string.Join(' ', new[] { Text(field, 6, repetition), Text(field, 3, repetition), Text(field, 4, repetition), Text(field, 2, repetition), Text(field, 5, repetition) }.OfType<string>());
        var number = Text(field, 1, repetition);
        return number is null && display.Length == 0 ? null : new ResourceReference
        {
            Display = display.Length == 0 ? null : display,
            Identifier = number is null ? null : new FhirIdentifier { Value = number, System = Text(field, 9, repetition) is null ? null : FhirSystems.Of(Hl7Authority.Of(segment, field, 9, repetition, sender)) },
        };
    }

    public List<ResourceReference> People(params ReadOnlySpan<int> fields)
    {
        var found = new List<ResourceReference>();
        foreach (var field in fields)
        {
            for (var repetition = 1; repetition <= segment.Repetitions(field); repetition++)
            {
                if (Person(field, repetition) is { } person)
                    found.Add(person);
            }
        }

        return found;
    }

    /// <summary>XON, PL and the like: by its name.</summary>
    public ResourceReference? Named(int field) =>
        string.Join(' ', Enumerable.Range(1, segment.Name == "AIL" || segment.Name == "RXA" ? 4 : 1).Select(component => Text(field, component)).OfType<string>()) is { Length: > 0 } name
            ? new ResourceReference { Display = name }
            : null;

    /// <summary>XPN.</summary>
    public List<HumanName> Names(int field) => Text(field) is null && Text(field, 2) is null
        ? []
        : [new HumanName { Family = Text(field), Given = new[] { Text(field, 2), Text(field, 3) }.OfType<string>().ToArray() }];

    /// <summary>XAD.</summary>
    public List<Address> Addresses(int field)
    {
        string[] lines = [.. new[] { Text(field, 1), Text(field, 2) }.OfType<string>()];
        var address = new Address { Line = lines, City = Text(field, 3), State = Text(field, 4), PostalCode = Text(field, 5), Country = Text(field, 6) };
        return lines.Length == 0 && address.City is null && address.State is null && address.PostalCode is null ? [] : [address];
    }

    /// <summary>XTN.</summary>
    public IEnumerable<ContactPoint> Contacts(int field, ContactPoint.ContactPointUse? use)
    {
        if (Hl7Contact.Phone(segment, field) is { } phone)
            yield return new ContactPoint(ContactPoint.ContactPointSystem.Phone, use, PlainText.Line(phone));
        if (Text(field, 4) is { } mail)
            yield return new ContactPoint(ContactPoint.ContactPointSystem.Email, use, mail);
    }

    /// <summary>TS, DTM, DT: a date stays a date.</summary>
    public FhirDateTime? Time(int field, string what, int component = 1)
    {
        if (segment.Get(field, component) is { } said && said.Length is 4 or 6 or 8 && said.All(char.IsAsciiDigit) && Hl7Time.TryParseDate(said, out _))
            return new FhirDateTime(said.Length == 4 ? said : said.Length == 6 ? $"{said[..4]}-{said[4..]}" : $"{said[..4]}-{said[4..6]}-{said[6..]}");
        return Instant(field, what, component) is { } instant ? new FhirDateTime(FhirTime.Format(instant)) : null;
    }

    public DateTimeOffset? Instant(int field, string what, int component = 1) => clock.Read(segment, field, what, component);

    public Period? Period(int from, int to, string what)
    {
        var (start, end) = (Time(from, what), Time(to, what));
        return start is null && end is null ? null : new Period { StartElement = start, EndElement = end };
    }

    public decimal? Count(int field) =>
        decimal.TryParse(Text(field), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <param name="unit">The field of the unit; 0 for none.</param>
    public Quantity? Amount(int field, int unit) =>
        Count(field) is { } number ? new Quantity { Value = number, Unit = unit == 0 ? null : Text(unit) ?? Text(unit, 2) } : null;
}
