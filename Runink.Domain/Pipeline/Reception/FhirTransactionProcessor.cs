using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>The way of a FHIR submission: checked, identified, linked, kept, and read like any other message.</summary>
public sealed partial class FhirTransactionProcessor(StoreWriter writer, MessagePipeline pipeline, SiteOptions site, UlidSource ids, ILogger<FhirTransactionProcessor> log)
{
    private readonly FhirReader reader = new(site.Zone);
    private readonly FhirResourceStore shelf = new(pipeline.Registry);

    public async Task<FhirReply> AcceptAsync(Envelope envelope, FhirRequest request, CancellationToken cancel)
    {
        if (FhirJson.Parse(envelope.Raw.Span, out var broken) is not { } root)
            return await RefuseAsync(envelope, "FHIR", 400, [broken!], cancel);
        var type = root.ResourceType ?? "resource";
        var faults = FhirValidator.Validate(root, type);
        if (faults.Count == 0)
            faults = FhirSubmission.Check(root, request);
        if (faults.Count > 0 && !(type == "Bundle" && root.Value("type") == "batch"))
            return await RefuseAsync(envelope, $"FHIR {type}", faults[0].Code == 200 ? 400 : 422, faults, cancel);
        if (type == "Bundle" && root.Value("type") == "batch")
            return await BatchAsync(envelope, root, cancel);

        try
        {
            return await writer.WriteAsync(scope => Take(scope, envelope, root, request), cancel);
        }
        catch (FhirFaultException refused)
        {
            return await RefuseAsync(envelope, $"FHIR {type}", refused.Status, [refused.Fault], cancel);
        }
        catch (UnresolvedPatientException unclear)
        {
            return await RefuseAsync(envelope, $"FHIR {type}", 422, [unclear.Fault], cancel);
        }
        catch (StoreUnavailableException problem)
        {
            LogStoreUnavailable(problem, envelope.Id);
            return new FhirReply(503, FhirOutcome.Write("transient", "The store cannot write at the moment. Send again."));
        }
        catch (UnstorableTextException unstorable)
        {
            return await RefuseAsync(envelope, $"FHIR {type}", 422, [new MessageFault(false, type, 207, unstorable.Message)], cancel);
        }
#pragma warning disable CA1031 // The edge of intake: whatever one submission provokes must not stop the others.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogPoison(problem, envelope.Id);
            return await RefuseAsync(envelope, $"FHIR {type}", 500, [new MessageFault(false, null, 207, "The submission could not be processed. It is kept for a person to look at.")], cancel);
        }
    }

    /// <summary>Entries of a batch stand alone: each is taken or refused by itself.</summary>
    private async Task<FhirReply> BatchAsync(Envelope envelope, FhirNode bundle, CancellationToken cancel)
    {
        var replies = new List<FhirReply>();
        foreach (var entry in bundle.All("entry"))
        {
            if (FhirSubmission.AsRequest(entry) is not { } request || entry["resource"] is not { } resource)
            {
                replies.Add(new FhirReply(400, FhirOutcome.Write("not-supported", "Entries of a batch are POST Type or PUT Type/id with a resource.")));
                continue;
            }

            var bytes = System.Text.Encoding.UTF8.GetBytes(resource.ToJson());
            replies.Add(await AcceptAsync(envelope with { Id = ids.Next(), Raw = bytes }, request, cancel));
        }

        return new FhirReply(200, FhirSubmission.WriteResponse("batch-response", replies));
    }

    private FhirReply Take(WriteScope scope, Envelope envelope, FhirNode root, FhirRequest request)
    {
        var isBundle = root.ResourceType == "Bundle";
        var key = request.RequestKey is not null ? $"fhir|{envelope.Sender}|{request.RequestKey}"
            : isBundle ? $"fhir|{envelope.Sender}|{envelope.Hash}"
            : $"fhir|{envelope.Id}";
        if (MessageReception.AnswerGivenBefore(scope, key) is { } before)
            return new FhirReply(200, before);

        var entries = FhirSubmission.Entries(root, request);
        foreach (var entry in entries)
            shelf.Identify(scope, entry);
        shelf.Link(scope, entries);

        var reply = isBundle
            ? new FhirReply(200, FhirSubmission.WriteResponse("transaction-response", entries.Select(entry => Answer(entry, scope.Now, withBody: false))))
            : Answer(entries[0], scope.Now, withBody: true);
        var kind = isBundle ? "FHIR transaction" : $"FHIR {entries[0].Type}";
        MessageReception.Accept(scope, envelope, new ClinicalMessage(kind, envelope.Sender, request.RequestKey, []), key, reply.Body);
        var written = entries.Where(entry => !entry.Existed).ToList();
        Read(scope, written, envelope);
        foreach (var entry in written)
            FhirResourceStore.Keep(scope, entry, envelope.Id);
        scope.Record("message_accepted", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", kind), ("resources", written.Count)));
        return reply;
    }

    /// <summary>Patients first, then where they are, then all of a patient's values at once.</summary>
    private void Read(WriteScope scope, List<FhirEntry> entries, Envelope envelope)
    {
        foreach (var entry in entries.Where(entry => entry.Type == "Patient"))
            entry.PatientId = Take(scope, reader.ReadPatient(entry.Node), envelope.Id, entry.Path);
        foreach (var entry in entries.Where(entry => entry.Type == "Encounter"))
        {
            if (reader.ReadEncounter(entry.Node, envelope.ReceivedAt) is { } notice)
                entry.PatientId = Take(scope, notice, envelope.Id, $"{entry.Path}.subject");
        }

        var observed = entries.Where(entry => entry.Type == "Observation")
            .Select(entry => (entry, notice: reader.ReadObservation(entry.Node, envelope.ReceivedAt)))
            .Where(pair => pair.notice is not null)
            .GroupBy(pair => pair.notice!.Identifiers[0]);
        foreach (var patient in observed)
        {
            // An update of an observation corrects what it said before.
            var observations = patient.SelectMany(pair => pair.entry.Version == 1
                ? pair.notice!.Observations
                : pair.notice!.Observations.Select(observation => observation.Status == "final" ? observation with { Status = "corrected" } : observation));
            var patientId = Take(scope, new PatientNotice([patient.Key], null, null, [.. observations]), envelope.Id, $"{patient.First().entry.Path}.subject");
            foreach (var (entry, _) in patient)
                entry.PatientId = patientId;
        }

        foreach (var entry in entries.Where(entry => entry.PatientId is null))
            entry.PatientId = Owner(scope, entry);
    }

    private string Take(WriteScope scope, PatientNotice notice, string messageId, string path)
    {
        var (patientId, fault) = pipeline.Patients.Take(scope, notice, messageId);
        return fault is null ? patientId! : throw new UnresolvedPatientException(fault with { Place = path });
    }

    /// <summary>Other resources belong to the patient that their subject or patient element names.</summary>
    private string? Owner(WriteScope scope, FhirEntry entry)
    {
        var id = FhirReader.Reference(entry.Node, "subject", "Patient") ?? FhirReader.Reference(entry.Node, "patient", "Patient");
        return id is null ? null : pipeline.Registry.Lookup(scope, new Identifier(FhirReader.PatientIdSystem, id, null));
    }

    private static FhirReply Answer(FhirEntry entry, DateTimeOffset now, bool withBody) => new(
        entry.Created ? 201 : 200, withBody ? entry.Node.ToJson() : "", entry.Location, entry.Version, now);

    private async Task<FhirReply> RefuseAsync(Envelope envelope, string kind, int status, IReadOnlyList<MessageFault> faults, CancellationToken cancel)
    {
        await writer.WriteAsync(scope =>
        {
            MessageReception.SetAside(scope, envelope, kind, envelope.Sender, faults[0]);
            return true;
        }, cancel);
        return new FhirReply(status, FhirOutcome.Write(faults));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "FHIR submission {MessageId} could not be stored; its sender was asked to send again")]
    private partial void LogStoreUnavailable(Exception problem, string messageId);

    [LoggerMessage(Level = LogLevel.Error, Message = "FHIR submission {MessageId} could not be processed and was set aside")]
    private partial void LogPoison(Exception problem, string messageId);
}
