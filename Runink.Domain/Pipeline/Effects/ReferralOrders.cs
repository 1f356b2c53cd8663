using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>
/// What orders, appointments and reports of other systems mean for the board: an order for a referral is one, whoever is told of its visit or
/// report by its number follows. What cannot be followed where the referral stands is written on it and shows.
/// </summary>
internal sealed class ReferralOrders(ReferralCommandHandler referrals, ReferralCharges charges, TrayDocuments tray)
{
    private const string Source = "order";

    private const int MostFollowers = 200;

    private static readonly List<string> Followers = ["Appointment", "DiagnosticReport", "DocumentReference"];

    public void Follow(WriteScope scope, string patientId, Resource resource, string messageId)
    {
        var actor = new Actor("message", messageId, "Incoming message");
        switch (resource)
        {
            case ServiceRequest order when order.IsReferral():
                FollowOrder(scope, patientId, order, actor);
                break;
            case ChargeItem charge:
                charges.Follow(scope, patientId, charge, actor);
                break;
            case Appointment appointment when Of(scope, patientId, appointment.BasedOn) is { } referral:
                FollowVisit(scope, referral, appointment, actor);
                break;
            case DocumentReference document:
                FollowDocument(scope, patientId, document, actor);
                break;
            case DiagnosticReport { Status: DiagnosticReport.DiagnosticReportStatus.Final } report when Of(scope, patientId, report.BasedOn) is { } referral:
                FollowReport(scope, referral, report.Code.Said() ?? "Report", actor);
                break;
        }
    }

    private static Referral? Find(WriteScope scope, string patientId, string order) =>
        scope.Db.Referrals.Local.Concat(scope.Db.Referrals.Where(row => row.SourceId == order && row.SourceType == Source)).FirstOrDefault(row => row.SourceId == order && row.SourceType == Source && row.PatientId == patientId);

    /// <summary>By the number of the order, of the same patient; never by the patient alone.</summary>
    private static Referral? Of(WriteScope scope, string patientId, IEnumerable<ResourceReference>? references) =>
        (references ?? []).Select(reference => reference switch
        {
            { Reference: { } text } => text.Split('/') is [.., "ServiceRequest", var id] ? Find(scope, patientId, id) : null,
            { Type: "ServiceRequest", Identifier: { Value: not null } number } => ByNumber(scope, patientId, number),
            _ => null,
        }).FirstOrDefault(found => found is not null);

    /// <summary>By a number that the order has under the same authority; where one of the two names none, the number has to do.</summary>
    private static Referral? ByNumber(WriteScope scope, string patientId, Identifier number)
    {
        var known = scope.Db.Referrals.Where(row => row.PatientId == patientId && row.SourceType == Source).ToList();
        var matching = known.Where(referral => scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == "ServiceRequest" && row.Id == referral.SourceId) is { Deleted: false } row
            && FhirParser.Stored(row.Json) is ServiceRequest order && order.Identifier.Exists(own => own.Value == number.Value && (own.System is null || number.System is null || own.System == number.System))).ToList();
        // Two orders under one number are two questions; which one is meant is for a person to say.
        return matching is [var only] ? only : null;
    }

    private void FollowOrder(WriteScope scope, string patientId, ServiceRequest order, Actor actor)
    {
        var priority = Referral.PriorityOf(order.Priority?.ToString().ToLowerInvariant(), null);
        if (Find(scope, patientId, order.Id!) is { } known)
        {
            if (order.Status is RequestStatus.Revoked or RequestStatus.EnteredInError && ReferralStates.IsOpen(known.State))
                Revoke(scope, known, actor);
            else if (order.Priority is not null && priority != known.OrderedPriority)
                FollowPriority(scope, known, priority, actor);
            return;
        }

        if (order.Intent is RequestIntent.Proposal or RequestIntent.Plan || order.Status is not (RequestStatus.Active or RequestStatus.Unknown or null))
            return;
        var service = order.Code.Said() ?? order.OrderDetail.Select(FhirConcepts.Said).FirstOrDefault() ?? order.Performer.FirstOrDefault()?.Display ?? "Service not said";
        service = service.Length > ReferralCommandHandler.LongestService ? service[..ReferralCommandHandler.LongestService] : service;
        var reason = string.Join(". ", order.ReasonCode.Select(FhirConcepts.Said).Concat(order.Note.Select(note => note.Text)).OfType<string>().Where(text => text.Length > 0));
        referrals.Open(scope, new ReferralOpening(patientId, service, priority, reason.Length > 0 ? reason : null, Source, order.Id!), actor, Detail.Of(("service", service), ("order", order.Id))).OrderedPriority = priority;
        CatchUp(scope, patientId, order.Id!);
    }

    /// <summary>What came before its order is looked at once the order is here.</summary>
    private void CatchUp(WriteScope scope, string patientId, string order)
    {
        if (Find(scope, patientId, order) is not { } referral)
            return;
        scope.Flush();
        foreach (var row in scope.Db.FhirResources.AsNoTracking().Where(row => row.PatientId == patientId && !row.Deleted && Followers.Contains(row.Type)).OrderByDescending(row => row.LastUpdated).Take(MostFollowers).ToList().OrderBy(row => row.LastUpdated))
        {
            var resource = FhirParser.Stored(row.Json);
            var references = resource switch { Appointment visit => visit.BasedOn, DocumentReference document => document.Context?.Related, DiagnosticReport report => report.BasedOn, _ => null };
            if (Of(scope, patientId, references)?.Id == referral.Id)
                Follow(scope, patientId, resource, row.MessageId);
        }
    }

    /// <summary>Whoever placed the order has deleted it, which is taking it back.</summary>
    public void Deleted(WriteScope scope, string patientId, string order, string messageId)
    {
        if (Find(scope, patientId, order) is { } known && ReferralStates.IsOpen(known.State))
            Try(scope, known, "cancel", "The sender deleted it", null, new Actor("message", messageId, "Incoming message"));
    }

    /// <summary>Only what the sender changed: an order that is sent again takes nothing back that people here decided.</summary>
    private void FollowPriority(WriteScope scope, Referral referral, string priority, Actor actor)
    {
        referral.OrderedPriority = priority;
        if (priority != referral.Priority && ReferralStates.IsOpen(referral.State))
            Try(scope, referral, $"priority-{priority}", "The sender changed the priority", null, actor);
    }

    /// <summary>Who asked takes it back; a recipient who says no (RRI) returns it, and somebody else is found.</summary>
    private void Revoke(WriteScope scope, Referral referral, Actor actor)
    {
        if (scope.Scalar("SELECT Kind FROM Messages WHERE Id = $0", actor.Id) is string kind && kind.StartsWith("RRI", StringComparison.Ordinal))
            Try(scope, referral, "decline", "The recipient rejected it", null, actor);
        else
            Try(scope, referral, "cancel", "The sender took it back", null, actor);
    }

    private void FollowVisit(WriteScope scope, Referral referral, Appointment visit, Actor actor)
    {
        switch (visit.Status)
        {
            case Appointment.AppointmentStatus.Booked when visit.Start is { } start && start != referral.VisitAt:
                Try(scope, referral, referral.State == ReferralState.Scheduled ? "move-visit" : "schedule", "Booked by the scheduling system", start, actor);
                break;
            case Appointment.AppointmentStatus.Cancelled when referral.VisitAt is not null:
                Try(scope, referral, "cancel-visit", visit.CancelationReason.Said() ?? "Cancelled in the scheduling system", null, actor);
                break;
            case Appointment.AppointmentStatus.Noshow when referral.State == ReferralState.Scheduled:
                Try(scope, referral, "no-show", "The scheduling system says that the patient did not come", null, actor);
                break;
            case Appointment.AppointmentStatus.Fulfilled when referral.State == ReferralState.Scheduled:
                Try(scope, referral, "seen", "The scheduling system says that the visit took place", null, actor);
                break;
        }
    }

    /// <summary>Its number first; what another system sends as a document (MDM) has its content with the referral, or in the tray.</summary>
    private void FollowDocument(WriteScope scope, string patientId, DocumentReference document, Actor actor)
    {
        var referral = Of(scope, patientId, document.Context?.Related);
        if (referral is not null && document.Status == DocumentReferenceStatus.Current)
            FollowReport(scope, referral, document.Description ?? document.Type.Said() ?? "Document", actor);
        using var sent = scope.Query("SELECT Kind, Source FROM Messages WHERE Id = $0", actor.Id);
        if (!sent.Read() || !sent.GetString(0).StartsWith("MDM", StringComparison.Ordinal))
            return;
        var source = sent.GetString(1);
        sent.Close();
        tray.Follow(scope, patientId, document, referral, source, actor);
    }

    private void FollowReport(WriteScope scope, Referral referral, string what, Actor actor)
    {
        if (referral.State == ReferralState.ReportDue)
            Try(scope, referral, "report-received", what, null, actor);
        else if (ReferralStates.IsOpen(referral.State) && referral.State is not (ReferralState.ReportReview or ReferralState.LoopClosed))
            referrals.Act(scope, referral.Id, "partner-reports", new ReferralInput(referral.Version, Note: what, FromPartner: true), actor);
    }

    private void Try(WriteScope scope, Referral referral, string action, string reason, DateTimeOffset? date, Actor actor)
    {
        if (referrals.Act(scope, referral.Id, action, new ReferralInput(referral.Version, reason, date), actor).Refusal is not { } refusal)
            return;
        var text = $"{reason}{(date is { } at ? $" for {at:yyyy-MM-dd HH:mm} UTC" : "")}, and that could not be followed: {refusal.Message}";
        if (referrals.Act(scope, referral.Id, "raise-integration", new ReferralInput(referral.Version, text), actor).Refusal is not null)
            referrals.Act(scope, referral.Id, "comment", new ReferralInput(referral.Version, text), actor);
    }
}
