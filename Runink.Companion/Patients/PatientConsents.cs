using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>What a patient allowed or refused; what counts first.</summary>
internal static class PatientConsents
{
    private const int MostConsents = 50;

    public static async Task<IReadOnlyList<ConsentView>> ReadAsync(CompanionDb db, string patientId, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.FhirResources.Where(row => row.PatientId == patientId && !row.Deleted && row.Type == "Consent").OrderByDescending(row => row.LastUpdated).Take(MostConsents).ToListAsync(cancel);
        return [.. rows.Select(row => View(row, (Consent)FhirParser.Stored(row.Json), now)).OfType<ConsentView>().OrderBy(view => view.IsOver)];
    }

    private static ConsentView? View(FhirResource row, Consent consent, DateTimeOffset now)
    {
        if (consent.Status == Consent.ConsentState.EnteredInError)
            return null;
        var (rule, end) = (consent.Provision, consent.Provision?.Period?.EndElement);
        var said = rule?.Purpose.Select(purpose => purpose.Display ?? purpose.Code).Concat(consent.Category.Select(FhirConcepts.Said)).Append(consent.Scope.Said()).FirstOrDefault(word => word is not null);
        return new ConsentView(
            said ?? "Consent", rule?.Type switch { Consent.ConsentProvisionType.Permit => true, Consent.ConsentProvisionType.Deny => false, _ => null },
            consent.StatusElement?.JsonValue as string ?? "unknown",
            [.. (rule?.Actor ?? []).Select(actor => actor.Reference?.Display).OfType<string>()], end?.Value,
            consent.Status is Consent.ConsentState.Inactive or Consent.ConsentState.Rejected || IsPast(end, now), $"{row.Type}/{row.Id}");
    }

    /// <summary>A date ends with its day, wherever that is: only what is past everywhere is over.</summary>
    private static bool IsPast(FhirDateTime? end, DateTimeOffset now) =>
        end?.Value is { } text && (text.Length > 10 ? end.ToDateTimeOffset(TimeSpan.Zero) < now : end.ToDateTimeOffset(TimeSpan.Zero).AddDays(text.Length switch { 10 => 1, 7 => 31, _ => 366 }) + TimeSpan.FromHours(12) < now);
}
