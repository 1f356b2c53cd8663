using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hl7.Fhir.Model;

namespace Runink.Domain.Referrals.Authorizing;

/// <summary>
/// Writes what Da Vinci PAS sends a payer: a bundle that begins with a Claim of use preauthorization. The addresses of its entries follow from the
/// trace number, so that the same request is the same bundle each time.
/// </summary>
public static class PasBundle
{
    /// <param name="trace">Identifier of the Claim, by which the payer knows it again.</param>
    /// <param name="reason">Why the patient is referred.</param>
    /// <param name="supporting">What goes along of the record: the least that the service needs.</param>
    public static Bundle Submit(string trace, AuthorizationAsk ask, AuthorizationParty party, Payer payer, bool isUrgent, string service, string? reason, IReadOnlyList<Resource> supporting, DateTimeOffset now)
    {
        var entries = new PasEntries(trace, party, payer);
        var order = new ServiceRequest
        {
            Meta = Profile(PasTerms.ServiceRequest), Status = RequestStatus.Active, Intent = RequestIntent.Order, Subject = entries.PatientReference, Requester = entries.ProviderReference,
            Code = Service(ask, service), Priority = isUrgent ? RequestPriority.Urgent : RequestPriority.Routine, AuthoredOn = Day(DateOnly.FromDateTime(now.UtcDateTime)), Occurrence = Period(ask),
            Quantity = new Quantity { Value = ask.Units }, ReasonCode = reason is null ? [] : [new CodeableConcept { Text = reason }], Performer = party.Recipient is { } who ? [new ResourceReference { Display = who }] : [],
        };
        var claim = Claim(entries, ask, isUrgent, now);
        claim.Item[0].Extension.Add(new Extension(PasTerms.RequestedService, new ResourceReference(entries.Address("order"))));
        var bundle = entries.Bundle(PasTerms.RequestBundle, claim, now, (entries.Address("order"), order));
        foreach (var (resource, at) in supporting.Select((resource, at) => (resource, at)))
        {
            var address = entries.Address(string.Create(CultureInfo.InvariantCulture, $"supporting-{at}"));
            claim.SupportingInfo.Add(new Claim.SupportingInformationComponent
            {
                Sequence = at + 1, Category = new CodeableConcept(PasTerms.InformationCategory, "additionalInformation"), Value = new ResourceReference(address),
            });
            bundle.Entry.Add(new Bundle.EntryComponent { FullUrl = address, Resource = Ours(resource, entries.PatientReference) });
        }

        if (claim.SupportingInfo.Count > 0)
            claim.Item[0].InformationSequence = [.. claim.SupportingInfo.Select(one => one.Sequence)];
        return bundle;
    }

    /// <summary>Asks whether a request is there, and what has become of it: who stands in the bundle that was sent, and its claim without what went along.</summary>
    public static Bundle Inquire(Bundle submitted, string trace, DateTimeOffset now)
    {
        var claim = (Claim)submitted.Entry[0].Resource!.DeepCopy();
        claim.Meta = Profile(PasTerms.ClaimInquiry);
        claim.SupportingInfo = [];
        claim.Item[0].InformationSequence = [];
        claim.Item[0].Extension.RemoveAll(one => one.Url == PasTerms.RequestedService);
        return new Bundle
        {
            Meta = Profile(PasTerms.InquiryBundle), Type = Bundle.BundleType.Collection, Timestamp = now,
            Identifier = new Identifier("urn:ietf:rfc:3986", PasEntries.Address(trace, string.Create(CultureInfo.InvariantCulture, $"inquiry-{now.UtcTicks}"))),
            Entry = [new Bundle.EntryComponent { FullUrl = submitted.Entry[0].FullUrl, Resource = claim }, .. submitted.Entry.Skip(1).Where(entry => entry.Resource is Patient or Coverage or Organization)],
        };
    }

    private static Claim Claim(PasEntries entries, AuthorizationAsk ask, bool isUrgent, DateTimeOffset now) => new()
    {
        Meta = Profile(PasTerms.Claim), Identifier = [new Identifier(PasTerms.ClaimNumbers, entries.Trace)], Status = FinancialResourceStatusCodes.Active, Use = ClaimUseCode.Preauthorization,
        Type = new CodeableConcept(PasTerms.ClaimType, "professional"), Patient = entries.PatientReference, Created = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), Insurer = entries.InsurerReference,
        Provider = entries.ProviderReference, Priority = new CodeableConcept(PasTerms.Priority, isUrgent ? "stat" : "normal"),
        Insurance = [new Claim.InsuranceComponent { Sequence = 1, Focal = true, Coverage = new ResourceReference(entries.Address("coverage")) }],
        Diagnosis = [.. ask.Diagnoses.Select((code, at) => new Claim.DiagnosisComponent { Sequence = at + 1, Diagnosis = new CodeableConcept(PasTerms.Diagnoses, code) })],
        Item =
        [
            new Claim.ItemComponent
            {
                Extension = [new Extension(PasTerms.ItemTrace, new Identifier(PasTerms.ClaimNumbers, entries.Trace))], Sequence = 1, DiagnosisSequence = [.. Enumerable.Range(1, ask.Diagnoses.Count).Select(at => (int?)at)],
                Category = new CodeableConcept(PasTerms.ServiceTypes, ask.ServiceType), ProductOrService = Service(ask, null), Serviced = Period(ask), Quantity = new Quantity { Value = ask.Units },
            },
        ],
    };

    private static CodeableConcept Service(AuthorizationAsk ask, string? words) => ask.Procedure is { } code
        ? new CodeableConcept(char.IsAsciiDigit(code[0]) ? PasTerms.Procedures : PasTerms.Hcpcs, code) { Text = words }
        : new CodeableConcept(PasTerms.ServiceTypes, ask.ServiceType) { Text = words };

    private static Period Period(AuthorizationAsk ask) => new() { Start = Day(ask.From), End = Day(ask.Until) };

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static Meta Profile(string address) => new() { Profile = [address] };

    /// <summary>A copy that speaks of the patient of this bundle, without our numbers of its versions.</summary>
    private static Resource Ours(Resource resource, ResourceReference patient)
    {
        var copy = (Resource)resource.DeepCopy();
        (copy.Id, copy.Meta) = (null, null);
        switch (copy)
        {
            case Condition condition:
                (condition.Subject, condition.Encounter) = (patient, null);
                break;
            case Observation observation:
                (observation.Subject, observation.Encounter) = (patient, null);
                break;
            case DiagnosticReport report:
                (report.Subject, report.Encounter) = (patient, null);
                break;
            case DocumentReference document:
                (document.Subject, document.Context) = (patient, null);
                break;
        }

        return copy;
    }
}

/// <summary>Who stands in every bundle to one payer: patient, coverage, the house and the payer.</summary>
internal sealed class PasEntries(string trace, AuthorizationParty party, Payer payer)
{
    public string Trace => trace;

    public ResourceReference PatientReference => new(Address("patient"));

    public ResourceReference ProviderReference => new(Address("provider"));

    public ResourceReference InsurerReference => new(Address("insurer"));

    /// <summary>The first 128 bits of a digest, written as a UUID of version 8 (RFC 9562).</summary>
    public string Address(string what) => Address(trace, what);

    public static string Address(string trace, string what)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{trace}/{what}")).AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    public Bundle Bundle(string profile, Claim claim, DateTimeOffset now, params ReadOnlySpan<(string Address, Resource Resource)> more)
    {
        var bundle = new Bundle
        {
            Meta = PasBundle.Profile(profile), Type = Hl7.Fhir.Model.Bundle.BundleType.Collection, Identifier = new Identifier("urn:ietf:rfc:3986", Address(profile)), Timestamp = now,
            Entry =
            [
                Entry("claim", claim), Entry("patient", Patient()), Entry("coverage", Coverage()), Entry("provider", Provider()), Entry("insurer", Insurer()),
            ],
        };
        foreach (var (address, resource) in more)
            bundle.Entry.Add(new Bundle.EntryComponent { FullUrl = address, Resource = resource });
        return bundle;
    }

    private Bundle.EntryComponent Entry(string what, Resource resource) => new() { FullUrl = Address(what), Resource = resource };

    private Patient Patient() => new()
    {
        Meta = PasBundle.Profile(PasTerms.Beneficiary),
        Identifier =
        [
            new Identifier(PasTerms.MemberNumbers, party.MemberId) { Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v2-0203", "MB") },
            .. party.Mrn is { } mrn ? [new Identifier(PasTerms.RecordNumbers, mrn) { Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v2-0203", "MR") }] : Array.Empty<Identifier>(),
        ],
        Name = [new HumanName { Family = party.Family, Given = party.Given is { } given ? [given] : [] }],
        Gender = party.Sex switch { "female" => AdministrativeGender.Female, "male" => AdministrativeGender.Male, "other" => AdministrativeGender.Other, _ => AdministrativeGender.Unknown },
        BirthDate = party.BirthDate is { } born ? PasBundle.Day(born) : null,
    };

    private Coverage Coverage() => new()
    {
        Meta = PasBundle.Profile(PasTerms.Coverage), Status = FinancialResourceStatusCodes.Active, SubscriberId = party.MemberId, Beneficiary = PatientReference, Payor = [InsurerReference],
        Subscriber = party.IsSubscriber ? PatientReference : null,
        Relationship = new CodeableConcept("http://terminology.hl7.org/CodeSystem/subscriber-relationship", party.IsSubscriber ? "self" : "other"),
    };

    private Organization Provider() => new()
    {
        Meta = PasBundle.Profile(PasTerms.Requestor), Active = true, Name = party.Requester, Identifier = [new Identifier(PasTerms.Npi, party.Npi)],
    };

    private Organization Insurer() => new()
    {
        Meta = PasBundle.Profile(PasTerms.Insurer), Active = true, Name = payer.Name, Identifier = [new Identifier(PasTerms.PayerNumbers, payer.PayerId)],
    };
}
