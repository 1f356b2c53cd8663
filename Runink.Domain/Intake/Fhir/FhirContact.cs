using Model = Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>Address and telecom of a Patient: where a person lives and is reached.</summary>
internal static class FhirContact
{
    /// <summary>The home address, else the first that is neither old nor of work or a bill.</summary>
    public static HomeAddress Home(IEnumerable<Model.Address> addresses)
    {
        var home = addresses.Where(address => address.Use is null or Model.Address.AddressUse.Home or Model.Address.AddressUse.Temp)
            .OrderBy(address => address.Use switch { Model.Address.AddressUse.Home => 0, null => 1, _ => 2 }).FirstOrDefault();
        return home is null
            ? default
            : new(Said(home.Line.FirstOrDefault(), Placeholders.IsAddress), Said(home.City, Placeholders.IsAddress), Said(home.State, Placeholders.IsAddress), Said(home.PostalCode, Placeholders.IsPostcode));
    }

    /// <summary>By rank, then a number at home or carried along before one at work.</summary>
    public static string? Phone(IEnumerable<Model.ContactPoint> points) => points
        .Where(point => point.System is Model.ContactPoint.ContactPointSystem.Phone or Model.ContactPoint.ContactPointSystem.Sms && point.Use is not Model.ContactPoint.ContactPointUse.Old)
        .OrderBy(point => point.Rank ?? int.MaxValue).ThenBy(point => point.Use is Model.ContactPoint.ContactPointUse.Work)
        .Select(point => Said(point.Value, Placeholders.IsPhone)).FirstOrDefault(number => number is not null);

    private static string? Said(string? text, Func<string, bool> isPlaceholder) => text is { Length: > 0 } && !isPlaceholder(text) ? text : null;
}
