using Runink.Domain.Referrals.Announcing;

namespace Runink.Companion.Referrals;

/// <summary>Settings under <c>Referrals:Referrers:NAME</c>: somebody outside whose orders become referrals here, and how they are told what becomes of them.</summary>
public sealed class ReferrerOptions
{
    public const string Section = "Referrals:Referrers";

    /// <summary>As their orders are headed: APPLICATION/FACILITY of HL7 v2 (MSH-3 and MSH-4), or the name of their API key.</summary>
    public string Source { get; set; } = "";

    /// <summary>hl7, fhir, mail, fax or telephone.</summary>
    public string Channel { get; set; } = "";

    /// <summary>For hl7 and fhir the registered endpoint, for mail an address, else a number.</summary>
    public string Contact { get; set; } = "";

    public static Referrers In(IConfiguration configuration) => new(
        (configuration.GetSection(Section).Get<Dictionary<string, ReferrerOptions>>() ?? []).Select(one => new Referrer(one.Key, one.Value.Source, one.Value.Channel, one.Value.Contact is { Length: > 0 } contact ? contact : null)));

    /// <param name="kindOf">The kind of a registered endpoint; null when there is none of this name.</param>
    internal static IEnumerable<string> Problems(IReadOnlyDictionary<string, ReferrerOptions> all, Func<string, string?> kindOf)
    {
        foreach (var (name, one) in all)
        {
            var wanted = one.Channel switch { "hl7" => "mllp", "fhir" => "fhir", _ => null };
            if (one.Source.Length == 0)
                yield return $"{Section}:{name}:Source: say how their orders are headed, like EHR/CLINIC, or the name of their API key.";
            if (wanted is null && one.Channel is not ("mail" or "fax" or "telephone"))
                yield return $"{Section}:{name}:Channel: hl7, fhir, mail, fax or telephone.";
            if (one.Channel == "mail" && !one.Contact.Contains('@', StringComparison.Ordinal))
                yield return $"{Section}:{name}:Contact: an address for mail, like intake@clinic.example.";
            if (wanted is not null && kindOf(one.Contact) != wanted)
                yield return $"{Section}:{name}:Contact: {(one.Contact.Length == 0 ? "nothing" : one.Contact)} is no endpoint of kind {wanted} under Delivery:Endpoints.";
        }

        foreach (var twice in all.Where(one => one.Value.Source.Length > 0).GroupBy(one => one.Value.Source, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"{Section}: {string.Join(" and ", twice.Select(one => one.Key))} have the same Source.";
    }
}
