using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Model = Hl7.Fhir.Model;

namespace Runink.Domain.Pipeline.Resources;

/// <param name="PatientId">Our patient that it belongs to.</param>
internal sealed record Projected(Model.Resource Resource, string PatientId);

/// <summary>Finds what came over other doors and has no posted resource, patient by patient.</summary>
internal sealed class FhirProjector(Vocabulary vocabulary, Hl7Reader hl7)
{
    private const string PostedVisit = FhirReader.EncounterIdSystem + "|";


    public static bool Knows(string? type) => type is null or "Patient" or "Encounter" or "Observation";

    public Projected? Read(CompanionDb db, string type, string id) => type switch
    {
        "Patient" => Patients(db, [id], null, evenPosted: true).FirstOrDefault(),
        "Encounter" => Encounters(db, null, [id]).FirstOrDefault(),
        "Observation" when id.Split('-') is [_, var patientId, _] => Observations(db, [patientId], [id]).FirstOrDefault(),
        _ => null,
    };

    /// <summary>Those of one type that were found before.</summary>
    public IEnumerable<Projected> Load(CompanionDb db, string type, IReadOnlyList<FhirHit> hits)
    {
        if (hits.Count == 0)
            return [];
        var ids = hits.Select(hit => hit.Id).ToHashSet(StringComparer.Ordinal);
        return type switch
        {
            "Patient" => Patients(db, ids, null, evenPosted: true),
            "Encounter" => Encounters(db, null, ids),
            "Observation" => Observations(db, ids.Select(id => id.Split('-')).Where(parts => parts.Length == 3).Select(parts => parts[1]).ToHashSet(StringComparer.Ordinal), ids),
            _ => [],
        };
    }

    /// <param name="patients">Null for all.</param>
    /// <param name="numbers">Only patients with one of these identifiers; null for all.</param>
    /// <param name="evenPosted">Also those that have a resource of their own.</param>
    public IEnumerable<Projected> Patients(CompanionDb db, IReadOnlyCollection<string>? patients, IReadOnlyCollection<string>? numbers, bool evenPosted = false)
    {
        var rows = db.Patients.AsNoTracking();
        if (patients is not null)
            rows = rows.Where(row => patients.Contains(row.Id));
        if (numbers is not null)
            rows = rows.Where(row => db.PatientIdentifiers.Any(known => known.PatientId == row.Id && numbers.Contains(known.Value)));
        if (!evenPosted)
            rows = rows.Where(row => !db.FhirResources.Any(posted => posted.Type == "Patient" && posted.PatientId == row.Id));
        var found = rows.ToList();
        var wanted = found.Select(row => row.Id).ToList();
        var identifiers = (patients is null && numbers is null
                ? db.PatientIdentifiers.AsNoTracking()
                : db.PatientIdentifiers.AsNoTracking().Where(known => wanted.Contains(known.PatientId)))
            .AsEnumerable().ToLookup(known => known.PatientId, StringComparer.Ordinal);
        return found.Select(row => new Projected(FhirProjection.Patient(row, identifiers[row.Id]), row.Id));
    }

    public static IEnumerable<Projected> Encounters(CompanionDb db, IReadOnlyCollection<string>? patients, IReadOnlyCollection<string>? ids)
    {
        var rows = db.Encounters.AsNoTracking().Where(row => row.Visit == null || !row.Visit.StartsWith(PostedVisit));
        if (patients is not null)
            rows = rows.Where(row => patients.Contains(row.PatientId));
        if (ids is not null)
            rows = rows.Where(row => ids.Contains(row.Id));
        return rows.AsEnumerable().Select(row => new Projected(FhirProjection.Encounter(row), row.PatientId));
    }

    /// <param name="patients">Null for all.</param>
    /// <param name="ids">Null for all.</param>
    /// <param name="codes">Only where one of these codes, or the concept that it stands for, may be among the values.</param>
    public IEnumerable<Projected> Observations(CompanionDb db, IReadOnlyCollection<string>? patients, IReadOnlyCollection<string>? ids, IReadOnlyCollection<string>? codes = null)
    {
        var rows = db.SignalBatches.AsNoTracking();
        if (patients is not null)
            rows = rows.Where(row => patients.Contains(row.PatientId));
        if (ids is not null)
        {
            var messages = ids.Select(id => id.Split('-')[0]).Distinct(StringComparer.Ordinal).ToList();
            rows = rows.Where(row => messages.Contains(row.MessageId));
        }

        if (codes is not null)
        {
            var names = codes.Concat(vocabulary.Concepts.Where(concept => concept.Codes.Any(code => codes.Contains(code.Code))).Select(concept => concept.Name)).ToList();
            rows = rows.Where(row => names.Any(name => row.Data.Contains(name)));
        }

        return rows.Select(row => row.PatientId).Distinct().ToList().SelectMany(patientId => Observations(db, patientId, ids));
    }

    private IEnumerable<Projected> Observations(CompanionDb db, string patientId, IReadOnlyCollection<string>? ids)
    {
        var batches = db.SignalBatches.AsNoTracking().Where(row => row.PatientId == patientId).OrderBy(row => row.RecordedAt).ThenBy(row => row.MessageId).ToList();
        var wanted = ids?.Select(id => id.Split('-')[0]).ToHashSet(StringComparer.Ordinal);
        var reading = batches.Select(batch => batch.MessageId).Where(id => wanted is null || wanted.Contains(id)).ToList();
        var messages = db.Messages.AsNoTracking().Where(row => reading.Contains(row.Id) && !row.Kind.StartsWith("FHIR"))
            .Select(row => new { row.Id, row.Raw, row.ReceivedAt }).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var all = batches.Select(batch => batch.Signals().ToList()).ToList();
        var state = new PatientState(new PatientFacts(patientId, null, null), vocabulary);
        foreach (var signal in all.SelectMany(batch => batch))
            state.Add(signal);
        var standing = all.SelectMany(batch => batch).Select(signal => signal.Concept).Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(state.Series).ToHashSet<Signal>(ReferenceEqualityComparer.Instance);

        for (var i = 0; i < all.Count; i++)
        {
            if (!messages.TryGetValue(batches[i].MessageId, out var message))
                continue;
            var sent = Sent(message.Raw, message.ReceivedAt, all[i]);
            for (var index = 0; index < all[i].Count; index++)
            {
                if (sent?[index] is { IsDerived: true })
                    continue;
                var signal = all[i][index];
                var id = $"{message.Id}-{patientId}-{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
                if (ids is null || ids.Contains(id))
                    yield return new Projected(
                        FhirProjection.Observation(id, signal, sent?[index], signal.Status != SignalStatus.EnteredInError && !standing.Contains(signal), patientId, batches[i].EncounterId, vocabulary), patientId);
            }
        }
    }

    /// <summary>What the message said of these values, in their order; null when it cannot be told.</summary>
    private IReadOnlyList<ObservationNotice>? Sent(byte[] raw, DateTimeOffset receivedAt, List<Signal> signals) =>
        Hl7Message.TryParse(Hl7Text.Decode(raw), out var message, out _) && hl7.Read(message!, receivedAt).Message is { } read
            ? read.Patients.Select(notice => notice.Observations).FirstOrDefault(values => values.Count == signals.Count && values.Zip(signals).All(pair => pair.First.Value == pair.Second.Value || pair.First.Synonyms.Contains(pair.Second.Value)))
            : null;
}
