using System.Globalization;
using Hl7.Fhir.Model;
using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Authorizing;

/// <summary>What came back from a payer's server.</summary>
/// <param name="Answer">Null when the payer knows nothing of the request.</param>
public sealed record PasReading(PayerAnswer? Answer);

/// <summary>
/// Reads a bundle of Da Vinci PAS with a ClaimResponse. It is taken whole or not at all: an answer that names another claim or another patient, or
/// says two things of the one service that was asked for, is refused with the reason.
/// </summary>
public static class PasAnswer
{
    /// <param name="resource">As the payer's server answered.</param>
    /// <param name="isInquiry">The request was asked after; there every answer has to name it.</param>
    public static Outcome<PasReading> Read(Resource resource, AuthorizationRequest request, string? mrn, bool isInquiry)
    {
        var entries = resource is Bundle bundle ? bundle.Entry.Where(entry => entry.Resource is not null).ToList() : [];
        var answers = resource is ClaimResponse alone ? [alone] : entries.Select(entry => entry.Resource).OfType<ClaimResponse>().ToList();
        if (answers.Count == 0)
        {
            return resource is Bundle && isInquiry ? new PasReading(null)
                : new Refusal("invalid", resource is OperationOutcome said ? $"The payer says: {Issues(said)}" : "The answer holds no ClaimResponse.");
        }

        var read = answers.Select(answer => Of(answer, entries, request, mrn, isInquiry)).ToList();
        // Of several, only those that name this request count: a payer may answer an inquiry with all that it has of a member.
        var ours = read.Where(one => one.Answer is not null).Select(one => one.Answer!).ToList();
        if (ours.Count == 1)
            return new PasReading(ours[0]);
        if (ours.Count > 1)
            return ours.Distinct().Count() == 1 ? new PasReading(ours[0]) : new Refusal("invalid", "The payer answered twice, and not alike.");
        return isInquiry && read.TrueForAll(one => one.IsOther) ? new PasReading(null) : new Refusal("invalid", read[0].Fault!);
    }

    /// <summary>What a server says of its refusal, in a line.</summary>
    public static string Issues(OperationOutcome outcome) =>
        PlainText.Line(string.Join("; ", outcome.Issue.Select(issue => issue.Details?.Text ?? issue.Diagnostics ?? issue.Details?.Coding.FirstOrDefault()?.Display ?? issue.Code?.ToString()).OfType<string>().Take(3))) is { Length: > 0 } words
            ? words.Length > 400 ? words[..400] : words
            : "nothing that could be read";

    /// <param name="IsOther">It answers another request.</param>
    private sealed record OneAnswer(PayerAnswer? Answer, string? Fault, bool IsOther = false);

    private static OneAnswer Of(ClaimResponse response, List<Bundle.EntryComponent> entries, AuthorizationRequest request, string? mrn, bool isInquiry)
    {
        if (response.Use is not (null or ClaimUseCode.Preauthorization))
            return new OneAnswer(null, $"The answer is about a claim of use {response.Use}, not about a preauthorization.");
        var claim = NamesClaim(response, entries, request);
        var patient = NamesPatient(response, entries, request, mrn);
        // Other requests of the same member are a full answer to an inquiry; those of somebody else are none.
        if (claim == false)
            return new OneAnswer(null, "The answer names another claim. Nothing of it was taken.", IsOther: patient == true);
        if (patient == false)
            return new OneAnswer(null, "The answer is about another patient. Nothing of it was taken.");
        if (claim is null && (isInquiry || patient is null))
            return new OneAnswer(null, "The answer does not say which request it is about. Nothing of it was taken.");
        if (response.Error.Count > 0 && response.Outcome == ClaimProcessingCodes.Error)
            return new OneAnswer(null, $"The payer could not work on it: {string.Join("; ", response.Error.Select(error => Said(error.Code)).Take(3))}");
        var reviews = response.Item.Select(item => (item, review: Review(item))).Where(one => one.review is not null).ToList();
        if (reviews.Count == 0)
        {
            return response.Outcome == ClaimProcessingCodes.Queued
                ? new OneAnswer(new PayerAnswer(PayerDecision.Pended, "A4", response.PreAuthRef, null, null, null, Notes(response)), null)
                : new OneAnswer(null, $"The payer's outcome is {(response.Outcome?.ToString() ?? "not said").ToLowerInvariant()} without a review action: that is no decision.");
        }

        if (reviews.Select(one => one.review!.Value.Action).Distinct(StringComparer.Ordinal).Count() > 1)
            return new OneAnswer(null, "The payer decided otherwise on parts of the one service that was asked for: read its answer and write down what holds.");
        var (item, review) = reviews[0];
        var (action, number, reasons) = review!.Value;
        if (PayerAnswer.Meaning(action) is not { } decision)
            return new OneAnswer(null, $"The payer answered with the review action “{PlainText.Line(action)}”, which is none that is known.");
        var (from, until) = Days(item, response);
        return new OneAnswer(new PayerAnswer(decision, action, Short(number ?? response.PreAuthRef), Units(item), from, until, [.. reasons, .. Notes(response)]).Against(request.Ask), null);
    }

    /// <summary>True when it names our claim, false when another; null when it does not say.</summary>
    private static bool? NamesClaim(ClaimResponse response, List<Bundle.EntryComponent> entries, AuthorizationRequest request)
    {
        var numbers = new List<Identifier?> { response.Request?.Identifier };
        if (response.Request?.Reference is { } reference)
        {
            if (reference == PasEntries.Address(request.Id, "claim"))
                return true;
            if (entries.Find(entry => IsAt(entry, reference))?.Resource is Claim claim)
                numbers.AddRange(claim.Identifier);
        }

        numbers.AddRange(response.Item.SelectMany(item => item.Extension).Where(one => one.Url == PasTerms.ItemTrace).Select(one => one.Value as Identifier));
        numbers.AddRange(response.Identifier);
        var ours = numbers.OfType<Identifier>().Where(one => one.System is null or PasTerms.ClaimNumbers).ToList();
        return ours.Exists(one => one.Value == request.Id) ? true : ours.Exists(one => one.System == PasTerms.ClaimNumbers) ? false : null;
    }

    private static bool? NamesPatient(ClaimResponse response, List<Bundle.EntryComponent> entries, AuthorizationRequest request, string? mrn)
    {
        if (response.Patient?.Reference == PasEntries.Address(request.Id, "patient"))
            return true;
        var numbers = new List<Identifier?> { response.Patient?.Identifier };
        if (response.Patient?.Reference is { } reference && entries.Find(entry => IsAt(entry, reference))?.Resource is Patient patient)
            numbers.AddRange(patient.Identifier);
        var said = numbers.OfType<Identifier>().Where(one => one.Value is not null).ToList();
        return said.Count == 0 ? null : said.Exists(one => one.Value == request.MemberId || (mrn is not null && one.System == PasTerms.RecordNumbers && one.Value == mrn));
    }

    private static bool IsAt(Bundle.EntryComponent entry, string reference) =>
        entry.FullUrl == reference || (entry.Resource?.Id is { } id && reference.EndsWith($"{entry.Resource.TypeName}/{id}", StringComparison.Ordinal));

    private static (string Action, string? Number, IReadOnlyList<PayerReason> Reasons)? Review(ClaimResponse.ItemComponent item)
    {
        // The extension stands at one address in PAS and, since it is shared, at another in HRex.
        var review = item.Adjudication.SelectMany(adjudication => adjudication.Extension).FirstOrDefault(one => one.Url?.EndsWith($"/{PasTerms.ReviewAction}", StringComparison.Ordinal) == true);
        var code = (review?.Extension.Find(one => one.Url?.EndsWith($"/{PasTerms.ReviewActionCode}", StringComparison.Ordinal) == true || one.Url == "code")?.Value as CodeableConcept)?.Coding;
        if ((code?.Find(one => one.System == PasTerms.Actions) ?? code?.FirstOrDefault())?.Code is not { } action)
            return null;
        return (action, (review!.Extension.Find(one => one.Url == "number")?.Value as FhirString)?.Value, [.. review.Extension.Where(one => one.Url == "reasonCode").Select(one => one.Value).OfType<CodeableConcept>().Select(Reason)]);
    }

    private static PayerReason Reason(CodeableConcept concept)
    {
        var coding = concept.Coding.FirstOrDefault();
        return new PayerReason(Short(coding?.Code), Line(concept.Text ?? coding?.Display));
    }

    private static PayerReason[] Notes(ClaimResponse response) =>
        [.. new[] { response.Disposition }.Concat(response.ProcessNote.Select(note => note.Text)).Select(Line).OfType<string>().Distinct(StringComparer.Ordinal).Take(5).Select(text => new PayerReason(null, text))];

    private static int? Units(ClaimResponse.ItemComponent item)
    {
        var detail = item.Extension.Find(one => one.Url == PasTerms.AuthorizedDetail)?.Extension.Find(one => one.Url == "quantity")?.Value as Quantity;
        return detail?.Value is { } value and >= 0 and <= 100_000 && value == decimal.Truncate(value) ? (int)value : null;
    }

    private static (DateOnly? From, DateOnly? Until) Days(ClaimResponse.ItemComponent item, ClaimResponse response)
    {
        var period = new[] { PasTerms.PreAuthPeriod, PasTerms.AuthorizedDate }.Select(url => item.Extension.Find(one => one.Url == url)?.Value).OfType<Period>().FirstOrDefault() ?? response.PreAuthPeriod;
        return (Day(period?.Start), Day(period?.End));
    }

    private static DateOnly? Day(string? text) => text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Said(CodeableConcept? concept) => Line(concept?.Text ?? concept?.Coding.Select(one => one.Display ?? one.Code).FirstOrDefault()) ?? "no reason";

    private static string? Line(string? text) => text is null || PlainText.Line(text).Trim() is not { Length: > 0 } line ? null : line.Length > 500 ? line[..500] : line;

    private static string? Short(string? text) => Line(text) is { Length: <= 80 } line ? line : null;
}
