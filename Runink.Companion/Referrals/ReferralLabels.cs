using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>Gates and states as people say them, with the tone in which they are painted.</summary>
internal static class ReferralLabels
{
    public static string Priority(string priority) => priority switch { "urgent" => "critical", "soon" => "high", _ => "" };

    public static (string Text, string Tone) Dossier(int percent) => ($"Dossier {percent} %", percent >= 100 ? "ok" : "moderate");

    public static (string Text, string Tone) Authorization(string state) => state switch
    {
        "approved" => ("Auth ✓", "ok"),
        "not-required" => ("No auth needed", ""),
        "required" => ("Auth required", "moderate"),
        "submitted" => ("Auth submitted", "moderate"),
        "pended" => ("Auth pended", "moderate"),
        "denied" => ("Auth denied", "critical"),
        "modified" => ("Auth differs from what was asked", "high"),
        "appealed" => ("Auth appealed", "high"),
        _ => ("Auth unknown", ""),
    };

    public static (string Text, string Tone) Consent(string state) => state switch
    {
        "active" => ("Consent ✓", "ok"),
        "withdrawn" => ("Consent withdrawn", "critical"),
        _ => ("Consent open", "moderate"),
    };

    public static IEnumerable<(string Text, string Tone)> Gates(ReferralGates gates) =>
        [Dossier(gates.Dossier), Authorization(gates.Authorization), Consent(gates.Consent)];

    /// <summary>The same three in a word each, for cards: what is open stands out, what is done steps back.</summary>
    public static IEnumerable<(string Mark, string Text, string Tone)> GateMarks(ReferralGates gates)
    {
        var (dossier, dossierTone) = Dossier(gates.Dossier);
        var (authorization, authorizationTone) = Authorization(gates.Authorization);
        var (consent, consentTone) = Consent(gates.Consent);
        return
        [
            ($"{gates.Dossier} %", dossier, dossierTone),
            (gates.Authorization switch { "approved" => "Auth ✓", "not-required" => "No auth", "denied" => "Auth ✗", "unknown" => "Auth ?", _ => "Auth …" }, authorization, authorizationTone),
            (gates.Consent switch { "active" => "Consent ✓", "withdrawn" => "Consent ✗", _ => "Consent ?" }, consent, consentTone),
        ];
    }

    public static string State(ReferralState state) => state switch
    {
        ReferralState.IdentityReview => "Identity review",
        ReferralState.AwaitingInformation => "Awaiting information",
        ReferralState.ReadyToSchedule => "Ready to schedule",
        ReferralState.ReportDue => "Report due",
        ReferralState.ReportReview => "Report review",
        ReferralState.LoopClosed => "Loop closed",
        ReferralState.FinanciallyReady => "Financially ready",
        ReferralState.OnHold => "On hold",
        ReferralState.PatientDeclined => "Patient declined",
        ReferralState.LostToFollowUp => "Lost to follow-up",
        _ => state.ToString(),
    };

    /// <summary>How somebody wants referrals.</summary>
    public static string Channel(string channel) => channel switch { "fhir" => "FHIR", "hl7" => "HL7 v2", _ => Labels.Spoken(channel) };

    /// <summary>What a group of actions is for.</summary>
    public static string Group(string group) => group switch
    {
        "forward" => "Go on",
        "people" => "Owner, priority, notes",
        "authorization" => "Authorization",
        "consent" => "Consent",
        "patient" => "Reach the patient",
        "exceptions" => "Something stands in the way",
        _ => "Set aside or end",
    };

    /// <summary>An event of the history as a person would say it.</summary>
    public static string Event(string kind) => kind switch
    {
        "attempt-telephone" => "Tried by telephone",
        "attempt-message" => "Tried by message",
        "attempt-letter" => "Tried by letter",
        "authorization-prepared" => "Authorization asked for",
        "authorization-not-answered" => "Payer not reached",
        "authorization-sent-again" => "Sent to the payer again",
        "authorization-withdrawn" => "Request to the payer taken back",
        "waitlist-joined" => "On the waiting list",
        "waitlist-changed" => "Waiting list: wishes changed",
        "waitlist-left" => "Off the waiting list",
        "slot-offered" => "Time offered",
        "slot-offer-accepted" => "Offered time taken",
        "slot-offer-declined" => "Offered time not wanted",
        "slot-offer-lapsed" => "Offer not answered in time",
        "slot-offer-withdrawn" => "Offer withdrawn",
        "reminder-sent" => "Reminded",
        "no-messages" => "No messages wanted",
        ReferralCommandHandler.Reminded => "Reminded of what is missing",
        ReferralCommandHandler.HandedOver => "Reminders ended: a person follows",
        "task-could-not" => "Task could not be done",
        _ => ReferralExceptionCodes.All.FirstOrDefault(info => kind.EndsWith($"-{info.Code}", StringComparison.OrdinalIgnoreCase)) is { } info
            ? kind[..kind.IndexOf('-', StringComparison.Ordinal)] switch { "raise" => info.Label, "clear" => $"Cleared: {info.Label}", "override" => $"Goes on in spite of: {info.Label}", _ => Labels.Spoken(kind) }
            : Labels.Spoken(kind),
    };

    public static string Need(ReferralAction? action) => action switch
    {
        { NeedsDate: true } => " needs a date",
        { NeedsReason: true } => " needs a reason",
        _ => "",
    };

    /// <summary>How long it has stood there, judged against its clock.</summary>
    public static string AgeTone(ReferralAge age) => age.Band switch
    {
        ReferralAgeBand.Over => "critical",
        ReferralAgeBand.Late => "high",
        ReferralAgeBand.Half => "moderate",
        ReferralAgeBand.Early => "ok",
        ReferralAgeBand.NoClock => "info",
    };

    /// <summary>The same in words; null without a clock.</summary>
    public static string? Due(ReferralAge age) => age.Left switch
    {
        null => null,
        { } left when left < TimeSpan.Zero => left > TimeSpan.FromMinutes(-1) ? "over" : $"over by {When.Span(-left)}",
        { } left => left < TimeSpan.FromMinutes(1) ? "due now" : $"due in {When.Span(left)}",
    };

    /// <summary>Who has it in hand, or at least open; null when nobody else has.</summary>
    public static string? InHand(ReferralCard card, string? here, string me, DateTimeOffset now) => (card.WorkUntil > now ? card.Worker : null) switch
    {
        { } worker when worker.Id == me => "You are working on this",
        { } worker => $"{worker.Name} is working on this",
        null => here,
    };
}
