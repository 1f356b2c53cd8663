using System.Collections.Concurrent;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake;

/// <param name="Place">Where in the message, e.g. <c>OBX[2]-5</c> or <c>Bundle.entry[3].resource</c>; null when the whole of it is unreadable.</param>
/// <param name="Status">waiting, replayed or discarded.</param>
/// <param name="DoneBy">Who sent it again or set it aside; null while it waits.</param>
/// <param name="Why">The reason it was set aside for; null when there is none.</param>
public sealed record QuarantineRow(
    string Id, string Source, string Kind, string Reason, string? Place, DateTimeOffset At, string Status, string Preview, string? DoneBy, string? Why);

/// <param name="Text">As it was received.</param>
/// <param name="Tries">Mended texts that were refused, oldest first.</param>
public sealed record QuarantineView(QuarantineRow Row, string Text, IReadOnlyList<QuarantineTry> Tries);

public sealed record QuarantineTry(DateTimeOffset At, string By, string Reason, string? Place, string Text);

/// <summary>What the door said to a message that was sent through it again.</summary>
/// <param name="Row">The message as it is now: done, or waiting with the newest reason.</param>
public sealed record ReplayAnswer(string Text, bool Accepted, QuarantineRow Row);

/// <summary>Messages that broke their contract: read, mended, sent through again or set aside.</summary>
public sealed class QuarantineUseCases(
    CompanionStore store, StoreWriter writer, Hl7MessageProcessor messages, FhirTransactionProcessor resources, RowProcessor sourceRows, UlidSource ids, TimeProvider time)
{
    private const int MostRows = 500;

    /// <summary>A mended text that was refused is kept as a done row that belongs to the one that waits.</summary>
    private const string TryOf = "mended-try-of:";

    private readonly ConcurrentDictionary<string, byte> onTheWay = new(StringComparer.Ordinal);

    public async Task<Outcome<IReadOnlyList<QuarantineRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var tries = TextSearch.Escape(TryOf) + "%";
        var rows = db.Quarantine.Where(row => row.Resolution == null || !TextSearch.Like(row.Resolution, tries));
        if (!string.IsNullOrEmpty(status))
        {
            if (!Enum.TryParse<QuarantineStatus>(status, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
                return new Refusal("invalid", $"Messages are waiting, replayed or discarded; {status} they never are.");
            rows = rows.Where(row => row.Status == wanted);
        }

        var found = await rows.OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<QuarantineRow>>([.. found.Select(Row)], null);
    }

    /// <summary>These messages, newest first.</summary>
    internal async Task<Outcome<IReadOnlyList<QuarantineRow>>> RowsAsync(Caller caller, IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var found = await db.Quarantine.Where(row => wanted.Contains(row.Id)).OrderByDescending(row => row.Id).ToListAsync(cancel);
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
        var tries = await db.Quarantine.Where(row => row.Resolution == TryOf + id).OrderBy(row => row.Id).ToListAsync(cancel);
        return new QuarantineView(Row(message), Lines(message), [.. tries.Select(row => new QuarantineTry(row.At, row.ResolvedBy ?? "", row.Reason, row.Place, Lines(row)))]);
    }

    /// <summary>Sends the (mended) text through the same door again. What is refused again goes on waiting, with the newest reason.</summary>
    public Task<Outcome<ReplayAnswer>> ReplayAsync(Caller caller, string id, string text, CancellationToken cancel) =>
        ReplayAsync(caller, id, message => Bytes(message, text), cancel);

    /// <summary>Sends the message through its door again, byte for byte as it came: what stood in its way may be gone.</summary>
    public Task<Outcome<ReplayAnswer>> ReplayAsItCameAsync(Caller caller, string id, CancellationToken cancel) => ReplayAsync(caller, id, message => message.Raw, cancel);

    private async Task<Outcome<ReplayAnswer>> ReplayAsync(Caller caller, string id, Func<QuarantinedMessage, byte[]> raw, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Quarantine.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { Status: QuarantineStatus.Waiting } message)
            return new Refusal("not-found", "There is no such message waiting.");
        if (!onTheWay.TryAdd(id, 0))
            return new Refusal("not-allowed-now", "Somebody is sending this message at this moment. Look again.");
        try
        {
            var envelope = new Envelope(ids.Next(), message.Door, message.Source, time.GetUtcNow(), raw(message));
            var (answer, accepted, isKept, fault) = IsRow(message) ? await SendRowAsync(envelope, cancel) : IsFhir(message) ? await SendFhirAsync(envelope, cancel) : await SendHl7Async(envelope, cancel);
            if (!isKept)
                return new Refusal("unavailable", "The store cannot write at the moment. Send again later.");
            // The door has answered: what follows is written even if the person who sent it has left the page.
            var row = accepted
                ? await ResolveAsync(id, QuarantineStatus.Replayed, "replayed", caller, CancellationToken.None)
                : await KeepWaitingAsync(id, envelope.Id, fault, caller, CancellationToken.None);
            return row.Refusal is { } taken ? taken : new ReplayAnswer(answer, accepted, row.Value!);
        }
        finally
        {
            onTheWay.TryRemove(id, out _);
        }
    }

    private static bool IsFhir(QuarantinedMessage message) => message.Kind.StartsWith("FHIR", StringComparison.Ordinal);

    private static bool IsRow(QuarantinedMessage message) => message.Kind == RowReader.Kind;

    private async Task<(string Answer, bool Accepted, bool IsKept, MessageFault? Fault)> SendRowAsync(Envelope envelope, CancellationToken cancel)
    {
        var reception = await sourceRows.ReceiveAsync(envelope, new RowDelivery(Mends: true), cancel);
        return (reception.Fault?.Text ?? "Taken in.", reception.Outcome is RowOutcome.New or RowOutcome.AlreadyKnown, reception.Outcome != RowOutcome.Later, reception.Fault);
    }

    private async Task<(string Answer, bool Accepted, bool IsKept, MessageFault? Fault)> SendHl7Async(Envelope envelope, CancellationToken cancel)
    {
        var reception = await messages.ReceiveAsync(envelope, cancel);
        return (reception.Answer, reception.Fault is null, reception.IsKept, reception.Fault);
    }

    private async Task<(string Answer, bool Accepted, bool IsKept, MessageFault? Fault)> SendFhirAsync(Envelope envelope, CancellationToken cancel)
    {
        var (type, _, format) = Domain.Intake.Fhir.FhirPeek.Of(envelope.Raw);
        var reply = await resources.AcceptAsync(envelope, new FhirRequest(type == "Bundle" ? null : type) { Format = format }, cancel);
        return (reply.Body, reply.Status < 400, reply.Status != StatusCodes.Status503ServiceUnavailable, null);
    }

    /// <summary>The door set the refused text aside as a message of its own; it is a try at this one, and its reason is the one that counts.</summary>
    /// <param name="fault">Why it was refused this time, where the door says so.</param>
    private Task<Outcome<QuarantineRow>> KeepWaitingAsync(string id, string tried, MessageFault? fault, Caller caller, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<QuarantineRow>>(scope =>
        {
            if (scope.Db.Quarantine.Find(id) is not { } message)
                return new Refusal("not-found", "There is no such message.");
            var waiting = scope.Db.Entry(message);
            if (scope.Db.Quarantine.Find(tried) is { } refused && refused.Resolve(QuarantineStatus.Discarded, caller.Name, TryOf + id))
            {
                waiting.Property(row => row.Reason).CurrentValue = refused.Reason;
                waiting.Property(row => row.Place).CurrentValue = refused.Place;
            }
            else if (fault is not null)
            {
                // The same bytes are no try of their own; they may be refused for another reason by now.
                waiting.Property(row => row.Reason).CurrentValue = fault.Text.Replace('\0', '\uFFFD');
                waiting.Property(row => row.Place).CurrentValue = fault.Place?.Replace('\0', '\uFFFD') ?? (fault.Line is { } line ? $"line {line}" : null);
            }

            scope.Record("message_refused_again", new Subject("message", id), caller.Actor, Detail.Of(("place", message.Place), ("try", tried)));
            scope.Announce(new Change("quarantine", id));
            return Row(message);
        }, cancel);

    public async Task<Outcome<QuarantineRow>> DiscardAsync(Caller caller, string id, string reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var why = WrittenText.Note(reason, "The reason");
        if (why.Refusal is { } unwritable)
            return unwritable;
        return string.IsNullOrEmpty(why.Value)
            ? new Refusal("reason-required", "Say why it is not needed.")
            : await ResolveAsync(id, QuarantineStatus.Discarded, why.Value, caller, cancel);
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

    /// <summary>Of a text that was not changed, those that came; else in the charset that the text declares.</summary>
    private static byte[] Bytes(QuarantinedMessage message, string text) =>
        text.ReplaceLineEndings("\n") == Lines(message) ? message.Raw : IsFhir(message) || IsRow(message) ? Encoding.UTF8.GetBytes(text) : Hl7Text.Encode(text.Replace('\n', '\r'));

    /// <summary>HL7 v2 ends its segments with CR alone, which no text area shows.</summary>
    private static string Lines(QuarantinedMessage message) => Text(message).ReplaceLineEndings("\n");

    private static string Text(QuarantinedMessage message) => IsFhir(message) || IsRow(message) ? Encoding.UTF8.GetString(message.Raw) : Hl7Text.Decode(message.Raw);

    /// <summary>The first characters of the first line: message type and sender, no patient.</summary>
    private static QuarantineRow Row(QuarantinedMessage message)
    {
        var first = IsRow(message) ? $"A row of {message.Source}" : Text(message).Split('\r', '\n')[0];
        return new QuarantineRow(
            message.Id, message.Source, message.Kind, message.Reason, message.Place, message.At,
            message.Status.ToString().ToLowerInvariant(), first.Length > 80 ? first[..80] + "…" : first, message.ResolvedBy,
            message.Status == QuarantineStatus.Discarded ? message.Resolution : null);
    }
}
