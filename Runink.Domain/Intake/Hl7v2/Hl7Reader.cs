using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Hl7v2.Resources;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// Reads messages into what they say about patients. What breaks the message as a whole is refused; what a part does not say
/// readably is a finding, and the rest is taken.
/// </summary>
/// <param name="zone">The site's time zone, for time stamps without an offset.</param>
/// <param name="testMessages">What happens to messages that MSH-11 marks as training or debugging.</param>
/// <param name="profiles">What feeds mean by codes and segments of their own.</param>
public sealed class Hl7Reader(TimeZoneInfo zone, TestMessages testMessages = TestMessages.Keep, FeedProfiles? profiles = null)
{
    public Reading Read(Hl7Message message, DateTimeOffset receivedAt)
    {
        var header = message.Header;
        var (type, trigger) = (header.Get(9, 1), header.Get(9, 2));
        if (type is null)
            return new MessageFault(false, "MSH-9", 101, "The message type is missing.");
        if (header.Get(10) is not { } controlId)
            return new MessageFault(false, "MSH-10", 101, "The message control id is missing.");
        if (header.Get(12) is { } version && !version.StartsWith("2.", StringComparison.Ordinal))
            return new MessageFault(true, "MSH-12", 203, $"Version {version} is not HL7 v2.");
        var isTest = header.Get(11) is "T" or "D";
        if (isTest && testMessages == TestMessages.Refuse)
            return new MessageFault(true, "MSH-11", 202, "Test messages are refused here.");

        var findings = new List<IntakeFinding>();
        var clock = new Hl7Clock(header, zone, receivedAt, findings);
        var meaning = Hl7MessageTypes.Find(type, trigger);
        var kind = trigger is null ? type : $"{type}^{trigger}";
        var said = new ClinicalMessage(kind, Source(header) ?? "unknown", controlId, []) { SentAt = clock.SaidSent, Findings = findings };
        if (isTest)
        {
            findings.Add(new(IntakeFinding.TestMessage, "MSH-11", "A test message: kept, and nothing of it reaches a patient."));
            return said;
        }

        if (meaning.Has(Hl7Parts.Rest))
            findings.Add(new(IntakeFinding.NotRead, "MSH-9", $"{kind} is kept; not all of it is read."));
        if (meaning.Parts == Hl7Parts.Rest)
            return said;
        if (meaning.Has(Hl7Parts.PatientOptional) && message.Find("PID") is null)
        {
            findings.Add(new(IntakeFinding.NotRead, "PID", $"{kind} names no patient: it is kept, and nothing of it is read."));
            return said;
        }

        var profile = profiles?.Find(Source(header));
        if (profile is not null)
            message = FeedProfiles.Apply(profile, message);
        if (Hl7PatientGroup.Cut(message, out var groups) is { } broken)
            return broken;
        if (groups.Count == 0)
            return new MessageFault(false, "PID", 100, "The message has no PID segment.");

        var sender = Hl7Authority.Sender(header);
        var resources = meaning.Has(Hl7Parts.Resources) ? new Hl7Resources(message, meaning, clock, sender, findings) : null;
        var patients = new List<PatientNotice>(groups.Count);
        foreach (var group in groups)
        {
            if (ReadGroup(group, trigger, message.Find("EVN"), meaning, clock, (sender, said.Source), findings, out var notice) is { } fault)
                return fault;
            patients.Add(resources is null ? notice! : With(notice!, resources.Read(group.Rest)));
        }

        foreach (var name in message.Segments.Select(segment => segment.Name).Where(name => name[0] == 'Z' && profile?.Reads(name) != true).Distinct(StringComparer.Ordinal))
            findings.Add(new(IntakeFinding.SiteSegment, name, $"{name} is a segment of the site's own: kept, and no profile of this feed reads it."));
        var identities = meaning.Identity is { } act ? Hl7Identities.Read(groups, patients, act, sender).ToList() : [];
        return said with { Patients = patients, Identities = identities };
    }

    /// <summary>Sending application and facility; null when the message names neither.</summary>
    public static string? Source(Hl7Segment header) =>
        string.Join('/', new[] { header.Get(3), header.Get(4) }.OfType<string>()) is { Length: > 0 } source ? source : null;

    /// <summary>The resources of a notice, and what of them triggers wait for. Conditions and medicines stand in <see cref="Hl7Lists"/>.</summary>
    private static PatientNotice With(PatientNotice notice, List<ResourceNotice> resources) => notice with
    {
        Resources = resources,
        Observations = [.. notice.Observations, .. resources.Where(said => said.Resource is Hl7.Fhir.Model.Appointment).SelectMany(said => FhirLists.Read(said.Resource, said.Keys[0], said.SaidAt, _ => null))],
    };

    /// <summary>HL7 table 0003: which of the events that move a patient begin or end a stay, and which take that back.</summary>
    private static IEnumerable<ObservationNotice> Events(EncounterNotice stay, string? trigger, Hl7Clock clock)
    {
        var key = stay.Visit is { } visit ? $"visit|{visit.System}|{visit.Value}" : null;
        return trigger switch
        {
            "A14" or "A27" => EncounterEvents.AdmitDecided(stay.At, key, clock.Sent, cancelled: trigger == "A27"),
            _ when !stay.Moves => [],
            "A01" or "A04" or "A06" => EncounterEvents.Begun(stay, key, clock.Sent),
            "A03" => EncounterEvents.Ended(stay, key, clock.Sent),
            "A11" => EncounterEvents.BeginningCancelled(key, clock.Sent),
            "A13" => EncounterEvents.EndCancelled(key, clock.Sent),
            _ => [],
        };
    }

    private static MessageFault? ReadGroup(
        Hl7PatientGroup group, string? trigger, Hl7Segment? evn, Hl7Meaning meaning, Hl7Clock clock, (string Sender, string Source) from, List<IntakeFinding> findings, out PatientNotice? notice)
    {
        var (sender, source) = from;
        notice = null;
        if (new Hl7Patient(clock, sender, findings).Read(group.Pid, out var identifiers, out var demographics) is { } fault)
            return fault;
        EncounterNotice? encounter = null;
        // Of a stay that moves, MRG and PV1 give the numbers; where the patient is, they do not say.
        if (group.Visit is { } pv1 && meaning.Identity != IdentityAct.MoveEncounter)
        {
            var visit = new Hl7Visit(clock, sender);
            encounter = visit.Read(pv1, group.VisitDetails, group.Pid, evn, trigger ?? evn?.Get(1), meaning);
            if (demographics!.DeceasedAt is null && meaning.Has(Hl7Parts.Moves) && visit.Died(pv1) is { } died)
                demographics = demographics with { DeceasedAt = died };
        }

        var observations = meaning.Has(Hl7Parts.Results) ? new Hl7Observations(clock, sender, source, findings).Read(group.Rest) : [];
        observations.AddRange(new Hl7Lists(clock).Read(group.Rest, meaning));
        if (encounter is { } stay)
            observations.AddRange(Events(stay, trigger ?? evn?.Get(1), clock));
        notice = new PatientNotice(identifiers, demographics, encounter, observations) { Registers = meaning.Has(Hl7Parts.Registers) };
        return null;
    }

    /// <summary>
    /// The same message sent again has the same key even when its MSH differs in time; a control id used again for other
    /// content has another one.
    /// </summary>
    public static string DeduplicationKey(Hl7Message message)
    {
        var header = message.Header;
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var segment in message.Segments.Skip(1))
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(segment.ToString() + "\r"));
        return string.Create(CultureInfo.InvariantCulture,
            $"hl7|{header.Raw(3)}|{header.Raw(4)}|{header.Get(9, 1)}^{header.Get(9, 2)}|{header.Get(10)}|{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}");
    }
}
