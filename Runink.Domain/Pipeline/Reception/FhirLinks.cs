using System.Collections;
using Hl7.Fhir.Model;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Identifier = Hl7.Fhir.Model.Identifier;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// Makes the references of a submission plain: other entries become Type/id, addresses of our own become relative, conditions are
/// looked up. What another server has stays another server's.
/// </summary>
/// <param name="find">The one resource that a condition matches; null when there is none.</param>
/// <param name="patient">Our patient behind an identifier; null when nobody is known by it.</param>
internal sealed class FhirLinks(IReadOnlyList<FhirEntry> entries, string own, Func<string, string, string, string?> find, Func<string?, string, string?> patient)
{
    private readonly Dictionary<string, FhirEntry> byFullUrl = ByFullUrl(entries);
    private readonly Dictionary<string, string?> conditions = new(StringComparer.Ordinal);

    public void Link(FhirEntry entry)
    {
        var resource = entry.Resource!;
        Walk(resource, entry);
        if (resource is Patient)
            return;
        if (Owner(resource) is { } subject)
            Resolve(entry, resource, subject.Reference, subject.Name);
        else if (resource is Observation or Encounter)
            throw new FhirFaultException(422, new MessageFault(false, $"{entry.Path}.subject", 101, $"The {entry.Type} does not say whose it is."));
    }

    private static (ResourceReference Reference, string Name)? Owner(Resource resource)
    {
        foreach (var name in (ReadOnlySpan<string>)["subject", "patient"])
        {
            if (resource.TryGetValue(name, out var value) && value is ResourceReference reference)
                return (reference, name);
        }

        // Of an appointment the patient is one of those who take part.
        return resource is Appointment appointment && appointment.Participant.Select(part => part.Actor).FirstOrDefault(actor => actor is not null && FhirReader.Reference(actor, "Patient") is not null) is { } patient
            ? (patient, "participant.actor")
            : null;
    }

    /// <summary>Whom it belongs to is said by a reference to one of ours, or by an identifier that one of ours has; else it is refused.</summary>
    private void Resolve(FhirEntry entry, Resource resource, ResourceReference subject, string name)
    {
        var path = $"{entry.Path}.{name}";
        if (FhirReader.Reference(subject, "Patient") is { } id)
        {
            entry.Subject = id;
            return;
        }

        if (subject.Reference?.Split('/') is [var type, _, ..] && FhirParser.IsType(type))
            return;
        var identifiers = subject.Identifier is { Value: not null } ? [subject.Identifier] : Contained(resource, subject);
        foreach (var identifier in identifiers.Where(identifier => identifier.Value is not null))
        {
            if ((OfEntry(identifier) ?? patient(identifier.System, identifier.Value!)) is not { } found)
                continue;
            subject.Reference = $"Patient/{found}";
            entry.Subject = found;
            return;
        }

        // Other kinds of subject (a group, a device of another server) are no patient of ours and need not be.
        if (resource is not (Observation or Encounter) && subject.Reference is { } address && !address.StartsWith('#') && !address.StartsWith("urn:", StringComparison.Ordinal) && !address.Contains("/Patient/", StringComparison.Ordinal))
            return;
        if (resource is not (Observation or Encounter) && subject.Reference is null && subject.Identifier is null)
            return;
        throw new FhirFaultException(422, new MessageFault(false, path, 204, subject.Reference is { } said && !said.StartsWith('#')
            ? $"{(said.Length > 120 ? said[..120] + "…" : said)} is no patient of this server."
            : "The subject cannot be found here by its identifiers."));
    }

    private static IReadOnlyList<Identifier> Contained(Resource resource, ResourceReference subject) =>
        subject.Reference is ['#', .. var id] && resource is DomainResource holder && holder.Contained.Find(inner => inner.Id == id) is Patient contained ? contained.Identifier : [];

    private string? OfEntry(Identifier identifier) => entries.FirstOrDefault(entry =>
        entry.Resource is Patient posted && posted.Identifier.Exists(known => known.Value == identifier.Value && known.System == identifier.System))?.Id;

    private void Walk(Base element, FhirEntry entry)
    {
        foreach (var (_, value) in element.EnumerateElements())
        {
            switch (value)
            {
                case ResourceReference reference:
                    Plain(reference, entry);
                    break;
                case PrimitiveType:
                    break;
                case Base inner:
                    Walk(inner, entry);
                    break;
                case IEnumerable many and not string:
                    foreach (var item in many)
                    {
                        if (item is ResourceReference one)
                            Plain(one, entry);
                        else if (item is Base inner and not PrimitiveType)
                            Walk(inner, entry);
                    }

                    break;
            }
        }
    }

    private void Plain(ResourceReference reference, FhirEntry entry)
    {
        if (reference.Reference is not { Length: > 0 } said || said[0] == '#')
            return;
        if (byFullUrl.TryGetValue(said, out var target) || (Based(entry.FullUrl, said) is { } full && byFullUrl.TryGetValue(full, out target)))
        {
            reference.Reference = $"{target.Type}/{target.Id}";
            return;
        }

        if (own.Length > 0 && said.StartsWith(own, StringComparison.Ordinal))
            reference.Reference = said = said[own.Length..];
        if (said.Split('?', 2) is [var type, var query] && FhirParser.IsType(type))
        {
            if (!conditions.TryGetValue(said, out var id))
                conditions[said] = id = find(type, query, entry.Path);
            reference.Reference = id is not null
                ? $"{type}/{id}"
                : throw new FhirFaultException(412, new MessageFault(false, entry.Path, 204, $"No {type} matches {(query.Length > 120 ? query[..120] + "…" : query)}."));
        }
    }

    /// <summary>A relative reference is relative to the address of the entry that makes it.</summary>
    private static string? Based(string? fullUrl, string said)
    {
        if (fullUrl is null || said.Split('/') is not [var type, _] || !FhirParser.IsType(type) || !fullUrl.StartsWith("http", StringComparison.Ordinal))
            return null;
        var end = fullUrl.LastIndexOf('/');
        var start = end > 0 ? fullUrl.LastIndexOf('/', end - 1) : -1;
        return start > 0 ? $"{fullUrl[..start]}/{said}" : null;
    }

    private static Dictionary<string, FhirEntry> ByFullUrl(IReadOnlyList<FhirEntry> entries)
    {
        var found = new Dictionary<string, FhirEntry>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.FullUrl is not null && !entry.IsDeletion))
        {
            if (!found.TryAdd(entry.FullUrl!, entry))
                throw new FhirFaultException(400, new MessageFault(false, entry.Path, 200, "Two entries have the same fullUrl."));
        }

        return found;
    }
}
