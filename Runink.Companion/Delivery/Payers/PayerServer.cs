using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hl7.Fhir.Model;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Companion.Delivery.Payers;

/// <summary>What a payer's server did with an operation.</summary>
/// <param name="Answer">What it answered; null when that could not be taken, or there was nothing.</param>
/// <param name="Body">As it came.</param>
/// <param name="Problem">What went wrong, in words; null when nothing did.</param>
/// <param name="IsNotThere">It said itself that it did not take the request.</param>
/// <param name="IsFinal">The same request will never be taken.</param>
public sealed record PayerReply(Resource? Answer, string Body, string? Problem = null, bool IsNotThere = false, bool IsFinal = false, TimeSpan? Wait = null);

/// <summary>Speaks Da Vinci PAS with a payer: <c>Claim/$submit</c> and <c>Claim/$inquire</c>.</summary>
public sealed class PayerServer(OutsideHttp http, SmartTokens tokens)
{
    private const int MostBytes = 4 * 1024 * 1024;

    public async Task<PayerReply> AskAsync(NamedEndpoint endpoint, string operation, string bundle, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.Options.Address!, $"Claim/{operation}"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.OfAsync(endpoint.Smart, cancel));
            request.Content = new StringContent(bundle, Encoding.UTF8, "application/fhir+json");
            var answer = await http.SendAsync(endpoint.Place, request, MostBytes, cancel);
            if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                tokens.Forget(endpoint.Smart);
            return answer.IsSuccess ? Read(endpoint, answer) : Refused(endpoint, operation, answer);
        }
        catch (DeliveryException failure)
        {
            // What was never registered, or leads where nobody may go, will not be there later either; nothing left the house.
            return new PayerReply(null, "", failure.Message, IsNotThere: failure.Fault == DeliveryFault.Permanent, IsFinal: failure.Fault == DeliveryFault.Permanent, failure.RetryAfter);
        }
    }

    private static PayerReply Read(NamedEndpoint endpoint, OutsideAnswer answer)
    {
        if (answer.IsCut)
            return new PayerReply(null, "", $"{endpoint.Name} answered more than can be read.");
        // Accepted for later: what comes of it is asked.
        if (answer.Status == HttpStatusCode.Accepted && string.IsNullOrWhiteSpace(answer.Body))
            return new PayerReply(null, "");
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(answer.Body));
        return parsed.Resource is { } resource ? new PayerReply(resource, answer.Body)
            : new PayerReply(null, answer.Body, $"{endpoint.Name} answered {(int)answer.Status}, and that is {(parsed.Malformed ? "no FHIR resource" : "not valid FHIR R4")}: {Short(parsed.Faults.FirstOrDefault()?.Text ?? "unreadable")}");
    }

    /// <summary>RFC 9110 and PAS: what a status says of whether the payer has the request.</summary>
    private static PayerReply Refused(NamedEndpoint endpoint, string operation, OutsideAnswer answer)
    {
        var said = FhirParser.Parse(Encoding.UTF8.GetBytes(answer.Body)).Resource is OperationOutcome outcome ? $": {PasAnswer.Issues(outcome)}" : ".";
        var words = $"{endpoint.Name} answered {(int)answer.Status} to {operation}{said}{(said[^1] == '.' ? "" : ".")}";
        return (int)answer.Status switch
        {
            401 or 403 => new PayerReply(null, "", $"{endpoint.Name} does not let us in ({(int)answer.Status}).", IsNotThere: true, Wait: answer.RetryAfter),
            429 or 503 => new PayerReply(null, "", words, IsNotThere: true, Wait: answer.RetryAfter),
            408 or 409 or 425 or >= 500 and not 501 => new PayerReply(null, "", words, Wait: answer.RetryAfter),
            _ => new PayerReply(null, "", words, IsNotThere: true, IsFinal: true),
        };
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;
}
