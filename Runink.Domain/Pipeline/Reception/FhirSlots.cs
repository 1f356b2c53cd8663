using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store.Writing;
using FhirSlot = Hl7.Fhir.Model.Slot;
using Slot = Runink.Domain.Referrals.Scheduling.Slot;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What written Schedules, Slots and Appointments mean for the times that can be booked here.</summary>
internal sealed class FhirSlots(ReferralCommandHandler referrals)
{
    public void Read(WriteScope scope, IReadOnlyList<FhirEntry> entries, string messageId, List<IntakeFinding> findings)
    {
        var actor = new Actor("message", messageId, "Incoming message");
        var schedules = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Type == "Schedule"))
        {
            schedules[entry.Id] = entry.Resource is Schedule { Active: not false } schedule ? ServiceOf(scope, schedule, entries, entry, findings) : null;
            foreach (var slot in scope.Db.Slots.Where(slot => slot.ScheduleId == entry.Id).ToList())
                slot.ServiceId = schedules[entry.Id];
        }

        foreach (var entry in entries.Where(entry => entry.Type == "Slot"))
            ReadSlot(scope, entry, entries, schedules, actor, findings);
        foreach (var entry in entries.Where(entry => entry is { Resource: Appointment { Status: Appointment.AppointmentStatus.Booked or Appointment.AppointmentStatus.Pending }, PatientId: not null }))
            ReadAppointment(scope, (Appointment)entry.Resource!, entry.PatientId!, actor);
    }

    private void ReadSlot(WriteScope scope, FhirEntry entry, IReadOnlyList<FhirEntry> entries, Dictionary<string, string?> schedules, Actor actor, List<IntakeFinding> findings)
    {
        if (entry.Resource is not FhirSlot slot)
        {
            if (entry.IsDeletion && SlotChanges.Find(scope, Slot.FromFhir, entry.Id) is { } gone)
                SlotChanges.Say(scope, referrals, Said(scope, entry.Id, gone.ScheduleId, gone.ServiceId, gone.StartsAt, gone.EndsAt, SlotStatus.Withdrawn, gone.ServiceType, gone.Place), actor, _ => false);
            return;
        }

        if (slot.Start is not { } start || slot.End is not { } end || end <= start)
        {
            findings.Add(new IntakeFinding(IntakeFinding.TimeUnreadable, $"{entry.Path}.start", "A slot needs a start and a later end; this one is not offered."));
            return;
        }

        var schedule = FhirReader.Reference(slot.Schedule, "Schedule");
        if (schedule is not null && !schedules.ContainsKey(schedule))
            schedules[schedule] = scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "Schedule" && row.Id == schedule && !row.Deleted) is { } row && FhirParser.Stored(row.Json) is Schedule { Active: not false } known ? ServiceOf(scope, known, entries, entry, findings) : null;
        var status = slot.Status switch
        {
            FhirSlot.SlotStatus.Free => SlotStatus.Free,
            FhirSlot.SlotStatus.EnteredInError => SlotStatus.Withdrawn,
            _ => SlotStatus.Busy,
        };
        var said = Said(scope, entry.Id, schedule, schedule is null ? null : schedules[schedule], start, end, status, Short(slot.ServiceType.Select(FhirConcepts.Said).FirstOrDefault(text => text is not null) ?? slot.ServiceCategory.Select(FhirConcepts.Said).FirstOrDefault()), Short(slot.Comment));
        SlotChanges.Say(scope, referrals, said, actor, booking => IsOurs(scope, booking, entry.Id, entries));
    }

    /// <summary>An appointment that names a slot says whose it is.</summary>
    private void ReadAppointment(WriteScope scope, Appointment appointment, string patientId, Actor actor)
    {
        foreach (var id in appointment.Slot.Select(reference => FhirReader.Reference(reference, "Slot")).OfType<string>())
        {
            if (SlotChanges.Find(scope, Slot.FromFhir, id) is not { } slot || SlotBookings.On(scope, slot.Id) is not { } booking)
                continue;
            if (scope.Db.Referrals.Find(booking.ReferralId)?.PatientId == patientId)
                SlotChanges.Confirm(scope, referrals, booking, actor);
            else if (booking.StartsAt > scope.Now)
                SlotChanges.Lose(scope, referrals, booking, "has given that time to somebody else", actor);
        }
    }

    /// <summary>Whether an appointment of the same patient is what makes it busy.</summary>
    private static bool IsOurs(WriteScope scope, SlotBooking booking, string slotId, IReadOnlyList<FhirEntry> entries)
    {
        if (scope.Db.Referrals.Find(booking.ReferralId)?.PatientId is not { } patient)
            return false;
        var now = entries.Where(entry => entry.PatientId == patient).Select(entry => entry.Resource);
        var before = scope.Db.FhirResources.AsNoTracking().Where(row => row.Type == "Appointment" && row.PatientId == patient && !row.Deleted).AsEnumerable().Select(row => FhirParser.Stored(row.Json));
        return now.Concat(before).OfType<Appointment>().Any(one => one.Status is not (Appointment.AppointmentStatus.Cancelled or Appointment.AppointmentStatus.EnteredInError or Appointment.AppointmentStatus.Noshow)
            && one.Slot.Exists(reference => FhirReader.Reference(reference, "Slot") == slotId));
    }

    private static string? ServiceOf(WriteScope scope, Schedule schedule, IReadOnlyList<FhirEntry> entries, FhirEntry entry, List<IntakeFinding> findings)
    {
        var service = ScheduleActors.ServiceOf(scope, schedule, (type, id) => entries.FirstOrDefault(one => one.Type == type && one.Id == id) is { Resource: not null } beside
            ? [.. beside.Index.Where(row => row.Parameter == "identifier").Select(row => (row.System, row.Text))]
            : null);
        if (service is null)
            findings.Add(new IntakeFinding(IntakeFinding.NotRead, $"{entry.Path}.actor", "The directory of services has nobody, or more than one, by what the schedule names: its slots are not offered until it has."));
        return service;
    }

    private static Slot Said(WriteScope scope, string id, string? schedule, string? service, DateTimeOffset start, DateTimeOffset end, SlotStatus status, string? type, string? place) => new()
    {
        Id = scope.Ids.Next(), Source = Slot.FromFhir, SourceKey = id, ScheduleId = schedule, ServiceId = service, StartsAt = start.ToUniversalTime(), EndsAt = end.ToUniversalTime(),
        Status = status, ServiceType = type, Place = place, ChangedAt = scope.Now,
    };

    private static string? Short(string? text) => text is null || PlainText.Line(text).Trim() is not { Length: > 0 } line ? null : line.Length > Slot.LongestPlace ? line[..Slot.LongestPlace] : line;
}
