using System.Text.Json.Serialization;

namespace Runink.Companion.Intake.Devices;

/// <param name="Id">Null for a patient whom the reader may not see.</param>
/// <param name="Name">Null likewise.</param>
public sealed record DevicePatient(string? Id, string? Name);

/// <param name="System">Who gave its number.</param>
/// <param name="Name">Its model or kind, else its number.</param>
/// <param name="Pairing">paired or not-paired.</param>
/// <param name="Clock">ahead, behind, behind-or-late, late, right, shared, too-few or unheard.</param>
/// <param name="Refused">Its messages that wait in quarantine because of its pairing.</param>
public sealed record DeviceRow(
    string Id, string System, string Number, string Name, string? Kind, string? Maker, string? Model, string Source, DateTimeOffset FirstHeardAt, DateTimeOffset LastHeardAt,
    string? Battery, DateTimeOffset? BatteryAt, string? Worn, DateTimeOffset? WornAt, string Pairing, DevicePatient? Patient, string Clock, int Refused);

/// <param name="OffsetSeconds">How far its clock is ahead of ours, negative when it is behind; null when that is not known.</param>
/// <param name="Text">Why it is taken for that.</param>
public sealed record DeviceClockView(string Name, long? OffsetSeconds, string? Offset, string Text);

/// <param name="Patient">Null in the eyes of those who see no patients.</param>
public sealed record DevicePairingView(string Id, DevicePatient? Patient, DateTimeOffset From, DateTimeOffset? Until, string PairedBy, DateTimeOffset PairedAt, string? Note, string? EndedBy)
{
    [JsonIgnore] public bool MayEnd => Until is null && Patient?.Id is not null;
}

/// <param name="At">When the newest of it was measured, by the device.</param>
/// <param name="SentAt">When it was sent, by the device; null when not said.</param>
/// <param name="AgeSeconds">From measuring to arrival; negative when it lies in the future.</param>
public sealed record DeviceReadingView(DateTimeOffset ReceivedAt, DateTimeOffset At, DateTimeOffset? SentAt, long AgeSeconds);

/// <param name="Elsewhere">Readings that were taken in before the device was paired, and stand with another patient than the pairing says.</param>
public sealed record DeviceView(DeviceRow Row, DeviceClockView Clock, IReadOnlyList<DevicePairingView> Pairings, IReadOnlyList<DeviceReadingView> Readings, int Elsewhere);

/// <param name="Name">With the record number.</param>
public sealed record PairablePatient(string Id, string Name, string Detail);
