using Hl7.Fhir.Model;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What Observation.device names: a Device of the same submission, one that is kept here, one inside the observation, or one by its identifier alone.</summary>
/// <param name="source">The feed.</param>
internal sealed class FhirDevices(IReadOnlyList<FhirEntry> entries, string source)
{
    /// <summary>System of a device that has no other number than its resource's id.</summary>
    public const string IdSystem = "fhir:Device";

    public const string Place = "Observation.device";

    /// <summary>Null where it names none that can be told.</summary>
    public DeviceNotice? Of(WriteScope scope, Observation observation)
    {
        if (observation.Device is not { } reference)
            return null;
        // The id of what stands inside an observation is that observation's own: it names no device.
        if (reference.Reference is ['#', .. var inside])
            return observation.Contained.OfType<Device>().FirstOrDefault(one => one.Id == inside) is { } contained && Of(contained) is { } said && said.System != IdSystem ? said : null;
        if (FhirReader.Reference(reference, "Device") is not { } id)
            return reference.Identifier is { Value: { Length: > 0 } value } number ? new DeviceNotice(number.System ?? source, value, source) { Place = Place } : null;
        if (entries.FirstOrDefault(entry => entry.Type == "Device" && entry.Id == id)?.Resource is Device written)
            return Of(written);
        var kept = scope.Scalar("SELECT Json FROM FhirResources WHERE Type = $0 AND Id = $1 AND Deleted = $2", "Device", id, false) as string;
        return kept is not null && FhirParser.Stored(kept) is Device known ? Of(known) : new DeviceNotice(IdSystem, id, source) { Place = Place };
    }

    public DeviceNotice Of(Device device)
    {
        var number = device.Identifier.FirstOrDefault(one => one.Value is not null);
        var (system, value) = number is not null ? (number.System ?? source, number.Value!) : device.SerialNumber is { } serial ? (device.Manufacturer ?? source, serial) : (IdSystem, device.Id ?? "");
        return new DeviceNotice(system, value, source)
        {
            Kind = device.Type?.Text ?? device.Type?.Coding.FirstOrDefault(one => one.Display is not null)?.Display, Maker = device.Manufacturer,
            Model = device.ModelNumber ?? device.DeviceName.FirstOrDefault()?.Name, Place = Place,
        };
    }
}
