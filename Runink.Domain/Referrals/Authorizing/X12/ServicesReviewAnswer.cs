using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Authorizing.X12;

/// <summary>What a 278 response says of one request.</summary>
/// <param name="Trace">Ours, as TRN with 2 gives it back.</param>
/// <param name="Member">NM1*IL: whose it is.</param>
/// <param name="Rejected">The payer could not work on the request, and why; null when it decided.</param>
public sealed record ServicesReviewAnswer(string Trace, string? Member, PayerAnswer? Answer, string? Rejected);

/// <summary>
/// Reads 278 responses. An answer is found by the trace number that was sent, never by the patient; what stands in a level counts for that level, and
/// the service below decides over the event above it.
/// </summary>
public static class ServicesReviewReader
{
    public static Outcome<IReadOnlyList<ServicesReviewAnswer>> Read(X12Interchange interchange)
    {
        var answers = new List<ServicesReviewAnswer>();
        foreach (var transaction in interchange.Transactions)
        {
            if (transaction.Type != "278")
                return new Refusal("invalid", $"The file holds a transaction of type {transaction.Type}, not 278.");
            if (transaction.Segments.FirstOrDefault(segment => segment.Name == "BHT")?.Get(2) == "13")
                return new Refusal("invalid", "The file holds a request, not a response.");
            var levels = Levels(transaction);
            var above = levels.Where(level => level.Code is "20" or "21").SelectMany(level => Rejections(level.Segments)).ToList();
            var member = (string?)null;
            var rejected = new List<string>(above);
            Level? under = null;
            foreach (var level in levels)
            {
                switch (level.Code)
                {
                    case "22" or "23":
                        member = Name(level, "IL")?.Get(9) ?? member;
                        rejected = [.. above, .. Rejections(level.Segments)];
                        break;
                    case "EV":
                        Close();
                        under = level;
                        break;
                    case "SS":
                        if (Trace(level) is { } own && Trace(under) is { } over && own != over)
                            Close();
                        under = under is null ? level : under with { Segments = [.. under.Segments, .. level.Segments] };
                        break;
                }
            }

            Close();
            if (answers.Count == 0)
                return new Refusal("invalid", above.Count > 0 ? $"The payer rejected the whole file: {string.Join("; ", above)}" : "The response names no request: there is no TRN with the number that was sent.");

            void Close()
            {
                if (under is not null && Trace(under) is { } trace)
                    answers.Add(Of(trace, member, under.Segments, rejected));
                under = null;
            }
        }

        return answers;
    }

    private sealed record Level(string Code, IReadOnlyList<X12Segment> Segments);

    private static ServicesReviewAnswer Of(string trace, string? member, IReadOnlyList<X12Segment> segments, IReadOnlyList<string> rejected)
    {
        var reasons = rejected.Concat(Rejections(segments)).ToList();
        var decisions = segments.Where(segment => segment.Name == "HCR").ToList();
        if (decisions.Count == 0)
            return new ServicesReviewAnswer(trace, member, null, reasons.Count > 0 ? string.Join("; ", reasons) : "The response gives no decision (no HCR).");
        var actions = decisions.Select(one => one.Get(1) ?? "").Distinct(StringComparer.Ordinal).ToList();
        if (actions.Count > 1)
            return new ServicesReviewAnswer(trace, member, null, $"The response decides twice, and not alike ({string.Join(", ", actions)}). Read it and write down what holds.");
        if (PayerAnswer.Meaning(actions[0]) is not { } decision)
            return new ServicesReviewAnswer(trace, member, null, $"HCR-01 is {actions[0]}, which is no action that is known.");
        var last = decisions[^1];
        var notes = segments.Where(segment => segment.Name == "MSG").Select(segment => segment.Get(1)).OfType<string>().Select(PlainText.Line).Distinct(StringComparer.Ordinal).Take(5).ToList();
        // The words of a payer stand in MSG; the list of codes is not ours to write out.
        List<PayerReason> why = [.. last.Repetitions(3).Select((code, at) => new PayerReason(code, at == 0 ? notes.FirstOrDefault() : null))];
        why.AddRange(notes.Skip(why.Count > 0 ? 1 : 0).Select(note => new PayerReason(null, note)));
        why.AddRange(Rejections(segments).Select(text => new PayerReason(null, text)));
        var (from, until) = Days(segments);
        return new ServicesReviewAnswer(trace, member, new PayerAnswer(decision, actions[0], last.Get(2) ?? segments.LastOrDefault(segment => segment.Name == "REF" && segment.Get(1) == "BB")?.Get(2), Units(segments), from, until, why), null);
    }

    private static List<Level> Levels(X12Transaction transaction)
    {
        var found = new List<(string Code, List<X12Segment> Segments)>();
        foreach (var segment in transaction.Segments)
        {
            if (segment.Name == "HL")
                found.Add((segment.Get(3) ?? "", []));
            else if (found.Count > 0)
                found[^1].Segments.Add(segment);
        }

        return [.. found.Select(one => new Level(one.Code, one.Segments))];
    }

    private static string? Trace(Level? level) => level?.Segments.FirstOrDefault(segment => segment.Name == "TRN" && segment.Get(1) == "2")?.Get(2);

    private static X12Segment? Name(Level level, string who) => level.Segments.FirstOrDefault(segment => segment.Name == "NM1" && segment.Get(1) == who);

    /// <summary>Visits of an event, or the units of a service.</summary>
    private static int? Units(IReadOnlyList<X12Segment> segments)
    {
        var said = segments.LastOrDefault(segment => segment.Name == "SV1")?.Get(4) ?? segments.LastOrDefault(segment => segment.Name == "HSD")?.Get(2);
        return decimal.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) && units == decimal.Truncate(units) && units < 100_000 ? (int)units : null;
    }

    /// <summary>007 and 036 are when a certification begins and ends; where they are not said, the days of the event or service.</summary>
    private static (DateOnly? From, DateOnly? Until) Days(IReadOnlyList<X12Segment> segments)
    {
        var (from, until) = (Date(segments, "007").From, Date(segments, "036").Until);
        if (from is null && until is null)
            (from, until) = segments.Any(segment => segment.Name == "DTP" && segment.Get(1) == "472") ? Date(segments, "472") : Date(segments, "AAH");
        return (from, until);
    }

    private static (DateOnly? From, DateOnly? Until) Date(IReadOnlyList<X12Segment> segments, string kind)
    {
        var found = segments.LastOrDefault(segment => segment.Name == "DTP" && segment.Get(1) == kind);
        var parts = found?.Get(3)?.Split('-') ?? [];
        return parts.Length == 0 ? (null, null) : (Day(parts[0]), Day(parts[^1]));
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static IEnumerable<string> Rejections(IReadOnlyList<X12Segment> segments) =>
        segments.Where(segment => segment.Name == "AAA" && segment.Get(3) is not null).Select(segment => $"{RejectReason(segment.Get(3)!)} (AAA {segment.Get(3)})");

    /// <summary>X12 element 901, as far as its codes are publicly told.</summary>
    private static string RejectReason(string code) => code switch
    {
        "04" => "More requests than are allowed",
        "15" => "Required data are missing",
        "33" => "Input errors",
        "41" => "Not allowed to ask",
        "42" => "Unable to respond now",
        "43" => "The provider's number is missing or wrong",
        "44" => "The provider's name is missing or wrong",
        "51" => "The provider is not on file",
        "52" => "The service dates lie outside the provider's enrolment",
        "56" => "A date is not plausible",
        "57" => "The service dates are missing or wrong",
        "58" => "The birth date is missing or wrong",
        "60" => "The birth date lies after the service",
        "64" => "The patient's number is missing or wrong",
        "65" => "The patient's name is missing or wrong",
        "67" => "The patient was not found",
        "68" => "The patient's number is not unique",
        "71" => "The birth date is another one in the payer's file",
        "72" => "The member number is missing or wrong",
        "73" => "The member's name is missing or wrong",
        "75" => "The member was not found",
        "78" => "The subscriber is not in the group or plan",
        "79" => "A participant's number is wrong",
        "95" => "The patient is not eligible",
        _ => "Rejected",
    };
}
