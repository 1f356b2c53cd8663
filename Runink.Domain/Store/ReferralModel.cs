using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Referrals.Tray;

namespace Runink.Domain.Store;

/// <summary>Keys and indexes of what is kept of referrals: their way, who takes them, times and word to patients.</summary>
internal static class ReferralModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Referral>(referral =>
        {
            referral.Ignore(r => r.Owner);
            referral.Ignore(r => r.WaitsOn);
            referral.Ignore(r => r.UnitsLeft);
            referral.HasIndex(r => r.State);
            referral.HasIndex(r => r.PatientId);
            referral.HasIndex(r => r.SourceId);
            referral.HasOne<Patient>().WithMany().HasForeignKey(r => r.PatientId);
            referral.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<AuthorizationRequest>(request =>
        {
            request.Ignore(r => r.Ask);
            request.Ignore(r => r.Answer);
            request.Ignore(r => r.IsOpen);
            request.Ignore(r => r.FileName);
            request.HasIndex(r => r.ReferralId);
            request.HasIndex(r => r.NextAt);
            request.HasIndex(r => r.AnsweredAt);
            // Two interchanges of one number would be one to the payer.
            request.HasIndex(r => r.ControlNumber).IsUnique();
        });
        model.Entity<ReferralCharge>(charge =>
        {
            charge.HasIndex(c => c.ReferralId);
        });
        model.Entity<ReferralSegment>().HasKey(s => new { s.ReferralId, s.Ordinal });
        model.Entity<ReferralDocument>().HasIndex(d => d.ReferralId);
        model.Entity<AssistedRecord>(record =>
        {
            record.HasIndex(r => r.ReferralId);
            record.HasIndex(r => new { r.Kind, r.SettledAt });
        });
        model.Entity<AssistedSwitch>().HasKey(one => one.Kind);
        model.Entity<TrayItem>(item =>
        {
            item.HasIndex(i => new { i.State, i.ReceivedAt });
            item.HasIndex(i => i.DocumentId);
            item.HasIndex(i => i.PatientId);
            item.Property(i => i.Version).IsConcurrencyToken();
        });
        model.Entity<TrayFile>(file =>
        {
            file.HasKey(f => new { f.ItemId, f.Ordinal });
            file.HasIndex(f => f.Sha256);
            file.HasIndex(f => f.ReadAt);
        });
        model.Entity<PartnerLink>(link =>
        {
            link.HasIndex(l => l.TokenHash).IsUnique();
            link.HasIndex(l => l.ReferralId);
        });
        model.Entity<ReferralAnnouncement>(announcement =>
        {
            announcement.HasIndex(a => a.ReferralId);
            announcement.HasIndex(a => new { a.EventId, a.Audience, a.Party }).IsUnique();
        });
        model.Entity<WorkLimit>().HasKey(limit => new { limit.State, limit.LaneBy, limit.Lane });
        model.Entity<IntakeRulesVersion>().HasKey(rules => new { rules.RulesId, rules.Version });
        model.Entity<RecipientChoice>(choice =>
        {
            choice.HasKey(c => new { c.ReferralId, c.Ordinal });
            choice.HasIndex(c => c.ServiceId);
        });
        model.Entity<HealthcareService>(service =>
        {
            service.HasIndex(s => s.Specialty);
            service.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<ReferralEventRecord>(line =>
        {
            line.HasIndex(e => e.ReferralId);
            line.HasIndex(e => e.Evaluated);
        });
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
            message.Ignore(m => m.IsOffer);
        });
        model.Entity<VisitReminder>().HasKey(reminder => new { reminder.ReferralId, reminder.VisitAt, reminder.HoursBefore });
        model.Entity<ContactPreference>().HasKey(preference => preference.PatientId);
        model.Entity<WaitlistEntry>(entry =>
        {
            entry.Ignore(e => e.Stands);
            entry.HasIndex(e => e.Holds).IsUnique();
            entry.HasIndex(e => e.ServiceId);
            entry.HasIndex(e => e.ReferralId);
        });
        model.Entity<SlotOffer>(offer =>
        {
            offer.Ignore(o => o.Stands);
            offer.HasIndex(o => o.Holds).IsUnique();
            offer.HasIndex(o => o.ServiceId);
            offer.HasIndex(o => o.ReferralId);
        });
        model.Entity<CoordinationTask>(task =>
        {
            task.Ignore(t => t.IsOpen);
            task.HasIndex(t => t.CauseId).IsUnique();
            task.HasIndex(t => t.ReferralId);
            task.HasIndex(t => t.State);
        });
    }
}
