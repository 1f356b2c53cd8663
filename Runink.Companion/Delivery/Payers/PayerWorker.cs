using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Live;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Task = System.Threading.Tasks.Task;

namespace Runink.Companion.Delivery.Payers;

/// <summary>
/// Sends what payers are asked, and asks what became of it. That a request leaves is written down before it does: after a crash the payer is asked whether it
/// is there, before it goes again under the same number.
/// </summary>
public sealed partial class PayerWorker(
    Domain.Referrals.Authorizing.Payers payers, EndpointBook endpoints, PayerServer server, PayerFolders folders, AuthorizationCommandHandler requests, CompanionStore store, StoreWriter writer, TimeProvider time, ILogger<PayerWorker> log) : PeriodicWorker(LookAgain, time, log)
{
    private const int AtOnce = 50;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (payers.All.All(payer => payer.Channel == PayerChannel.Hand))
            return;
        List<AuthorizationRequest> due;
        await using (var db = store.Read())
            due = await db.AuthorizationRequests.AsNoTracking().Where(row => row.NextAt <= now).OrderBy(row => row.NextAt).Take(AtOnce).ToListAsync(cancel);
        // One payer that is slow keeps no other waiting.
        await Task.WhenAll(due.GroupBy(row => row.Payer, StringComparer.OrdinalIgnoreCase).Select(async group =>
        {
            foreach (var request in group)
                await TryAsync(request, now, cancel);
        }));
        await folders.TakeAsync(cancel);
    }

    private async Task TryAsync(AuthorizationRequest request, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            if (await writer.WriteAsync(scope => AuthorizationCommandHandler.Drop(scope, request.Id), cancel))
                return;
            if (payers.Named(request.Payer) is not { } payer || payer.Channel != request.Channel)
            {
                await FailAsync(request, $"The settings name no payer {request.Payer} any more that is asked this way.", isNotThere: !request.MayBeThere, isFinal: true, null, cancel);
                return;
            }

            switch (request.Next(now))
            {
                case AuthorizationStep.WriteFile:
                    await WriteAsync(request, payer, cancel);
                    break;
                case AuthorizationStep.Submit:
                    await SubmitAsync(request, payer, cancel);
                    break;
                case AuthorizationStep.Inquire:
                    await InquireAsync(request, payer, now, cancel);
                    break;
            }
        }
#pragma warning disable CA1031 // One request must not end the others, nor the host.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(problem, request.Payer, request.Id);
        }
    }

    private async Task WriteAsync(AuthorizationRequest request, Payer payer, CancellationToken cancel)
    {
        if (folders.Write(payer, request) is { } problem)
            await FailAsync(request, problem, isNotThere: true, isFinal: false, null, cancel);
        else
            await writer.WriteAsync(scope => Done(() => requests.Sent(scope, request.Id, $"Written as {request.FileName} for {payer.Name}")), cancel);
    }

    private async Task SubmitAsync(AuthorizationRequest request, Payer payer, CancellationToken cancel)
    {
        if (Endpoint(payer) is not { } endpoint)
        {
            await FailAsync(request, $"No endpoint {payer.Endpoint} is registered.", isNotThere: true, isFinal: true, null, cancel);
            return;
        }

        if (await writer.WriteAsync(scope => AuthorizationCommandHandler.Begin(scope, request.Id) is not null, cancel))
            await HearAsync(request, endpoint, await server.AskAsync(endpoint, "$submit", request.Content!, cancel), isInquiry: false, cancel);
    }

    private async Task InquireAsync(AuthorizationRequest request, Payer payer, DateTimeOffset now, CancellationToken cancel)
    {
        if (Endpoint(payer) is not { } endpoint)
        {
            await FailAsync(request, $"No endpoint {payer.Endpoint} is registered.", isNotThere: false, isFinal: true, null, cancel);
            return;
        }

        var bundle = PasBundle.Inquire((Bundle)FhirParser.Stored(request.Content!), request.Id, now);
        var reply = await server.AskAsync(endpoint, "$inquire", FhirWriter.ToJson(bundle), cancel);
        await writer.WriteAsync(scope => Done(() => AuthorizationCommandHandler.Inquired(scope, request.Id)), cancel);
        await HearAsync(request, endpoint, reply, isInquiry: true, cancel);
    }

    private async Task HearAsync(AuthorizationRequest request, NamedEndpoint endpoint, PayerReply reply, bool isInquiry, CancellationToken cancel)
    {
        var isPended = request.State == AuthorizationRequestState.Pended;
        if (reply.Problem is { } problem)
        {
            // A server that answers no inquiries has not said that it has nothing.
            await FailAsync(
                request, isInquiry && reply.IsFinal && !isPended ? $"{problem} Nobody knows whether {request.Payer} has the request." : problem, isNotThere: reply.IsNotThere && !isInquiry, isFinal: reply.IsFinal && !isPended, reply.Wait, cancel);
            return;
        }

        if (reply.Answer is null)
        {
            var pended = new PayerAnswer(PayerDecision.Pended, "A4", null, null, null, null, []);
            await writer.WriteAsync(scope => { requests.Sent(scope, request.Id, $"To {endpoint.Name}"); return requests.Hear(scope, request.Id, pended, null); }, cancel);
            return;
        }

        var read = PasAnswer.Read(reply.Answer, request, await MrnAsync(request, cancel), isInquiry);
        if (read.Refusal is { } refusal)
            await FailAsync(request, refusal.Message, isNotThere: false, isFinal: false, null, cancel);
        else if (read.Value!.Answer is { } answer)
            await writer.WriteAsync(scope => { requests.Sent(scope, request.Id, $"To {endpoint.Name}"); return requests.Hear(scope, request.Id, answer, Detail.HashOf(reply.Body)); }, cancel);
        else if (isPended)
            await FailAsync(request, $"{request.Payer} had the request, and knows nothing of it now.", isNotThere: false, isFinal: false, null, cancel);
        else
            await writer.WriteAsync(scope => Done(() => AuthorizationCommandHandler.NotThere(scope, request.Id)), cancel);
    }

    private async Task<string?> MrnAsync(AuthorizationRequest request, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.Referrals.Where(row => row.Id == request.ReferralId).Join(db.Patients, row => row.PatientId, patient => patient.Id, (row, patient) => patient.Mrn).FirstOrDefaultAsync(cancel);
    }

    private NamedEndpoint? Endpoint(Payer payer)
    {
        try
        {
            return endpoints.Of(EndpointKind.Fhir, payer.Endpoint);
        }
        catch (DeliveryException)
        {
            return null;
        }
    }

    private Task<bool> FailAsync(AuthorizationRequest request, string problem, bool isNotThere, bool isFinal, TimeSpan? wait, CancellationToken cancel) =>
        writer.WriteAsync(scope => Done(() => requests.Failed(scope, request.Id, problem, isNotThere, wait, isFinal)), cancel);

    private static bool Done(Action act)
    {
        act();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The request {Request} to {Payer} could not be worked on")]
    private partial void LogFailed(Exception problem, string payer, string request);
}
