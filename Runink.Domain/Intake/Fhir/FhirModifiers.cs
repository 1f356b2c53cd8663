using System.Collections;
using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>
/// What could turn the meaning of a resource around. A system that acts on a resource must refuse modifiers that it does not know,
/// and we know none (http://hl7.org/fhir/R4/extensibility.html#modifierExtension).
/// </summary>
internal static class FhirModifiers
{
    /// <summary>The types whose content is acted on here; the others are kept as they came, modifiers included.</summary>
    private static readonly string[] ActedOn = ["Patient", "Encounter", "Observation"];

    public static List<MessageFault> Check(Resource resource)
    {
        var faults = new List<MessageFault>();
        if (resource is Bundle bundle)
        {
            foreach (var (entry, index) in bundle.Entry.Select((entry, index) => (entry, index)))
            {
                if (entry.Resource is { } inner)
                    CheckResource(inner, $"Bundle.entry[{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}].resource", faults);
            }
        }
        else
        {
            CheckResource(resource, resource.TypeName, faults);
        }

        return faults;
    }

    private static void CheckResource(Resource resource, string path, List<MessageFault> faults)
    {
        if (!ActedOn.Contains(resource.TypeName, StringComparer.Ordinal))
            return;
        if (resource.ImplicitRules is { Length: > 0 })
            faults.Add(new MessageFault(false, $"{path}.implicitRules", 103, "Rules that are not known here would change what the resource means."));
        Walk(resource, path, faults);
    }

    private static void Walk(Base element, string path, List<MessageFault> faults)
    {
        foreach (var (name, value) in element.EnumerateElements())
        {
            if (name == "contained")
                continue;
            if (name == "modifierExtension")
            {
                faults.Add(new MessageFault(false, $"{path}.modifierExtension", 103, "A modifier that is not known here would change what the resource means."));
            }
            else if (value is Base inner)
            {
                Walk(inner, $"{path}.{name}", faults);
            }
            else if (value is IEnumerable many and not string)
            {
                foreach (var (item, index) in many.OfType<Base>().Select((item, index) => (item, index)))
                    Walk(item, $"{path}.{name}[{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}]", faults);
            }
        }
    }
}
