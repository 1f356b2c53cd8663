using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Intake;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting.Retention;

/// <summary>Something that is old, and when it came.</summary>
public sealed record OldRow(string Key, DateTimeOffset At);

/// <summary>One kind of what is removed. What belongs to a patient with open work is never among it.</summary>
/// <param name="Old">Which rows came in a stretch of time, and are old; those that came first are first.</param>
/// <param name="Remove">How rows go, by their keys.</param>
internal sealed record RetentionKind(string Name, Func<RetentionOptions, int> Days, Func<CompanionDb, DateTimeOffset, DateTimeOffset, IQueryable<OldRow>> Old, Action<CompanionDb, List<string>> Remove)
{
    /// <summary>In no name of a source, and in no key.</summary>
    private const string Between = "\u001f";

    private static readonly byte[] Nothing = [];
    private static readonly List<ReferralState> OpenReferrals = [.. Enum.GetValues<ReferralState>().Where(ReferralStates.IsOpen)];

    public static IReadOnlyList<RetentionKind> All { get; } =
    [
        new("messages", options => options.MessageDays, OldMessages,
            (db, keys) => db.Messages.Where(message => keys.Contains(message.Id))
                .ExecuteUpdate(set => set.SetProperty(message => message.Raw, Nothing).SetProperty(message => message.Findings, (string?)null))),
        new("signals", options => options.SignalDays, OldSignals, (db, keys) => db.SignalBatches.Where(batch => keys.Contains(batch.MessageId)).ExecuteDelete()),
        new("versions", options => options.VersionDays, OldVersions, RemoveVersions),
        new("deliveries", options => options.DeliveryDays, OldDeliveries, RemoveDeliveries),
        new("sessions", options => options.SessionDays,
            (db, from, before) => db.SignInSessions.Where(session => session.EndedAt >= from && session.EndedAt < before).OrderBy(session => session.EndedAt).Select(session => new OldRow(session.Id, session.EndedAt!.Value)),
            (db, keys) => db.SignInSessions.Where(session => keys.Contains(session.Id)).ExecuteDelete()),
        new("quarantine", options => options.QuarantineDays,
            (db, from, before) => db.Quarantine.Where(message => message.At >= from && message.At < before && message.Status != QuarantineStatus.Waiting).OrderBy(message => message.At).Select(message => new OldRow(message.Id, message.At)),
            (db, keys) => db.Quarantine.Where(message => keys.Contains(message.Id)).ExecuteDelete()),
        new("taken-rows", options => options.TakenRowDays,
            (db, from, before) => db.TakenRows.Where(row => row.SeenAt >= from && row.SeenAt < before && !row.Refused).OrderBy(row => row.SeenAt).Select(row => new OldRow(row.Source + Between + row.RowKey, row.SeenAt)), RemoveRows),
        new("device-readings", options => options.DeviceReadingDays,
            (db, from, before) => db.DeviceReadings.Where(reading => reading.ReceivedAt >= from && reading.ReceivedAt < before).OrderBy(reading => reading.ReceivedAt).Select(reading => new OldRow(reading.MessageId, reading.ReceivedAt)),
            (db, keys) => db.DeviceReadings.Where(reading => keys.Contains(reading.MessageId)).ExecuteDelete()),
        new("tray", options => options.TrayDays,
            (db, from, before) => db.TrayItems.Where(item => item.DecidedAt >= from && item.DecidedAt < before && item.State != TrayState.Waiting).OrderBy(item => item.DecidedAt).Select(item => new OldRow(item.Id, item.DecidedAt!.Value)), RemoveTray),
    ];

    private static IQueryable<string> Busy(CompanionDb db) =>
        db.Escalations.Open().Select(escalation => escalation.PatientId).Concat(db.Referrals.Where(referral => OpenReferrals.Contains(referral.State)).Select(referral => referral.PatientId));

    private static IQueryable<OldRow> OldMessages(CompanionDb db, DateTimeOffset from, DateTimeOffset before)
    {
        var busy = Busy(db);
        return db.Messages.Where(message => message.ReceivedAt >= from && message.ReceivedAt < before && message.Raw != Nothing
                && !db.SignalBatches.Any(batch => batch.MessageId == message.Id && busy.Contains(batch.PatientId))
                && !db.Contexts.Any(context => context.MessageId == message.Id && busy.Contains(context.PatientId)))
            .OrderBy(message => message.ReceivedAt).Select(message => new OldRow(message.Id, message.ReceivedAt));
    }

    private static IQueryable<OldRow> OldSignals(CompanionDb db, DateTimeOffset from, DateTimeOffset before)
    {
        var busy = Busy(db);
        return db.SignalBatches.Where(batch => batch.RecordedAt >= from && batch.RecordedAt < before && !db.SignalBatches.Any(other => other.MessageId == batch.MessageId && busy.Contains(other.PatientId)))
            .OrderBy(batch => batch.RecordedAt).Select(batch => new OldRow(batch.MessageId, batch.RecordedAt));
    }

    private static IQueryable<OldRow> OldVersions(CompanionDb db, DateTimeOffset from, DateTimeOffset before)
    {
        var busy = Busy(db);
        return db.FhirVersions.Where(version => version.LastUpdated >= from && version.LastUpdated < before
                && db.FhirVersions.Any(newer => newer.Type == version.Type && newer.Id == version.Id && newer.VersionId > version.VersionId)
                && (version.PatientId == null || !busy.Contains(version.PatientId)))
            .OrderBy(version => version.LastUpdated).Select(version => new OldRow(version.Type + "/" + version.Id + "/" + version.VersionId, version.LastUpdated));
    }

    private static IQueryable<OldRow> OldDeliveries(CompanionDb db, DateTimeOffset from, DateTimeOffset before) =>
        db.Outbox.Where(message => message.DoneAt >= from && message.DoneAt < before && message.Status != OutboxStatus.Pending && !db.Escalations.Open().Any(escalation => escalation.Id == message.EscalationId)
                && !db.Referrals.Any(referral => referral.Id == message.ReferralId && referral.ClosedAt == null))
            .OrderBy(message => message.DoneAt).Select(message => new OldRow(message.Id, message.DoneAt!.Value));

    private static void RemoveDeliveries(CompanionDb db, List<string> keys)
    {
        db.DeliveryEvents.Where(said => keys.Contains(said.MessageId)).ExecuteDelete();
        db.Outbox.Where(message => keys.Contains(message.Id)).ExecuteDelete();
    }

    private static void RemoveTray(CompanionDb db, List<string> keys)
    {
        db.TrayFiles.Where(file => keys.Contains(file.ItemId)).ExecuteDelete();
        db.TrayItems.Where(item => keys.Contains(item.Id)).ExecuteDelete();
    }

    private static void RemoveRows(CompanionDb db, List<string> keys)
    {
        foreach (var source in keys.Select(key => key.Split(Between, 2)).GroupBy(key => key[0], key => key[1], StringComparer.Ordinal))
        {
            var rows = source.ToList();
            db.TakenRows.Where(row => row.Source == source.Key && rows.Contains(row.RowKey)).ExecuteDelete();
        }
    }

    private static void RemoveVersions(CompanionDb db, List<string> keys)
    {
        foreach (var key in keys)
        {
            var (type, id, number) = key.Split('/') is [var first, var second, var third] ? (first, second, int.Parse(third, CultureInfo.InvariantCulture)) : throw new InvalidOperationException("A version has a type, an id and a number.");
            db.FhirVersions.Where(version => version.Type == type && version.Id == id && version.VersionId == number).ExecuteDelete();
        }
    }
}
