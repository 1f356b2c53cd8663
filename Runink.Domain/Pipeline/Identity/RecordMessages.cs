using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>Which messages after a merge spoke of the prior record: read again, by the numbers that they name.</summary>
internal sealed class RecordMessages(Hl7Reader hl7, FeedProfiles profiles, TimeZoneInfo zone)
{
    public List<string> Since(CompanionDb db, PatientMerge merge)
    {
        var moved = JsonSerializer.Deserialize<MovedRows>(merge.Moved)!;
        var own = moved.Identifiers.Where(number => !number.Twin).Select(number => (number.System, number.Value)).ToHashSet();
        var shared = moved.Identifiers.Where(number => number.Twin).Select(number => (number.System, number.Value)).ToHashSet();
        var survivor = db.Patients.AsNoTracking().Single(row => row.Id == merge.SurvivorId);
        var ids = db.SignalBatches.AsNoTracking().Where(row => row.PatientId == merge.SurvivorId && row.RecordedAt >= merge.At).Select(row => row.MessageId)
            .Union(db.Contexts.AsNoTracking().Where(row => row.PatientId == merge.SurvivorId && row.At >= merge.At).Select(row => row.MessageId))
            .Union(db.ResourceStatements.AsNoTracking().Where(row => string.Compare(row.MessageId, merge.Id) > 0 && db.FhirResources.Any(kept => kept.PatientId == merge.SurvivorId && kept.Id == row.ResourceId)).Select(row => row.MessageId)).ToList();
        var found = new List<string>();
        foreach (var id in ids)
        {
            var message = db.Messages.AsNoTracking().SingleOrDefault(row => row.Id == id);
            var names = message is null ? OfReferrals(db, id, moved.Referrals)
                : message.Kind.StartsWith("FHIR", StringComparison.Ordinal) ? OfResources(db, id, own)
                : message.Kind == RowReader.Kind ? OfRow(message, IsOfPrior) : OfHl7(message.Raw, message.ReceivedAt, IsOfPrior);
            if (names)
                found.Add(id);
        }

        return found;

        // Where both go by one number, they are told apart as they were before: by name and birth date.
        bool IsOfPrior(PatientNotice patient) => patient.Identifiers.Any(number => own.Contains((number.System, number.Value)))
            || (patient.Demographics is { } said && survivor.Contradicts(said) && patient.Identifiers.Any(number => shared.Contains((number.System, number.Value))));
    }

    /// <summary>A step of a referral here, which no message brought.</summary>
    private static bool OfReferrals(CompanionDb db, string stepId, IReadOnlyList<string> referrals) =>
        db.ReferralEvents.AsNoTracking().Where(step => step.Id == stepId).Select(step => step.ReferralId).FirstOrDefault() is { } referral && referrals.Contains(referral);

    private bool OfRow(StoredMessage message, Func<PatientNotice, bool> isOfPrior) =>
        profiles.RowsOf(message.Source) is { } profile && SourceRow.Parse(message.Raw) is { } row
        && new RowReader(profile, zone).Read(row, message.Source, message.ReceivedAt).Message is { } read && read.Patients.Any(isOfPrior);

    private bool OfHl7(byte[] raw, DateTimeOffset receivedAt, Func<PatientNotice, bool> isOfPrior) =>
        Hl7Message.TryParse(Hl7Text.Decode(raw), out var message, out _) && hl7.Read(message!, receivedAt).Message is { } read
        && read.Patients.Any(isOfPrior);

    private static bool OfResources(CompanionDb db, string messageId, HashSet<(string System, string Value)> own)
    {
        var prior = own.Where(number => number.System == FhirReader.PatientIdSystem).Select(number => $"\"Patient/{number.Value}\"").ToList();
        return prior.Count > 0 && db.FhirResources.AsNoTracking().Where(row => row.MessageId == messageId).Select(row => row.Json).AsEnumerable().Any(json => prior.Exists(json.Contains));
    }
}
