using System.Security.Cryptography;
using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Sources;

/// <summary>
/// One reading of one source. A page is taken in whole, then the watermark moves: a run that is killed in between reads the page again and
/// knows its rows.
/// </summary>
internal sealed class SourcePull(SourceReaders readers, RowProcessor rows, FhirTransactionProcessor resources, CompanionStore store, StoreWriter writer, UlidSource ids, TimeProvider time)
{
    public const string Door = "pull";

    /// <exception cref="SourceException">It could not be read to its end; what was taken in stays.</exception>
    public async Task<PullResult> RunAsync(NamedSource source, CancellationToken cancel)
    {
        var state = await StateAsync(source.Name, cancel);
        var run = new Run(source, state, time.GetUtcNow());
        await foreach (var page in readers.Of(source).ReadAsync(new SourceQuestion(source.Since(state), state?.Validator, source.Options.BatchSize), cancel))
        {
            if (source.GivesRows && page.Columns.Count > 0)
                await LearnAsync(run, page.Columns, cancel);
            run.Remark ??= page.Remark;
            run.Validator = page.Validator ?? run.Validator;
            var items = run.Cut(page.Items);
            await TakeAsync(run, items, cancel);
            if (run.HasMore)
                break;
        }

        if (run.Progress.WithoutValue > 0 && run.Seen == run.Progress.WithoutValue && source.WatermarkKind != WatermarkKind.None)
            throw new SourceException(SourceFault.NotUnderstood, $"No row has a value of {source.Options.Watermark.Column} that is a {source.WatermarkKind}: nobody could tell later rows from earlier ones.");
        return new PullResult(run.Taken, run.Known, run.Refused, run.HasMore, run.Progress.AtEnd?.NotAhead(run.At, source.Zone), run.Validator, run.Remarks());
    }

    public async Task<SourceState?> StateAsync(string name, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.SourceStates.FindAsync([name], cancel);
    }

    internal static SourceState Of(WriteScope scope, string name)
    {
        if (scope.Db.SourceStates.Find(name) is { } known)
            return known;
        var state = new SourceState { Name = name };
        scope.Db.SourceStates.Add(state);
        return state;
    }

    /// <summary>Before a row of a changed table is read by what its columns were.</summary>
    private async Task LearnAsync(Run run, IReadOnlyList<SourceColumn> columns, CancellationToken cancel)
    {
        if (run.HasLearnt)
            return;
        var needed = run.Needed(rows);
        if (ColumnDrift.Find(columns, needed, run.Before?.Columns) is { } changed)
            throw new SourceException(changed);
        run.HasLearnt = true;
        var now = ColumnDrift.Write(columns, needed);
        if (now != run.Before?.Columns)
        {
            await writer.WriteAsync(scope =>
            {
                Of(scope, run.Source.Name).Learn(now);
                return true;
            }, cancel);
        }
    }

    private async Task TakeAsync(Run run, IReadOnlyList<SourceItem> items, CancellationToken cancel)
    {
        if (items.Count == 0)
            return;
        // Rows are put into the writer's queue in their order and become few transactions; resources build on each other.
        var outcomes = new List<Task<RowOutcome>>(items.Count);
        foreach (var item in items)
        {
            var outcome = item is RowItem row ? TakeAsync(run, row, cancel) : TakeAsync(run, (ResourceItem)item, cancel);
            if (item is ResourceItem)
                await outcome;
            outcomes.Add(outcome);
        }

        var done = await Task.WhenAll(outcomes);
        if (done.Contains(RowOutcome.Later))
            throw new SourceException(SourceFault.Temporary, "This app's own store cannot write at the moment.");
        foreach (var item in items)
            run.Progress.Saw(run.WatermarkOf(item));
        var (taken, refused) = (done.Count(one => one == RowOutcome.New), done.Count(one => one == RowOutcome.Refused));
        run.Count(taken, done.Length - taken - refused, refused);
        var isStillMeant = await writer.WriteAsync(scope =>
        {
            var state = Of(scope, run.Source.Name);
            if (state.Generation != (run.Before?.Generation ?? 0))
                return false;
            state.Advance(run.Progress.IfBroken?.NotAhead(run.At, run.Source.Zone));
            state.Counted(taken, refused, scope.Now);
            return true;
        }, cancel);
        if (!isStillMeant)
            throw new SourceException(SourceFault.Temporary, "Somebody asked to read it again from an earlier point; that begins now.");
    }

    private async Task<RowOutcome> TakeAsync(Run run, RowItem item, CancellationToken cancel)
    {
        var delivery = new RowDelivery(run.WatermarkOf(item)?.Position, run.OccurrenceOf(rows, item), run.Before?.TakesRefusedAgain == true);
        return (await rows.ReceiveAsync(new Envelope(ids.Next(), Door, run.Source.Name, time.GetUtcNow(), item.Row.ToJson()), delivery, cancel)).Outcome;
    }

    private async Task<RowOutcome> TakeAsync(Run run, ResourceItem item, CancellationToken cancel)
    {
        var (type, id, _) = FhirPeek.Of(item.Json);
        var key = Convert.ToHexStringLower(SHA256.HashData([.. item.Json.Span, .. Encoding.UTF8.GetBytes($"\n{run.Source.Name}\n{item.Edition}")]));
        var isBundle = type == "Bundle";
        var reply = await resources.AcceptAsync(
            new Envelope(ids.Next(), Door, run.Source.Name, time.GetUtcNow(), item.Json), new FhirRequest(isBundle ? null : type ?? "Resource", isBundle ? null : id, RequestKey: key), cancel);
        return reply switch
        {
            { Status: < 300, IsRepeat: var isRepeat } => isRepeat ? RowOutcome.AlreadyKnown : RowOutcome.New,
            { Status: 503 or 409 } => RowOutcome.Later,
            _ => RowOutcome.Refused,
        };
    }

    /// <summary>What one reading has seen so far.</summary>
    private sealed class Run(NamedSource source, SourceState? before, DateTimeOffset began)
    {
        private readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);

        public NamedSource Source => source;

        public SourceState? Before => before;

        /// <summary>When it began: what is written while it reads may be read by it or not.</summary>
        public DateTimeOffset At => began;

        public WatermarkProgress Progress { get; } = new(before?.Since(source.WatermarkKind), source.IsOrdered);

        public bool HasLearnt { get; set; }

        public bool HasMore { get; private set; }

        public string? Remark { get; set; }

        public string? Validator { get; set; }

        public int Taken { get; private set; }

        public int Known { get; private set; }

        public int Refused { get; private set; }

        public int Seen => Taken + Known + Refused;

        public void Count(int taken, int known, int refused) => (Taken, Known, Refused) = (Taken + taken, Known + known, Refused + refused);

        public Watermark? WatermarkOf(SourceItem item) => Watermark.Parse(source.WatermarkKind, item.Watermark);

        public IReadOnlyList<string> Needed(RowProcessor rows) =>
            [.. (rows.ProfileOf(source.Name)?.Rows?.Columns ?? []).Concat(source.Options.Watermark.Column is { Length: > 0 } column && source.WatermarkKind != WatermarkKind.None ? [column] : []).Distinct(StringComparer.OrdinalIgnoreCase)];

        /// <summary>Only a table without a watermark says the same key twice in one reading and means two rows.</summary>
        public int OccurrenceOf(RowProcessor rows, RowItem item)
        {
            if (source.WatermarkKind != WatermarkKind.None || rows.ProfileOf(source.Name)?.Rows is not { Key.Count: > 0 } mapping)
                return 1;
            var key = mapping.KeyOf(item.Row);
            return keys[key] = keys.GetValueOrDefault(key) + 1;
        }

        /// <summary>
        /// What is still read of a page; the pull ends before a greater watermark when it has had enough news. What is known does not count: a pull
        /// that ended among the rows that it reads again would never come to the new ones behind them.
        /// </summary>
        public IReadOnlyList<SourceItem> Cut(IReadOnlyList<SourceItem> items)
        {
            if (source.WatermarkKind == WatermarkKind.None)
            {
                return Seen + items.Count <= source.Options.MostRows
                    ? items
                    : throw new SourceException(SourceFault.NotUnderstood, $"It has more than {source.Options.MostRows} rows (MostRows), and nothing tells new ones from old ones (Watermark).");
            }

            if (Taken + Refused < source.Options.MostRows || Progress.IsUnordered)
                return items;
            var look = new WatermarkProgress(null);
            look.Saw(Progress.Highest);
            for (var at = 0; at < items.Count; at++)
            {
                var next = WatermarkOf(items[at]);
                if (look.MayStopBefore(next))
                {
                    HasMore = true;
                    return [.. items.Take(at)];
                }

                look.Saw(next);
            }

            return items;
        }

        public string? Remarks()
        {
            string?[] all =
            [
                Remark,
                Progress.IsUnordered && source.Options.Query.Length > 0 ? $"Rows do not come in the order of {source.Options.Watermark.Column}: add ORDER BY, else a reading that breaks off begins anew." : null,
                Progress.WithoutValue > 0 && source.WatermarkKind != WatermarkKind.None ? $"{Progress.WithoutValue} rows have no {source.Options.Watermark.Column}: they are taken where the query gives them, and no later reading looks for them." : null,
            ];
            return string.Join(' ', all.OfType<string>()) is { Length: > 0 } said ? said : null;
        }
    }
}
