using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

public enum RowOutcome
{
    New,
    AlreadyKnown,
    Refused,

    /// <summary>Not now: the store is away. Nothing of the row is kept.</summary>
    Later,
}

/// <summary>How a row comes.</summary>
/// <param name="Position">Its watermark: of two versions of a row the one that stands further on is the newer.</param>
/// <param name="Occurrence">The how manieth with this key in a table that is read whole.</param>
/// <param name="Again">What was refused before is tried again.</param>
/// <param name="Mends">It stands for one that was set aside and does not come from its source.</param>
public sealed record RowDelivery(decimal? Position = null, int Occurrence = 1, bool Again = false, bool Mends = false);

public sealed record RowReception(RowOutcome Outcome, MessageFault? Fault = null);

/// <summary>
/// The way of one row of a table: the same as that of a message. A row is known again by its key, and taken again only when what it says is
/// not what it said last.
/// </summary>
public sealed partial class RowProcessor(StoreWriter writer, MessagePipeline pipeline, FeedProfiles profiles, SiteOptions site, ILogger<RowProcessor> log)
{
    private const string Remember = """
        INSERT INTO TakenRows (Source, RowKey, Content, Refused, MessageId, Position, SeenAt) VALUES ($0, $1, $2, $3, $4, $5, $6)
        ON CONFLICT (Source, RowKey) DO UPDATE SET Content = $2, Refused = $3, MessageId = $4, Position = $5, SeenAt = $6
        """;

    /// <summary>A table that is read whole shows all its rows each time: that they are still there is noted once a day.</summary>
    private static readonly TimeSpan SeenIsWorthWriting = TimeSpan.FromDays(1);

    /// <summary>The profile that reads rows of this source; null when none does.</summary>
    public FeedProfile? ProfileOf(string source) => profiles.RowsOf(source);

    public async Task<RowReception> ReceiveAsync(Envelope envelope, RowDelivery delivery, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var reception = await ReadAsync(envelope, delivery, cancel);
        var outcome = reception.Outcome switch { RowOutcome.New => "accepted", RowOutcome.AlreadyKnown => "repeated", RowOutcome.Refused => "refused", _ => "unavailable" };
        Measures.Count(envelope.Door, envelope.Sender, outcome, began);
        return reception;
    }

    private async Task<RowReception> ReadAsync(Envelope envelope, RowDelivery delivery, CancellationToken cancel)
    {
        if (ProfileOf(envelope.Sender) is not { } profile)
            return await RefuseAsync(envelope, null, new MessageFault(false, null, 207, "No profile says what the columns of this source mean."), cancel);
        if (SourceRow.Parse(envelope.Raw) is not { } row)
            return await RefuseAsync(envelope, null, new MessageFault(false, null, 207, "This is no row: one line of JSON with a value for each column."), cancel);
        var key = profile.Rows!.KeyOf(row);
        var place = new Place(envelope.Sender, delivery.Occurrence == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{delivery.Occurrence}"), profile.Rows.ContentOf(row), delivery);
        try
        {
            if (delivery.Occurrence > 1)
                return await RefuseAsync(envelope, place, new MessageFault(false, string.Join(", ", profile.Rows.Key), 207, "Another row before it has the same key: nobody can tell which of them counts."), cancel);
            var reading = new RowReader(profile, site.Zone).Read(row, envelope.Sender, envelope.ReceivedAt);
            if (reading.Fault is { } fault)
                return await RefuseAsync(envelope, place, fault, cancel);
            return await writer.WriteAsync(scope => Take(scope, envelope, reading.Message!, place), cancel);
        }
        catch (UnresolvedPatientException unclear)
        {
            return await RefuseAsync(envelope, place, unclear.Fault, cancel);
        }
        catch (UnstorableTextException problem)
        {
            return await RefuseAsync(envelope, place, new MessageFault(false, null, 207, problem.Message), cancel);
        }
        catch (StoreUnavailableException problem)
        {
            LogStoreUnavailable(problem, envelope.Id);
            return new RowReception(RowOutcome.Later, new MessageFault(false, null, Hl7Reception.StoreIsAway, "The store cannot write at the moment."));
        }
#pragma warning disable CA1031 // The edge of intake: whatever one row provokes must not stop the others.
        catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogPoison(problem, envelope.Id);
            return await RefuseAsync(envelope, place, new MessageFault(false, null, 207, "The row could not be processed. It is kept for a person to look at."), cancel);
        }
    }

    private RowReception Take(WriteScope scope, Envelope envelope, ClinicalMessage message, Place place)
    {
        if (IsKnown(scope, place))
            return new RowReception(RowOutcome.AlreadyKnown);
        var key = place.Message;
        // What a row said before and says again after it said something else is news.
        if (MessageReception.AnswerGivenBefore(scope, key) is not null)
            key = $"{key}|{envelope.Id}";
        var findings = message.Findings.ToList();
        MessageReception.Accept(scope, envelope, message, key, "taken");
        foreach (var notice in message.Patients)
        {
            if (pipeline.Patients.Take(scope, notice, envelope.Id, findings).Fault is { } fault)
                throw new UnresolvedPatientException(fault);
        }

        MessageReception.Remark(scope, envelope.Id, findings);
        scope.Record("message_accepted", new Subject("message", envelope.Id), Actor.System, Detail.Of(("door", envelope.Door), ("kind", message.Kind), ("source", message.Source)));
        Keep(scope, place, refused: false, envelope.Id);
        return new RowReception(RowOutcome.New);
    }

    private async Task<RowReception> RefuseAsync(Envelope envelope, Place? place, MessageFault fault, CancellationToken cancel)
    {
        try
        {
            return await writer.WriteAsync(scope =>
            {
                if (place is { Delivery.Mends: false } && IsKnown(scope, place))
                    return new RowReception(RowOutcome.AlreadyKnown);
                MessageReception.SetAside(scope, envelope, RowReader.Kind, envelope.Sender, fault);
                if (place is { Delivery.Mends: false })
                    Keep(scope, place, refused: true, envelope.Id);
                return new RowReception(RowOutcome.Refused, fault);
            }, cancel);
        }
        catch (StoreUnavailableException problem)
        {
            LogStoreUnavailable(problem, envelope.Id);
            return new RowReception(RowOutcome.Later, new MessageFault(false, null, Hl7Reception.StoreIsAway, "The store cannot write at the moment."));
        }
    }

    /// <summary>Because it says what was taken last, or because it is an earlier version that was taken before that.</summary>
    private static bool IsKnown(WriteScope scope, Place place)
    {
        if (Last(scope, place) is not { } last)
            return false;
        if (last.SeenAt < scope.Now - SeenIsWorthWriting)
            scope.Execute("UPDATE TakenRows SET SeenAt = $2 WHERE Source = $0 AND RowKey = $1", place.Source, place.Key, scope.Now.UtcTicks);
        if (last.Content == place.Content)
            return !(last.Refused && (place.Delivery.Again || place.Delivery.Mends));
        return place.Delivery.Position is { } now && last.Position is { } before && now <= before && MessageReception.AnswerGivenBefore(scope, place.Message) is not null;
    }

    private static (string Content, bool Refused, decimal? Position, DateTimeOffset SeenAt)? Last(WriteScope scope, Place place)
    {
        using var rows = scope.Query("SELECT Content, Refused, Position, SeenAt FROM TakenRows WHERE Source = $0 AND RowKey = $1", place.Source, place.Key);
        return rows.Read()
            ? (rows.GetString(0), Convert.ToBoolean(rows.GetValue(1), CultureInfo.InvariantCulture), rows.IsDBNull(2) ? null : decimal.Parse(rows.GetString(2), CultureInfo.InvariantCulture), new DateTimeOffset(rows.GetInt64(3), TimeSpan.Zero))
            : null;
    }

    /// <summary>What a person mended goes on standing for what the source says: else the source's words would be news at the next reading.</summary>
    private static void Keep(WriteScope scope, Place place, bool refused, string messageId)
    {
        var last = Last(scope, place);
        if (place.Delivery.Mends && last is { } mended)
            scope.Execute(Remember, place.Source, place.Key, mended.Content, refused, messageId, mended.Position?.ToString(CultureInfo.InvariantCulture), scope.Now.UtcTicks);
        else if (last?.Position is not { } before || place.Delivery.Position is not { } now || now >= before)
            scope.Execute(Remember, place.Source, place.Key, place.Content, refused, messageId, place.Delivery.Position?.ToString(CultureInfo.InvariantCulture), scope.Now.UtcTicks);
    }

    private sealed record Place(string Source, string Key, string Content, RowDelivery Delivery)
    {
        public string Message => $"row|{Source}|{Key}|{Content}";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Row {MessageId} could not be stored; it is read again")]
    private partial void LogStoreUnavailable(Exception problem, string messageId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Row {MessageId} could not be processed and was set aside")]
    private partial void LogPoison(Exception problem, string messageId);
}
