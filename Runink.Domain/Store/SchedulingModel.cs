using Microsoft.EntityFrameworkCore;
using Runink.Domain.Referrals.Scheduling;

namespace Runink.Domain.Store;

/// <summary>Keys and indexes of what is kept of slots, bookings and word to patients.</summary>
internal static class SchedulingModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Slot>(slot =>
        {
            slot.HasIndex(s => new { s.Source, s.SourceKey }).IsUnique();
            slot.HasIndex(s => new { s.ServiceId, s.StartsAt });
            slot.HasIndex(s => s.ScheduleId);
        });
        model.Entity<SlotBooking>(booking =>
        {
            booking.Ignore(b => b.Stands);
            booking.HasIndex(b => b.Holds).IsUnique();
            booking.HasIndex(b => b.ReferralId);
        });
        model.Entity<VisitMessage>(message =>
        {
            message.HasIndex(m => m.TokenHash).IsUnique();
            message.HasIndex(m => m.ReferralId);
            message.HasIndex(m => m.Counted);
        });
    }
}
