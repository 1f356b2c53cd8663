using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Who has a device, from when to when. The caller has asked whether the person may, and whether they see the patient.</summary>
public static class DeviceCommandHandler
{
    public static Outcome<DevicePairing> Pair(WriteScope scope, string deviceId, string patientId, DateTimeOffset from, DateTimeOffset? until, string? note, Actor actor)
    {
        if (scope.Db.Devices.Find(deviceId) is null)
            return new Refusal("not-found", "There is no such device.");
        var chosen = DeviceRegistry.Standing(scope, patientId);
        var known = scope.Db.DevicePairings.Where(one => one.DeviceId == deviceId).ToList();
        var planned = PairingDecision.Begin(known, chosen, from, until, scope.Now, id => DeviceRegistry.Standing(scope, id));
        if (planned.Value is not { } plan)
            return planned.Refusal!;
        if (plan.Ends is { } before)
            End(scope, before, from, actor);
        var pairing = new DevicePairing
        {
            Id = scope.Ids.Next(), DeviceId = deviceId, PatientId = chosen, FromAt = from, UntilAt = until, PairedBy = actor.Name, PairedAt = scope.Now, Note = note, EndedBy = until is null ? null : actor.Name,
        };
        scope.Db.DevicePairings.Add(pairing);
        scope.Record("device_paired", new Subject("device", deviceId), actor, Detail.Of(("pairing", pairing.Id), ("patient", chosen), ("from", from), ("until", until), ("noteHash", Detail.HashOf(note))));
        Announce(scope, deviceId, chosen);
        return pairing;
    }

    public static Outcome<DevicePairing> End(WriteScope scope, string deviceId, string pairingId, DateTimeOffset until, Actor actor)
    {
        if (scope.Db.DevicePairings.Find(pairingId) is not { } pairing || pairing.DeviceId != deviceId)
            return new Refusal("not-found", "There is no such pairing.");
        if (PairingDecision.End(pairing, until, scope.Now) is { } refusal)
            return refusal;
        End(scope, pairing, until, actor);
        return pairing;
    }

    private static void End(WriteScope scope, DevicePairing pairing, DateTimeOffset until, Actor actor)
    {
        (pairing.UntilAt, pairing.EndedBy) = (until, actor.Name);
        scope.Record("device_pairing_ended", new Subject("device", pairing.DeviceId), actor, Detail.Of(("pairing", pairing.Id), ("patient", pairing.PatientId), ("until", until)));
        Announce(scope, pairing.DeviceId, pairing.PatientId);
    }

    private static void Announce(WriteScope scope, string deviceId, string patientId)
    {
        scope.Announce(new Change(DeviceRegistry.Announced, deviceId));
        scope.Announce(new Change("patient", patientId));
    }
}
