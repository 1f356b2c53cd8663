using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Folders;

/// <summary>What a file holds.</summary>
public enum FileFormat
{
    /// <summary>HL7 v2: one message, several, or a batch.</summary>
    Hl7,

    /// <summary>One FHIR resource or bundle, as JSON.</summary>
    Fhir,

    /// <summary>One FHIR resource a line.</summary>
    Ndjson,

    /// <summary>A table: names of columns, then a row a line. The profile of the feed says what they mean.</summary>
    Csv,

    /// <summary>One object of JSON a line, each of them a row.</summary>
    Rows,
}

public enum FileOutcome
{
    New,
    AlreadyKnown,
    Refused,

    /// <summary>Not now: the store is away. The same bytes will be taken later.</summary>
    Later,
}

/// <summary>What became of one message or resource of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Reason">Why it was refused; empty when it was not.</param>
public sealed record FileEntry(int Number, FileOutcome Outcome, string Reason)
{
    /// <summary>Whether what was refused waits in quarantine; a line that is no row stands in its file alone.</summary>
    public bool IsKept { get; init; } = true;
}

/// <summary>A file and how it is known: the door and the sender of its messages, and what makes its resources known when it comes again.</summary>
/// <param name="Edition">Distinguishes a file from a later one of the same content; empty when the same content is the same file.</param>
public sealed record FileSource(string Path, FileFormat Format, string Door, string Sender, string Edition)
{
    /// <summary>Between the fields of a table.</summary>
    public string Delimiter { get; init; } = ",";
}

/// <summary>Takes in files of HL7 v2, FHIR JSON and NDJSON, entry by entry. The same file again changes nothing.</summary>
public sealed class FileReception(Hl7TransmissionProcessor transmissions, FhirTransactionProcessor resources, UlidSource ids, TimeProvider time, RowProcessor? rows = null)
{
    /// <summary>By the ending of a name; what has another one is HL7 v2.</summary>
    public static FileFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSON" => FileFormat.Fhir,
        ".NDJSON" => FileFormat.Ndjson,
        _ => FileFormat.Hl7,
    };

    /// <summary>Ends early, with <see cref="FileOutcome.Later"/>, when the store is away.</summary>
    public async IAsyncEnumerable<FileEntry> TakeAsync(FileSource file, [EnumeratorCancellation] CancellationToken cancel)
    {
        var number = 0;
        if (file.Format == FileFormat.Ndjson)
        {
            await foreach (var line in File.ReadLinesAsync(file.Path, Encoding.UTF8, cancel))
            {
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var entry = await ResourceAsync(file, Encoding.UTF8.GetBytes(line), ++number, cancel);
                yield return entry;
                if (entry.Outcome == FileOutcome.Later)
                    yield break;
            }

            yield break;
        }

        if (file.Format is FileFormat.Csv or FileFormat.Rows)
        {
            foreach (var one in RowFile.Read(file.Path, file.Format, file.Delimiter))
            {
                var entry = one.Row is { } row ? await RowAsync(file, one.Line, row, cancel) : new FileEntry(one.Line, FileOutcome.Refused, one.Problem!) { IsKept = false };
                yield return entry;
                if (entry.Outcome == FileOutcome.Later)
                    yield break;
            }

            yield break;
        }

        var bytes = await File.ReadAllBytesAsync(file.Path, cancel);
        if (file.Format == FileFormat.Fhir)
        {
            yield return await ResourceAsync(file, bytes, 1, cancel);
            yield break;
        }

        foreach (var message in Domain.Intake.Hl7v2.Hl7Batch.Of(bytes).Messages)
        {
            var reply = await transmissions.AcceptAsync(Envelop(file, message), cancel);
            foreach (var reception in reply.Receptions)
            {
                yield return Entry(++number, reception);
                if (!reception.IsKept)
                    yield break;
            }
        }
    }

    private static FileEntry Entry(int number, Hl7Reception reception) => reception switch
    {
        { Fault: null, IsRepeat: var isRepeat } => new FileEntry(number, isRepeat ? FileOutcome.AlreadyKnown : FileOutcome.New, ""),
        { IsKept: false, Fault.Text: var text } => new FileEntry(number, FileOutcome.Later, text),
        { Fault: { } fault } => new FileEntry(number, FileOutcome.Refused, $"{(fault.Permanent ? "AR" : "AE")} {(fault.Place is { } place ? $"{place}: " : "")}{fault.Text}"),
    };

    private async Task<FileEntry> RowAsync(FileSource file, int line, SourceRow row, CancellationToken cancel)
    {
        if (rows is null)
            return new FileEntry(line, FileOutcome.Refused, "Rows are read from folders, not from the command line.");
        var reception = await rows.ReceiveAsync(Envelop(file, row.ToJson()), new RowDelivery(), cancel);
        return new FileEntry(line, reception.Outcome switch { RowOutcome.New => FileOutcome.New, RowOutcome.AlreadyKnown => FileOutcome.AlreadyKnown, RowOutcome.Later => FileOutcome.Later, RowOutcome.Refused => FileOutcome.Refused },
            reception.Fault is { } fault ? $"{(fault.Place is { } place ? $"{place}: " : "")}{fault.Text}" : "");
    }

    private async Task<FileEntry> ResourceAsync(FileSource file, byte[] bytes, int number, CancellationToken cancel)
    {
        var (type, id, _) = FhirPeek.Of(bytes);
        var isBundle = type == "Bundle";
        // Exports carry ids: the resource keeps its own. One without an id is known again by what it says and where it stands.
        var key = Convert.ToHexStringLower(SHA256.HashData([.. bytes, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{file.Edition}\n{(file.Edition.Length > 0 ? number : 0)}"))]));
        var reply = await resources.AcceptAsync(Envelop(file, bytes), new FhirRequest(isBundle ? null : type ?? "Resource", isBundle ? null : id, RequestKey: key), cancel);
        return reply switch
        {
            { Status: < 300 } when isBundle && RefusedEntries(reply.Body) is { Length: > 0 } refused => new FileEntry(number, FileOutcome.Refused, refused),
            { Status: < 300, IsRepeat: var isRepeat } => new FileEntry(number, isRepeat ? FileOutcome.AlreadyKnown : FileOutcome.New, ""),
            { Status: 503 or 409 } => new FileEntry(number, FileOutcome.Later, $"{reply.Status.ToString(CultureInfo.InvariantCulture)} {FhirOutcome.FirstWords(reply.Body)}"),
            _ => new FileEntry(number, FileOutcome.Refused, $"{reply.Status.ToString(CultureInfo.InvariantCulture)} {FhirOutcome.FirstWords(reply.Body)}"),
        };
    }

    /// <summary>Entries of a batch are taken or refused one by one, and the answer to all of them is 200.</summary>
    private static string RefusedEntries(string body)
    {
        using var answer = JsonDocument.Parse(body);
        var refused = answer.RootElement.TryGetProperty("entry", out var entries)
            ? entries.EnumerateArray().Select((entry, at) => (At: at, Status: entry.GetProperty("response").GetProperty("status").GetString() ?? "")).Where(entry => entry.Status.StartsWith('4') || entry.Status.StartsWith('5')).ToList()
            : [];
        return refused is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $"{refused.Count} entries of the batch; the first is Bundle.entry[{first.At}]: {first.Status}") : "";
    }

    private Envelope Envelop(FileSource file, ReadOnlyMemory<byte> bytes) => new(ids.Next(), file.Door, file.Sender, time.GetUtcNow(), bytes);
}
