using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Reads ADT and ORU messages into what they say about a patient. Other messages are refused, not guessed at.</summary>
/// <param name="zone">The site's time zone, for time stamps without an offset.</param>
public sealed class Hl7Reader(TimeZoneInfo zone)
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
        if (!Hl7Kinds.TryFind(type, trigger, out var change, out var fault))
            return fault!;

        var sentAt = receivedAt;
        if (header.Get(7) is { } stamp && !Hl7Time.TryParse(stamp, zone, out sentAt))
            return new MessageFault(false, "MSH-7", 102, $"{stamp} is not a time stamp.");

        if (message.Find("PID") is not { } pid)
            return new MessageFault(false, "PID", 100, "The message has no PID segment.");
        if (Hl7Patient.Read(pid, zone, out var identifiers, out var demographics) is { } patientFault)
            return patientFault;

        EncounterNotice? encounter = null;
        if (message.Find("PV1") is { } pv1 && Hl7Visit.Read(pv1, pid, message.Find("EVN"), change, zone, sentAt, out encounter) is { } visitFault)
            return visitFault;

        var observations = new List<ObservationNotice>();
        if (new Hl7Observations(zone).Read(message, sentAt, observations) is { } observationFault)
            return observationFault;

        var source = string.Join('/', new[] { header.Get(3), header.Get(4) }.OfType<string>());
        return new ClinicalMessage(
            trigger is null ? type : $"{type}^{trigger}", source.Length == 0 ? "unknown" : source, controlId,
            [new PatientNotice(identifiers, demographics, encounter, observations)]);
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
