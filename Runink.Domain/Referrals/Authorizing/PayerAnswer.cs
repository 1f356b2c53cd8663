using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Authorizing;

/// <summary>What a payer said, whichever way it was said.</summary>
public enum PayerDecision { Approved, Modified, Denied, Pended, NotRequired }

/// <param name="Code">Of X12's list of decision reasons, or the payer's own; null when only words came.</param>
public sealed record PayerReason(string? Code, string? Text)
{
    public string Words => (Code, Text) switch
    {
        ({ } code, { } text) => $"{text} (code {code})",
        ({ } code, null) => $"Code {code}; the payer did not write it out",
        (null, { } text) => text,
        _ => "No reason given",
    };
}

/// <param name="Action">X12 review action: A1, A2, A3, A4, A6, C, CT or NA.</param>
/// <param name="Number">Of the authorization.</param>
/// <param name="Units">How many were authorized; null when the payer did not say.</param>
public sealed record PayerAnswer(PayerDecision Decision, string Action, string? Number, int? Units, DateOnly? From, DateOnly? Until, IReadOnlyList<PayerReason> Reasons)
{
    /// <summary>X12 code source 306, as PAS and 278 share it; null for a code that neither has.</summary>
    public static PayerDecision? Meaning(string action) => action switch
    {
        "A1" => PayerDecision.Approved,
        "A2" or "A6" => PayerDecision.Modified,
        // Cancelled by the payer is no approval, and a new request is needed as after a denial.
        "A3" or "C" => PayerDecision.Denied,
        "A4" or "CT" => PayerDecision.Pended,
        "NA" => PayerDecision.NotRequired,
        _ => null,
    };

    public static string WordsOf(string action) => action switch
    {
        "A1" => "Certified in total",
        "A2" => "Certified in part",
        "A3" => "Not certified",
        "A4" => "Pended",
        "A6" => "Modified",
        "C" => "Cancelled by the payer",
        "CT" => "The payer wants to be called",
        "NA" => "No authorization needed",
        _ => action,
    };

    /// <summary>What differs from what was asked. A payer may call it certified in total and grant something else all the same.</summary>
    public IReadOnlyList<string> Differences(AuthorizationAsk ask) =>
    [
        .. Units is { } units && units != ask.Units ? (string[])[$"{Visits(units)} instead of {ask.Units}"] : [],
        .. From > ask.From ? (string[])[$"from {From:yyyy-MM-dd} instead of {ask.From:yyyy-MM-dd}"] : [],
        .. Until < ask.Until ? (string[])[$"until {Until:yyyy-MM-dd} instead of {ask.Until:yyyy-MM-dd}"] : [],
    ];

    /// <summary>The answer as it stands against the question: less than asked is a modification, whatever the code says.</summary>
    public PayerAnswer Against(AuthorizationAsk ask) =>
        Decision == PayerDecision.Approved && (Units < ask.Units || From > ask.From || Until < ask.Until) ? this with { Decision = PayerDecision.Modified } : this;

    /// <summary>In a line for the history.</summary>
    public string Line(AuthorizationAsk? ask) => PlainText.Line(string.Join(". ", (string[])
    [
        WordsOf(Action),
        .. ask is null ? [] : Differences(ask),
        .. Reasons.Select(reason => reason.Words),
    ]));

    private static string Visits(int units) => units == 1 ? "1 visit" : $"{units} visits";
}

/// <summary>What of an approval binds later visits.</summary>
/// <param name="From">When its first day begins.</param>
public sealed record AuthorizedScope(string? Number, int? Units, DateTimeOffset? From);
