using System.Collections.Frozen;

namespace Runink.Domain.Intake.Fhir;

/// <param name="Type">Name of a primitive, of a type of the schema, or <c>*</c> for anything.</param>
/// <param name="Values">The codes of a required binding; empty when it is not bound.</param>
internal sealed record FhirElement(string Name, string Type, bool Many, bool Required, IReadOnlyList<string> Values);

/// <summary>
/// The elements of the FHIR R4 (4.0.1) types that are read here, as in the standard. Each type is one line:
/// <c>name:Type</c>, <c>!</c> required, <c>*</c> repeats, <c>(a|b)</c> required codes.
/// </summary>
internal static class FhirSchema
{
    private const string Source = """
        Bundle = identifier:Identifier type:code!(document|message|transaction|transaction-response|batch|batch-response|history|searchset|collection) timestamp:instant total:unsignedInt link:Bundle.link* entry:Bundle.entry* signature:any
        Bundle.link = relation:string! url:uri!
        Bundle.entry = link:Bundle.link* fullUrl:uri resource:Resource search:any request:Bundle.entry.request response:any
        Bundle.entry.request = method:code!(GET|HEAD|POST|PUT|DELETE|PATCH) url:uri! ifNoneMatch:string ifModifiedSince:instant ifMatch:string ifNoneExist:string
        Patient = identifier:Identifier* active:boolean name:HumanName* telecom:ContactPoint* gender:code(male|female|other|unknown) birthDate:date deceasedBoolean:boolean deceasedDateTime:dateTime address:Address* maritalStatus:CodeableConcept multipleBirthBoolean:boolean multipleBirthInteger:integer photo:Attachment* contact:Patient.contact* communication:Patient.communication* generalPractitioner:Reference* managingOrganization:Reference link:Patient.link*
        Patient.contact = relationship:CodeableConcept* name:HumanName telecom:ContactPoint* address:Address gender:code(male|female|other|unknown) organization:Reference period:Period
        Patient.communication = language:CodeableConcept! preferred:boolean
        Patient.link = other:Reference! type:code!(replaced-by|replaces|refer|seealso)
        Encounter = identifier:Identifier* status:code!(planned|arrived|triaged|in-progress|onleave|finished|cancelled|entered-in-error|unknown) statusHistory:any* class:Coding! classHistory:any* type:CodeableConcept* serviceType:CodeableConcept priority:CodeableConcept subject:Reference episodeOfCare:Reference* basedOn:Reference* participant:Encounter.participant* appointment:Reference* period:Period length:Quantity reasonCode:CodeableConcept* reasonReference:Reference* diagnosis:Encounter.diagnosis* account:Reference* hospitalization:any location:Encounter.location* serviceProvider:Reference partOf:Reference
        Encounter.participant = type:CodeableConcept* period:Period individual:Reference
        Encounter.diagnosis = condition:Reference! use:CodeableConcept rank:positiveInt
        Encounter.location = location:Reference! status:code(planned|active|reserved|completed) physicalType:CodeableConcept period:Period
        Observation = identifier:Identifier* basedOn:Reference* partOf:Reference* status:code!(registered|preliminary|final|amended|corrected|cancelled|entered-in-error|unknown) category:CodeableConcept* code:CodeableConcept! subject:Reference focus:Reference* encounter:Reference effectiveDateTime:dateTime effectivePeriod:Period effectiveTiming:any effectiveInstant:instant issued:instant performer:Reference* valueQuantity:Quantity valueCodeableConcept:CodeableConcept valueString:string valueBoolean:boolean valueInteger:integer valueRange:Range valueRatio:any valueSampledData:any valueTime:time valueDateTime:dateTime valuePeriod:Period dataAbsentReason:CodeableConcept interpretation:CodeableConcept* note:Annotation* bodySite:CodeableConcept method:CodeableConcept specimen:Reference device:Reference referenceRange:any* hasMember:Reference* derivedFrom:Reference* component:Observation.component*
        Observation.component = code:CodeableConcept! valueQuantity:Quantity valueCodeableConcept:CodeableConcept valueString:string valueBoolean:boolean valueInteger:integer valueRange:Range valueRatio:any valueSampledData:any valueTime:time valueDateTime:dateTime valuePeriod:Period dataAbsentReason:CodeableConcept interpretation:CodeableConcept* referenceRange:any*
        Identifier = use:code(usual|official|temp|secondary|old) type:CodeableConcept system:uri value:string period:Period assigner:Reference
        HumanName = use:code(usual|official|temp|nickname|anonymous|old|maiden) text:string family:string given:string* prefix:string* suffix:string* period:Period
        ContactPoint = system:code(phone|fax|email|pager|url|sms|other) value:string use:code(home|work|temp|old|mobile) rank:positiveInt period:Period
        Address = use:code(home|work|temp|old|billing) type:code(postal|physical|both) text:string line:string* city:string district:string state:string postalCode:string country:string period:Period
        CodeableConcept = coding:Coding* text:string
        Coding = system:uri version:string code:code display:string userSelected:boolean
        Quantity = value:decimal comparator:code(<|<=|>=|>) unit:string system:uri code:code
        Range = low:Quantity high:Quantity
        Period = start:dateTime end:dateTime
        Reference = reference:string type:uri identifier:Identifier display:string
        Annotation = authorReference:Reference authorString:string time:dateTime text:markdown!
        Attachment = contentType:code language:code data:base64Binary url:uri size:unsignedInt hash:base64Binary title:string creation:dateTime
        Meta = versionId:id lastUpdated:instant source:uri profile:uri* security:Coding* tag:Coding*
        Narrative = status:code!(generated|extensions|additional|empty) div:string!
        """;

    private const string OfEveryResource = "id:id meta:Meta implicitRules:uri language:code text:Narrative contained:any* extension:any* modifierExtension:any*";
    private const string OfEveryElement = "id:string extension:any* modifierExtension:any*";

    /// <summary>Resource types whose content is read; others are kept as they are.</summary>
    private static readonly string[] ReadResources = ["Patient", "Encounter", "Observation"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, FhirElement>> Types = Read();

    public static FrozenDictionary<string, FhirElement>? Find(string type) => Types.GetValueOrDefault(type);

    private static FrozenDictionary<string, FrozenDictionary<string, FhirElement>> Read() => Source
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(" = ", 2))
        .ToFrozenDictionary(parts => parts[0], parts => Elements(parts[0], parts[1]), StringComparer.Ordinal);

    private static FrozenDictionary<string, FhirElement> Elements(string type, string text)
    {
        var inherited = type is "Bundle" || ReadResources.Contains(type) ? OfEveryResource : OfEveryElement;
        return $"{inherited} {text}".Split(' ')
            .Select(Element)
            .ToFrozenDictionary(element => element.Name, StringComparer.Ordinal);
    }

    private static FhirElement Element(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, rest) = (text[..colon], text[(colon + 1)..]);
        string[] values = [];
        if (rest.IndexOf('(', StringComparison.Ordinal) is var open and >= 0)
        {
            values = rest[(open + 1)..^1].Split('|');
            rest = rest[..open];
        }

        return new FhirElement(name, rest.TrimEnd('*', '!'), rest.Contains('*', StringComparison.Ordinal), rest.Contains('!', StringComparison.Ordinal), values);
    }
}
