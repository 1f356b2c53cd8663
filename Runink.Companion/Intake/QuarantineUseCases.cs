using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake;

/// <param name="Place">Where in the message, e.g. <c>OBX[2]-5</c> or <c>Bundle.entry[3].resource</c>; null when the whole of it is unreadable.</param>
/// <param name="Status">waiting, replayed or discarded.</param>
public sealed record QuarantineRow(
    string Id, string Source, string Kind, string Reason, string? Place, DateTimeOffset At, string Status, string Preview);

public sealed record QuarantineView(QuarantineRow Row, string Text);

/// <summary>What the door said to a message that was sent through it again.</summary>
public sealed record ReplayAnswer(string Text, bool Accepted);

/// <summary>Messages that broke their contract: read, mended, sent through again or set aside.</summary>
public sealed class QuarantineUseCases(
    CompanionStore store, StoreWriter writer, Hl7MessageProcessor messages, FhirTransactionProcessor resources, UlidSource ids, TimeProvider time)
{
    private const int MostRows = 500;

    public async Task<Outcome<IReadOnlyList<QuarantineRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        IQueryable<QuarantinedMessage> rows = db.Quarantine;
        if (Enum.TryParse<QuarantineStatus>(status, ignoreCase: true, out var wanted))
            rows = rows.Where(row => row.Status == wanted);
        var found = await rows.OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<QuarantineRow>>([.. found.Select(Row)], null);
    }

    public async Task<Outcome<QuarantineView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Quarantine.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } message)
            return new Refusal("not-found", "There is no such message.");
        await writer.WriteAsync(scope =>
        {
            scope.Record("quarantine_read", new Subject("message", id), caller.Actor);
            return true;
        }, cancel);
        return new QuarantineView(Row(message), Text(message).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
    }

    /// <summary>Sends the (mended) text through the same door again; what is refused again waits as a message of its own.</summary>
    public async Task<Outcome<ReplayAnswer>> ReplayAsync(Caller caller, string id, string text, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Quarantine.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { Status: QuarantineStatus.Waiting } message)
            return new Refusal("not-found", "There is no such message waiting.");

        // Set aside first: a mended text that is refused again comes back as a message of its own.
        var claimed = await ResolveAsync(id, QuarantineStatus.Replayed, "replayed", caller, cancel);
        if (claimed.Refusal is { } taken)
            return taken;
        var isFhir = message.Kind.StartsWith("FHIR", StringComparison.Ordinal);
        var envelope = new Envelope(ids.Next(), message.Door, message.Source, time.GetUtcNow(), Encoding.UTF8.GetBytes(isFhir ? text : text.Replace('\n', '\r')));
        if (!isFhir)
        {
            var answer = await messages.AcceptHl7Async(envelope, cancel);
            return new ReplayAnswer(answer, answer.Contains("\rMSA|AA|", StringComparison.Ordinal));
        }

        var (type, _, format) = Domain.Intake.Fhir.FhirPeek.Of(envelope.Raw);
        var reply = await resources.AcceptAsync(envelope, new FhirRequest(type == "Bundle" ? null : type) { Format = format }, cancel);
        return new ReplayAnswer(reply.Body, reply.Status < 400);
    }

    public async Task<Outcome<QuarantineRow>> DiscardAsync(Caller caller, string id, string reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        return string.IsNullOrWhiteSpace(reason)
            ? new Refusal("reason-required", "Say why it is not needed.")
            : await ResolveAsync(id, QuarantineStatus.Discarded, reason.Trim(), caller, cancel);
    }

    private Task<Outcome<QuarantineRow>> ResolveAsync(string id, QuarantineStatus status, string how, Caller caller, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<QuarantineRow>>(scope =>
        {
            if (scope.Db.Quarantine.Find(id) is not { } message)
                return new Refusal("not-found", "There is no such message.");
            if (!message.Resolve(status, caller.Name, how))
                return new Refusal("already-done", "Somebody has dealt with this message already.");
            scope.Record($"message_{status.ToString().ToLowerInvariant()}", new Subject("message", id), caller.Actor, Detail.Of(("reason", how)));
            scope.Announce(new Change("quarantine", id));
            return Row(message);
        }, cancel);

    private static string Text(QuarantinedMessage message) => Encoding.UTF8.GetString(message.Raw);

    /// <summary>The first characters of the first line: message type and sender, no patient.</summary>
    private static QuarantineRow Row(QuarantinedMessage message)
    {
        var first = Text(message).Split('\r', '\n')[0];
        return new QuarantineRow(
            message.Id, message.Source, message.Kind, message.Reason, message.Place, message.At,
            message.Status.ToString().ToLowerInvariant(), first.Length > 80 ? first[..80] + "…" : first);
    }
}
