namespace Runink.Domain.Referrals.Announcing;

/// <summary>Which way of telling belongs to how somebody wants referrals, as the directory says it.</summary>
public static class AnnouncementDialects
{
    /// <summary>Null for those with a link alone: it shows where the referral stands, whenever they look.</summary>
    public static AnnouncementDialect? Of(string channel) => channel switch
    {
        "hl7" => AnnouncementDialect.Osu,
        "fhir" => AnnouncementDialect.FhirTask,
        "mail" => AnnouncementDialect.Email,
        "link" => null,
        _ => AnnouncementDialect.None,
    };
}

/// <summary>Somebody outside who orders referrals here, and how they are told what becomes of them. Settings under <c>Referrals:Referrers</c>.</summary>
/// <param name="Source">As their orders are headed: sending application and facility of HL7 v2, or the name of the API key.</param>
/// <param name="Channel">hl7, fhir, mail, fax or telephone.</param>
/// <param name="Contact">Registered endpoint, address, or number.</param>
public sealed record Referrer(string Name, string Source, string Channel, string? Contact);

/// <summary>All who order from outside. Orders of others are the house's own.</summary>
public sealed class Referrers(IEnumerable<Referrer> all)
{
    private readonly Dictionary<string, Referrer> bySource = all.GroupBy(one => one.Source, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    public static Referrers None { get; } = new([]);

    public bool IsEmpty => bySource.Count == 0;

    public Referrer? Find(string source) => bySource.GetValueOrDefault(source);
}
