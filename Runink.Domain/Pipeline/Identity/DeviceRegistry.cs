using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <param name="Clock">What was last decided of its clock.</param>
internal readonly record struct KnownDevice(string Id, string Clock);

/// <summary>
/// Which devices there are, and whose readings they may bring. A device comes to be here by being named. That it is not paired stops
/// nothing, unless the site says so for its feed; that it is paired with somebody else stops the reading.
/// </summary>
internal sealed class DeviceRegistry(DeviceOptions options)
{
    public const string Announced = "device";

    private const string Battery = "device.battery", WearTime = "device.wear_time";

    private const string Insert = """
        INSERT INTO Devices (Id, System, Value, Kind, Maker, Model, Source, FirstHeardAt, LastHeardAt, Clock) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $7, $8)
        """;

    private const string InsertReading = """
        INSERT INTO DeviceReadings (DeviceId, MessageId, PatientId, At, SentAt, ReceivedAt) VALUES ($0, $1, $2, $3, $4, $5)
        ON CONFLICT (DeviceId, MessageId, PatientId) DO NOTHING
        """;

    /// <summary>Takes note of the devices that measured what is said.</summary>
    /// <param name="findings">That a device's clock is not right is added here.</param>
    /// <returns>Why the readings are not this patient's; null when they may be.</returns>
    public MessageFault? Hear(WriteScope scope, PatientNotice notice, string patientId, string messageId, List<IntakeFinding> findings)
    {
        foreach (var group in Measured(notice).GroupBy(one => (one.Device!.System, one.Device.Value)).ToList())
        {
            var named = group.First().Device!;
            var device = Known(scope, named);
            var spans = Spans(scope, device.Id);
            foreach (var observation in group)
            {
                var at = observation.At > scope.Now ? scope.Now : observation.At;
                // What is taken back is taken back from whom it was said of.
                if (observation.Status == "entered-in-error")
                    continue;
                if (PairingDecision.Decide(spans, patientId, at, options.PairedOnly.Contains(named.Source)).Refuses is { } why)
                    return new MessageFault(false, named.Place, 204, why) { Device = named };
            }

            var newest = group.MaxBy(one => one.At)!;
            scope.Post(InsertReading, device.Id, messageId, patientId, newest.At.UtcTicks, newest.Device!.SentAt?.UtcTicks, scope.Now.UtcTicks);
            scope.Post(
                "UPDATE Devices SET Kind = COALESCE($1, Kind), Maker = COALESCE($2, Maker), Model = COALESCE($3, Model), Source = $4, LastHeardAt = $5 WHERE Id = $0",
                device.Id, named.Kind, named.Maker, named.Model, named.Source, scope.Now.UtcTicks);
            scope.Announce(new Change(Announced, device.Id));
            if (ClockVerdict.IsWrong(device.Clock))
                findings.Add(new(IntakeFinding.DeviceClock, named.Place, device.Clock == ClockVerdict.Ahead ? "The clock of the device that measured this is ahead of ours: when it was measured is not certain." : "The clock of the device that measured this is behind ours, or it sends late: the time is kept as it came."));
        }

        return null;
    }

    /// <summary>What a device says of itself.</summary>
    public static void Learn(WriteScope scope, PatientNotice notice, List<Sample> samples)
    {
        foreach (var (index, observation) in notice.Observations.Index())
        {
            if (observation.Device is not { } named || samples[index].Signal is not { Concept: Battery or WearTime, Status: not SignalStatus.EnteredInError } said)
                continue;
            var text = said.Unit is null or "%" ? $"{said.Value}{said.Unit}" : $"{said.Value} {said.Unit}";
            scope.Post(
                said.Concept == Battery
                    ? "UPDATE Devices SET Battery = $1, BatteryAt = $2 WHERE Id = $0 AND (BatteryAt IS NULL OR BatteryAt <= $2)"
                    : "UPDATE Devices SET Worn = $1, WornAt = $2 WHERE Id = $0 AND (WornAt IS NULL OR WornAt <= $2)",
                Known(scope, named).Id, text, said.At.UtcTicks);
        }
    }

    /// <summary>A device that is described and has measured nothing yet.</summary>
    public static void Register(WriteScope scope, DeviceNotice named)
    {
        var known = Known(scope, named);
        scope.Post("UPDATE Devices SET Kind = COALESCE($1, Kind), Maker = COALESCE($2, Maker), Model = COALESCE($3, Model) WHERE Id = $0", known.Id, named.Kind, named.Maker, named.Model);
    }

    /// <summary>The device of this number, which is here from now on.</summary>
    public static KnownDevice Known(WriteScope scope, DeviceNotice named)
    {
        using (var rows = scope.Query("SELECT Id, Clock FROM Devices WHERE System = $0 AND Value = $1", named.System, named.Value))
        {
            if (rows.Read())
                return new(rows.GetString(0), rows.GetString(1));
        }

        var id = scope.Ids.Next();
        scope.Execute(Insert, id, named.System, named.Value, named.Kind, named.Maker, named.Model, named.Source, scope.Now.UtcTicks, ClockVerdict.TooFew);
        scope.Record("device_registered", new Subject("device", id), Actor.System, Detail.Of(("source", named.Source)));
        scope.Announce(new Change(Announced, id));
        return new(id, ClockVerdict.TooFew);
    }

    /// <summary>The record that counts today for one that may have been merged since.</summary>
    public static string Standing(WriteScope scope, string patientId)
    {
        var at = patientId;
        for (var step = 0; step < 32 && scope.Scalar("SELECT MergedInto FROM Patients WHERE Id = $0", at) is string survivor; step++)
            at = survivor;
        return at;
    }

    private static IEnumerable<ObservationNotice> Measured(PatientNotice notice) => notice.Observations.Where(one => one.Device is not null);

    private static List<PairedSpan> Spans(WriteScope scope, string deviceId)
    {
        var found = new List<PairedSpan>();
        using (var rows = scope.Query("SELECT PatientId, FromAt, UntilAt FROM DevicePairings WHERE DeviceId = $0", deviceId))
        {
            while (rows.Read())
                found.Add(new PairedSpan(rows.GetString(0), new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero), rows.IsDBNull(2) ? null : new DateTimeOffset(rows.GetInt64(2), TimeSpan.Zero)));
        }

        return found.ConvertAll(span => span with { PatientId = Standing(scope, span.PatientId) });
    }
}
