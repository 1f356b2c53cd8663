using Runink.Domain.Foundation;

namespace Runink.Domain.Devices;

/// <param name="PatientId">The record that counts today.</param>
public sealed record PairedSpan(string PatientId, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool Covers(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}

/// <summary>Whether a reading may go to the patient that its message names.</summary>
/// <param name="Refuses">Why it may not; null when it may.</param>
public sealed record PairingVerdict(string Name, string? Refuses = null)
{
    public const string Paired = "paired", NotPaired = "not-paired", NeedsPairing = "needs-pairing", OtherPatient = "other-patient";
}

/// <summary>Whose a reading is by its device, and which pairings can be. No clock, no store.</summary>
public static class PairingDecision
{
    /// <summary>A pairing may begin this far back: what a device sent before it was entered counts with it.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(366);

    /// <param name="at">When it was measured; of a reading from the future, when it arrived.</param>
    /// <param name="pairedOnly">Whether the feed's devices count for nobody until somebody says whose they are.</param>
    public static PairingVerdict Decide(IEnumerable<PairedSpan> spans, string patientId, DateTimeOffset at, bool pairedOnly)
    {
        var covering = spans.Where(span => span.Covers(at)).ToList();
        if (covering.Exists(span => span.PatientId == patientId))
            return new(PairingVerdict.Paired);
        if (covering.Count > 0)
            return new(PairingVerdict.OtherPatient, "The device is paired with another patient for the time of this reading. If it was given on, pair it with who has it from then on; if the message names the wrong patient, mend it. Then send it again.");
        return pairedOnly
            ? new(PairingVerdict.NeedsPairing, "The device is paired with nobody for the time of this reading, and readings of this feed count only from devices that are. Pair it with who has it, then send it again.")
            : new(PairingVerdict.NotPaired);
    }

    /// <summary>What a new pairing means for those that are there.</summary>
    /// <param name="Ends">The one that ends where the new one begins; null when none does.</param>
    public sealed record Plan(DevicePairing? Ends);

    /// <param name="known">All of the device.</param>
    /// <param name="patientOf">The record that counts today for one that was chosen then.</param>
    public static Outcome<Plan> Begin(IReadOnlyList<DevicePairing> known, string patientId, DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now, Func<string, string> patientOf)
    {
        if (from > now)
            return new Refusal("invalid", "A pairing begins now or before: what is to come is not known.");
        if (from < now - Back)
            return new Refusal("invalid", "A pairing begins in the last year.");
        if (until <= from)
            return new Refusal("invalid", "A pairing ends after it begins.");
        var meeting = known.Where(one => (until is null || one.FromAt < until) && (one.UntilAt is null || from < one.UntilAt)).ToList();
        if (meeting.Exists(one => patientOf(one.PatientId) == patientId && one.FromAt <= from && (one.UntilAt is null || (until is not null && until <= one.UntilAt))))
            return new Refusal("already-done", "It is paired with this patient for that time.");
        return meeting switch
        {
            [] => new Plan(null),
            [{ UntilAt: null } open] when open.FromAt < from => new Plan(open),
            _ => new Refusal("not-allowed-now", "The device was paired for a part of that time already. End that pairing earlier first, or choose another beginning."),
        };
    }

    /// <returns>Why it cannot end then; null when it can.</returns>
    public static Refusal? End(DevicePairing pairing, DateTimeOffset until, DateTimeOffset now) =>
        until > now ? new Refusal("invalid", "A pairing ends now or before: what is to come is not known.")
        : until < pairing.FromAt ? new Refusal("invalid", "A pairing ends after it begins.")
        : pairing.UntilAt is { } over && until >= over ? new Refusal("already-done", "It has ended already.")
        : null;
}
