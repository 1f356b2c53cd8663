using Microsoft.EntityFrameworkCore;
using Runink.Domain.Devices;
using Runink.Domain.Patients;

namespace Runink.Domain.Store;

/// <summary>Keys and indexes of what is known of devices.</summary>
internal static class DeviceTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Device>(device =>
        {
            device.Ignore(d => d.Name);
            device.HasIndex(d => new { d.System, d.Value }).IsUnique();
            device.HasIndex(d => d.LastHeardAt);
        });
        model.Entity<DeviceReading>(reading =>
        {
            reading.HasKey(r => new { r.DeviceId, r.MessageId, r.PatientId });
            reading.HasIndex(r => new { r.DeviceId, r.ReceivedAt });
            reading.HasIndex(r => r.ReceivedAt);
            reading.HasIndex(r => r.PatientId);
        });
        model.Entity<DevicePairing>(pairing =>
        {
            pairing.HasIndex(p => p.DeviceId);
            pairing.HasIndex(p => p.PatientId);
            pairing.HasOne<Device>().WithMany().HasForeignKey(p => p.DeviceId);
            pairing.HasOne<Patient>().WithMany().HasForeignKey(p => p.PatientId);
        });
    }
}
