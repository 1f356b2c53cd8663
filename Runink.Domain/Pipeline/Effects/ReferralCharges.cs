using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Charges of the billing system, each with the referral it belongs to; what belongs to none that is known shows where a person can say.</summary>
internal sealed class ReferralCharges(Payers payers, TimeZoneInfo zone)
{
    /// <summary>Of referrals that ended longer ago no charge is looked for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(180);

    public void Follow(WriteScope scope, string patientId, ChargeItem item, Actor actor)
    {
        var since = scope.Now - Longest;
        var referrals = scope.Db.Referrals.Where(row => row.PatientId == patientId && (row.ClosedAt == null || row.ClosedAt >= since)).ToList();
        var charge = scope.Db.ReferralCharges.Find(item.Id);
        if (charge is null && referrals.Count == 0)
            return;
        var clues = Clues(scope, patientId, item);
        if (charge is null)
        {
            var candidates = referrals.Select(referral => Candidate(scope, referral)).ToList();
            var (belongs, match) = ChargeMatching.Decide(clues, candidates);
            // Of a stay that has nothing to do with a referral, nobody is asked.
            if (belongs is null && !candidates.Exists(one => one.Days.Count > 0))
                return;
            charge = new ReferralCharge { Id = item.Id!, Units = 1, ReceivedAt = scope.Now };
            scope.Db.ReferralCharges.Add(charge);
            if (belongs is not null)
                charge.Belongs(belongs, match);
            scope.Record("charge_received", new Subject(belongs is null ? "charge" : "referral", belongs ?? charge.Id), actor, Detail.Of(("charge", charge.Id), ("match", match.ToString())));
        }

        (charge.Number, charge.Code, charge.Text, charge.Day) = (Short(item.Identifier.Select(number => number.Value).FirstOrDefault()), Short(item.Code.Codes().FirstOrDefault()), Short(item.Code.Said()), clues.Day);
        (charge.Units, charge.CostCentre, charge.IsReversed) = (Units(item), Short(clues.CostCentre), item.Status is ChargeItem.ChargeItemStatus.EnteredInError or ChargeItem.ChargeItemStatus.NotBillable or ChargeItem.ChargeItemStatus.Aborted);
        (charge.Amount, charge.Currency) = (item.PriceOverride?.Value, item.PriceOverride?.Currency?.ToString().ToUpperInvariant());
        Settle(scope, charge.ReferralId);
    }

    /// <summary>A person says which referral a charge belongs to, or that it belongs to none.</summary>
    public void Belongs(WriteScope scope, ReferralCharge charge, string? referral, string by)
    {
        var before = charge.ReferralId;
        if (referral is null)
            charge.Release();
        else
            charge.Belongs(referral, ChargeMatch.Person, by);
        Settle(scope, before);
        Settle(scope, referral);
    }

    private void Settle(WriteScope scope, string? referralId)
    {
        if (referralId is null || scope.Db.Referrals.Find(referralId) is not { } referral)
            return;
        AuthorizationUses.Recount(scope, referral, zone);
        scope.Announce(new Change("referral", referral.Id));
    }

    private ChargeClues Clues(WriteScope scope, string patientId, ChargeItem item)
    {
        var orders = item.Service.Select(service => service.Identifier?.Value ?? service.Reference?.Split('/')[^1]).OfType<string>().ToList();
        var authorizations = item.SupportingInformation.Where(one => one.Type == "ClaimResponse").Select(one => one.Identifier?.Value).OfType<string>().ToList();
        return new ChargeClues(orders, authorizations, Stay(scope, patientId, item), Day(item), item.Code.Codes().FirstOrDefault(), item.CostCenter?.Display ?? item.CostCenter?.Identifier?.Value);
    }

    private (DateOnly, DateOnly)? Stay(WriteScope scope, string patientId, ChargeItem item)
    {
        if (item.Context is not { } context)
            return null;
        var stays = scope.Db.Encounters.AsNoTracking().Where(row => row.PatientId == patientId && !row.Cancelled).OrderByDescending(row => row.StartedAt).Take(200).ToList();
        var stay = context.Reference?.Split('/') is [.., "Encounter", var id] ? stays.Find(row => row.Id == id)
            : context.Identifier is { Value: { } number } visit ? stays.Find(row => row.Visit == $"{FhirSystems.NameOf(visit.System ?? "")}|{number}" || row.Visit == $"{visit.System}|{number}") : null;
        return stay is null ? null : (LocalTimes.Day(stay.StartedAt, zone), LocalTimes.Day(stay.EndedAt ?? (stay.StartedAt > scope.Now ? stay.StartedAt : scope.Now), zone));
    }

    private ChargeCandidate Candidate(WriteScope scope, Referral referral)
    {
        var seen = scope.Db.ReferralEvents.AsNoTracking().Where(row => row.ReferralId == referral.Id && row.Kind == "seen").Select(row => new { row.At, row.Date }).ToList();
        var days = seen.Select(one => LocalTimes.Day(one.Date ?? one.At, zone)).Concat(referral.VisitAt is { } visit ? [LocalTimes.Day(visit, zone)] : Array.Empty<DateOnly>()).Distinct().ToList();
        var numbers = new List<string> { referral.Id, referral.SourceId };
        if (referral.SourceType == "order" && scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "ServiceRequest" && row.Id == referral.SourceId) is { Deleted: false } row && FhirParser.Stored(row.Json) is ServiceRequest order)
            numbers.AddRange(order.Identifier.Select(number => number.Value).OfType<string>());
        var procedure = scope.Db.AuthorizationRequests.AsNoTracking().Where(one => one.ReferralId == referral.Id && one.Procedure != null).OrderByDescending(one => one.Id).Select(one => one.Procedure).FirstOrDefault();
        return new ChargeCandidate(referral.Id, numbers, referral.AuthorizationNumber, days, procedure, payers.CostCentreOf(referral.Service));
    }

    private DateOnly? Day(ChargeItem item) => (item.Occurrence as FhirDateTime ?? (item.Occurrence as Period)?.StartElement)?.Value switch
    {
        { Length: 10 } day => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found : null,
        { Length: > 10 } instant => DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? LocalTimes.Day(at, zone) : null,
        _ => null,
    };

    private static int Units(ChargeItem item) => item.Quantity?.Value is { } value and >= 0 and < 100_000 && value == decimal.Truncate(value) ? (int)value : 1;

    private static string? Short(string? text) => text is { Length: > 200 } ? text[..200] : text;
}
