using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>
/// What a resource can be found by. In the columns stand: of a token its system and code; of a string the words as written and
/// folded; of a reference the type and id (or the address of somebody else's); of a date its first and last instant in milliseconds;
/// of a number or quantity its bounds, with system and code of the unit; of a URI the URI.
/// </summary>
public static class FhirIndexer
{
    private const double Unbounded = 1e300;

    public static List<FhirIndexEntry> Index(Resource resource)
    {
        var entries = new List<FhirIndexEntry>();
        var type = resource.TypeName;
        foreach (var parameter in FhirParameter.Of(type).Values)
        {
            foreach (var value in parameter.Values(resource))
                Add(entries, resource, parameter, value);
        }

        return entries;
    }

    /// <summary>Lower case without accents: how strings are compared.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(char.ToLowerInvariant(letter));
        }

        return plain.ToString();
    }

    private static void Add(List<FhirIndexEntry> entries, Resource resource, FhirParameter parameter, Base value)
    {
        switch (parameter.Kind)
        {
            case SearchParamType.Token:
                foreach (var (system, code) in Tokens(value))
                    Put(parameter.Name, system, code);
                break;
            case SearchParamType.String:
                foreach (var text in Strings(value))
                    Put(parameter.Name, text, Fold(text));
                break;
            case SearchParamType.Reference:
                AddReference();
                break;
            case SearchParamType.Date:
                if (Dates(value) is { } dates)
                    Put(parameter.Name, "", "", dates.Low, dates.High);
                break;
            case SearchParamType.Number:
                if (Number(value) is { } number)
                    Put(parameter.Name, "", "", number.Low, number.High);
                break;
            case SearchParamType.Quantity:
                foreach (var (system, unit, low, high) in Quantities(value))
                    Put(parameter.Name, system, unit, low, high);
                break;
            case SearchParamType.Uri when value is PrimitiveType { JsonValue: string uri }:
                Put(parameter.Name, "", uri);
                break;
        }

        void Put(string name, string? system, string? text, double? low = null, double? high = null)
        {
            if (text is null)
                return;
            entries.Add(new FhirIndexEntry
            {
                Type = resource.TypeName, ResourceId = resource.Id ?? "", Ordinal = entries.Count, Parameter = name,
                System = Cut(system ?? ""), Text = Cut(text), Low = low, High = high,
            });
        }

        void AddReference()
        {
            switch (value)
            {
                case ResourceReference reference:
                    if (reference.Reference is { } address && (address.Split('/') is not [var target, var id, ..] || !FhirParser.IsType(target) ? ("", address) : (target, id)) is var (system, text)
                        && !(parameter.IsOwner && system == "Patient"))
                        Put(parameter.Name, system, text);
                    if (reference.Identifier is { Value: { } known } identifier && !parameter.IsOwner)
                        Put(parameter.Name + ":identifier", identifier.System, known);
                    break;
                case PrimitiveType { JsonValue: string uri }:
                    Put(parameter.Name, "", uri.Split('|')[0]);
                    break;
            }
        }
    }

    private static string Cut(string text) => text.Length > FhirIndexEntry.LongestText ? text[..FhirIndexEntry.LongestText] : text;

    private static IEnumerable<(string? System, string Code)> Tokens(Base value) => value switch
    {
        CodeableConcept concept => concept.Coding.Where(coding => coding.Code is not null).Select(coding => ((string?)coding.System, coding.Code!)),
        Hl7.Fhir.Model.Coding { Code: not null } coding => [(coding.System, coding.Code)],
        Hl7.Fhir.Model.Identifier { Value: not null } identifier => [(identifier.System, identifier.Value)],
        ContactPoint { Value: not null } contact => [(null, contact.Value)],
        ICoded coded => coded.ToCodings().Where(coding => coding.Code is not null).Select(coding => ((string?)coding.System, coding.Code!)),
        FhirBoolean { Value: { } truth } => [(null, truth ? "true" : "false")],
        PrimitiveType { JsonValue: string text } => [(null, text)],
        _ => [],
    };

    private static IEnumerable<string> Strings(Base value) => (value switch
    {
        HumanName name => name.Given.Concat(name.Prefix).Concat(name.Suffix).Append(name.Family).Append(name.Text),
        Address address => address.Line.Append(address.City).Append(address.District).Append(address.State).Append(address.PostalCode).Append(address.Country).Append(address.Text),
        PrimitiveType { JsonValue: string text } => [text],
        _ => [],
    }).Where(text => !string.IsNullOrWhiteSpace(text))!;

    private static (double Low, double High)? Dates(Base value) => value switch
    {
        Date { Value: { } date } => FhirTime.Range(date),
        FhirDateTime { Value: { } moment } => FhirTime.Range(moment),
        Instant { Value: { } instant } => FhirTime.Range(FhirTime.Format(instant)),
        Period period => (period.Start is { } start ? FhirTime.Range(start) : null, period.End is { } end ? FhirTime.Range(end) : null) switch
        {
            (null, null) => null,
            var (from, until) => (from?.Low ?? -Unbounded, until?.High ?? Unbounded),
        },
        Timing timing => timing.Event.Select(moment => moment is null ? null : FhirTime.Range(moment)).OfType<(double Low, double High)>().ToList() is { Count: > 0 } events
            ? (events.Min(one => one.Low), events.Max(one => one.High))
            : timing.Repeat?.Bounds is Period bounds ? Dates(bounds) : null,
        _ => null,
    };

    private static (double Low, double High)? Number(Base value) => value switch
    {
        FhirDecimal { Value: { } number } => ((double)number, (double)number),
        Integer { Value: { } number } => (number, number),
        PrimitiveType { JsonValue: int number } => (number, number),
        Hl7.Fhir.Model.Range range => ((double?)range.Low?.Value ?? -Unbounded, (double?)range.High?.Value ?? Unbounded),
        _ => null,
    };

    private static IEnumerable<(string? System, string Unit, double Low, double High)> Quantities(Base value)
    {
        switch (value)
        {
            case Quantity { Value: { } number } quantity:
                var (low, high) = quantity.Comparator switch
                {
                    Quantity.QuantityComparator.LessThan or Quantity.QuantityComparator.LessOrEqual => (-Unbounded, (double)number),
                    Quantity.QuantityComparator.GreaterThan or Quantity.QuantityComparator.GreaterOrEqual => ((double)number, Unbounded),
                    _ => ((double)number, (double)number),
                };
                yield return (quantity.System, quantity.Code ?? quantity.Unit ?? "", low, high);
                if (quantity is { Unit: { } unit, Code: { } code } && unit != code)
                    yield return (null, unit, low, high);
                break;
            case Money { Value: { } amount } money:
                yield return ("urn:iso:std:iso:4217", money.Currency?.ToString() ?? "", (double)amount, (double)amount);
                break;
            case Hl7.Fhir.Model.Range range:
                yield return (range.Low?.System ?? range.High?.System, range.Low?.Code ?? range.High?.Code ?? range.Low?.Unit ?? "", (double?)range.Low?.Value ?? -Unbounded, (double?)range.High?.Value ?? Unbounded);
                break;
        }
    }
}
