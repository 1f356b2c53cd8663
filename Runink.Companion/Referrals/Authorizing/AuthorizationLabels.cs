using System.Globalization;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>Authorizations as people say them, with the tone in which they are painted.</summary>
internal static class AuthorizationLabels
{
    public static string Channel(PayerChannel channel) => channel switch { PayerChannel.Pas => "FHIR (Da Vinci PAS)", PayerChannel.X12 => "X12 278 file", _ => "telephone, fax or portal" };

    public static (string Text, string Tone) State(AuthorizationRequestView request) => request switch
    {
        { WaitsForHandOver: true } => ("To be handed over", "moderate"),
        { State: AuthorizationRequestState.Waiting } => ("To be sent", "moderate"),
        { State: AuthorizationRequestState.Sending } => ("On its way", "moderate"),
        { State: AuthorizationRequestState.Pended, Decision: null } => ("With the payer", "moderate"),
        { State: AuthorizationRequestState.Pended } => ("Pended", "moderate"),
        { State: AuthorizationRequestState.Refused } => ("Not taken", "critical"),
        { State: AuthorizationRequestState.GivenUp } => ("Did not get through", "critical"),
        { State: AuthorizationRequestState.Withdrawn } => ("Taken back", ""),
        { Decision: PayerDecision.Approved } => ("Approved", "ok"),
        { Decision: PayerDecision.Modified } => ("Granted otherwise", "high"),
        { Decision: PayerDecision.Denied } => ("Denied", "critical"),
        _ => ("None needed", "ok"),
    };

    public static string Decision(PayerDecision decision) => decision switch
    {
        PayerDecision.Approved => "Approved as asked",
        PayerDecision.Modified => "Granted otherwise than asked",
        PayerDecision.Denied => "Denied",
        PayerDecision.Pended => "Pended: they want more, or more time",
        _ => "No authorization needed",
    };

    public static string Visits(int? units) => units switch { null => "not said", 1 => "1", { } many => many.ToString(CultureInfo.InvariantCulture) };

    public static string Day(DateOnly? day) => day?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "not said";

    /// <summary>What a payer granted, where nothing was asked by message that it could stand beside: ", 2 visits, until 30 Apr 2026".</summary>
    public static string Heard(ScopeView granted) => string.Concat(
        granted.Units is { } units ? $", {Visits(units)} {(units == 1 ? "visit" : "visits")}" : "", granted.From is { } from ? $", from {Day(from)}" : "", granted.Until is { } until ? $", until {Day(until)}" : "");

    /// <summary>What is going on with it now.</summary>
    public static string? Going(AuthorizationRequestView request, DateTimeOffset now) => request switch
    {
        { State: AuthorizationRequestState.Pended, NextAt: { } next, SentAt: { } sent } => $"Sent {When.DayClock(sent)}; the payer is asked again {Soon(next, now)}{(request.Inquiries > 0 ? $", {request.Inquiries} {(request.Inquiries == 1 ? "time" : "times")} so far" : "")}.",
        { State: AuthorizationRequestState.Pended, SentAt: { } sent } => $"Sent {When.DayClock(sent)}; the answer comes as a file.",
        { State: AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending, NextAt: { } next } => request.Tries == 0 ? "It leaves within seconds." : $"{request.Tries} {(request.Tries == 1 ? "try" : "tries")}; next {Soon(next, now)}.",
        { AnsweredAt: { } at, HeardHow: { } how } => $"{request.HeardFrom} by {how.Replace('-', ' ')}, {When.DayClock(at)}",
        { AnsweredAt: { } at } => $"Answered {When.DayClock(at)}",
        _ => null,
    };

    private static string Soon(DateTimeOffset at, DateTimeOffset now) => at <= now ? "now" : $"in {When.Span(at - now)}";
}
