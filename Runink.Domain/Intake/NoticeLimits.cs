using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Intake;

/// <summary>
/// How long the texts may be that are taken over from others, and what they look like afterwards. Longer ones are refused by their
/// place: cut, a number would be another person's.
/// </summary>
public static class NoticeLimits
{
    /// <summary>Names, numbers, systems, wards, codes, units. Columns of keys are as long; HL7 v2.8 gives most of them 199 or fewer.</summary>
    public const int LongestName = 200;

    /// <summary>Addresses and displays of codes.</summary>
    public const int LongestPhrase = 1000;

    /// <summary>Narrative values and comments: what HL7 v2 gives the type FT.</summary>
    public const int LongestText = 65_536;

    /// <summary>Null when all is short enough; else a fault whose place is a FHIR element below the resource.</summary>
    public static MessageFault? Check(PatientNotice notice)
    {
        foreach (var identifier in notice.Identifiers)
        {
            if ((TooLong("identifier.system", identifier.System, LongestName) ?? TooLong("identifier.value", identifier.Value, LongestName) ?? TooLong("identifier.type", identifier.Type, LongestName)) is { } fault)
                return fault;
        }

        if ((TooLong("name.family", notice.Demographics?.Family, LongestName) ?? TooLong("name.given", notice.Demographics?.Given, LongestName)) is { } name)
            return name;
        if (notice.Encounter is { } stay
            && (TooLong("identifier.value", stay.Visit?.Value, LongestName) ?? TooLong("location", stay.Unit, LongestName) ?? TooLong("location", stay.Room, LongestName)
                ?? TooLong("location", stay.Bed, LongestName) ?? TooLong("serviceType.text", stay.Service, LongestName)) is { } place)
            return place;
        foreach (var observation in notice.Observations)
        {
            if ((TooLong("value", observation.Value, LongestText) ?? TooLong("value.unit", observation.Unit, LongestName)) is { } value)
                return value;
            if (observation.Synonyms.Select(synonym => TooLong("value", synonym, LongestText)).FirstOrDefault(fault => fault is not null) is { } other)
                return other;
            if (observation.Device is { } device && (TooLong("device", device.System, LongestName) ?? TooLong("device", device.Value, LongestName) ?? TooLong("device", device.Kind, LongestName)
                    ?? TooLong("device", device.Maker, LongestName) ?? TooLong("device", device.Model, LongestName)) is { } measuring)
                return measuring;
            foreach (var code in observation.Codes)
            {
                if ((TooLong("code.coding.system", code.System, LongestName) ?? TooLong("code.coding.code", code.Code, LongestName) ?? TooLong("code.coding.display", code.Display, LongestPhrase)) is { } coding)
                    return coding;
            }
        }

        return null;
    }

    /// <summary>The notice without control characters and overrides; names, numbers and places are of one line.</summary>
    public static PatientNotice Plain(PatientNotice notice) => notice with
    {
        Identifiers = Each(notice.Identifiers, Plain),
        Demographics = notice.Demographics is { } person ? Plain(person) : null,
        Encounter = notice.Encounter is { } stay
            ? stay with { Visit = stay.Visit is { } visit ? Plain(visit) : null, Unit = Line(stay.Unit), Room = Line(stay.Room), Bed = Line(stay.Bed), Service = Line(stay.Service) }
            : null,
        Observations = Each(notice.Observations, Plain),
    };

    private static Demographics Plain(Demographics one)
    {
        var (family, given, phone) = (Line(one.Family), Line(one.Given), Contact(one.Phone));
        var home = new HomeAddress(Contact(one.Home.Street), Contact(one.Home.City), Contact(one.Home.State), Contact(one.Home.Postcode));
        return ReferenceEquals(family, one.Family) && ReferenceEquals(given, one.Given) && ReferenceEquals(phone, one.Phone) && home == one.Home
            ? one
            : one with { Family = family, Given = given, Home = home, Phone = phone };
    }

    /// <summary>An address only helps to find who may be one person: too long, it is left out, and a result is not refused for it.</summary>
    private static string? Contact(string? text) => text?.Length > LongestName ? null : Line(text);

    private static Identifier Plain(Identifier one) =>
        IsLine(one.System) && IsLine(one.Value) && IsLine(one.Type) ? one : one with { System = Line(one.System)!, Value = Line(one.Value)!, Type = Line(one.Type) };

    private static ObservationNotice Plain(ObservationNotice one)
    {
        var (codes, value, unit, synonyms) = (Each(one.Codes, Plain), PlainText.Of(one.Value), Line(one.Unit), Each(one.Synonyms, PlainText.Of));
        var device = one.Device is { } named ? Plain(named) : null;
        return ReferenceEquals(codes, one.Codes) && ReferenceEquals(value, one.Value) && ReferenceEquals(unit, one.Unit) && ReferenceEquals(synonyms, one.Synonyms) && ReferenceEquals(device, one.Device)
            ? one
            : one with { Codes = codes, Value = value, Unit = unit, Synonyms = synonyms, Device = device };
    }

    internal static DeviceNotice Plain(DeviceNotice one) =>
        IsLine(one.System) && IsLine(one.Value) && IsLine(one.Kind) && IsLine(one.Maker) && IsLine(one.Model)
            ? one : one with { System = Line(one.System)!, Value = Line(one.Value)!, Kind = Line(one.Kind), Maker = Line(one.Maker), Model = Line(one.Model) };

    private static Coding Plain(Coding one) =>
        IsLine(one.System) && IsLine(one.Code) && IsLine(one.Display) ? one : one with { System = Line(one.System)!, Code = Line(one.Code)!, Display = Line(one.Display) };

    /// <summary>The same list when nothing of it has changed, which is nearly always.</summary>
    private static IReadOnlyList<T> Each<T>(IReadOnlyList<T> all, Func<T, T> plain)
        where T : class
    {
        for (var at = 0; at < all.Count; at++)
        {
            if (!ReferenceEquals(plain(all[at]), all[at]))
                return [.. all.Select(plain)];
        }

        return all;
    }

    private static bool IsLine(string? text) => text is null || ReferenceEquals(PlainText.Line(text), text);

    private static string? Line(string? text) => text is null ? null : PlainText.Line(text);

    private static MessageFault? TooLong(string place, string? text, int most) => text?.Length > most ? Fault(place, text.Length, most) : null;

    internal static MessageFault Fault(string place, int length, int most) =>
        new(false, place, 102, string.Create(CultureInfo.InvariantCulture, $"The text has {length} characters; {most} are allowed."));
}
