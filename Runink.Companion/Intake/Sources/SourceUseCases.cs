using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Sources;

/// <summary>Sources as administrators see and steer them.</summary>
public sealed class SourceUseCases
{
    /// <summary>The concern of a source whose columns nobody has said the meaning of.</summary>
    public const string NotMapped = "not-mapped";

    private const int MostTestRows = 5;
    private const int MostSampleRows = 200;

    private readonly SourceBook book;
    private readonly SourceReaders readers;
    private readonly SourceWorker worker;
    private readonly RowProcessor rows;
    private readonly CompanionStore store;
    private readonly StoreWriter writer;
    private readonly TimeProvider time;

    internal SourceUseCases(SourceBook book, SourceReaders readers, SourceWorker worker, RowProcessor rows, CompanionStore store, StoreWriter writer, TimeProvider time) =>
        (this.book, this.readers, this.worker, this.rows, this.store, this.writer, this.time) = (book, readers, worker, rows, store, writer, time);

    public async Task<Outcome<IReadOnlyList<SourceView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var waiting = await WaitingAsync(db, cancel);
        var views = new List<SourceView>();
        foreach (var source in book.All)
            views.Add(View(source, await db.SourceStates.FindAsync([source.Name], cancel), waiting.GetValueOrDefault(source.Name)));
        return new Outcome<IReadOnlyList<SourceView>>([.. views.OrderBy(view => view.Concern is null).ThenBy(view => view.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    /// <summary>Connects, reads five rows at most from where the next pull would begin, and takes nothing in. Whose rows they are is looked at: a fact.</summary>
    public async Task<Outcome<SourceTest>> TestAsync(Caller caller, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } mayNotRead)
            return mayNotRead;
        if (Find(caller, name) is var found && found.Refusal is { } refusal)
            return refusal;
        var source = found.Value!;
        await NoteLookAsync(caller, source, cancel);
        await using var db = store.Read();
        var state = await db.SourceStates.FindAsync([source.Name], cancel);
        IReadOnlyList<SourceColumn> columns = [];
        var read = new List<SourceTestRow>();
        string? remark = null;
        try
        {
            await foreach (var page in readers.Of(source).ReadAsync(new SourceQuestion(source.Since(state), null, MostTestRows), cancel))
            {
                (columns, remark) = (page.Columns, page.Remark ?? remark);
                read.AddRange(page.Items.Take(MostTestRows - read.Count).Select(item => Shown(source, item)));
                if (read.Count >= MostTestRows)
                    break;
            }

            var problem = source.GivesRows && rows.ProfileOf(source.Name)?.Rows is { } mapping && columns.Count > 0 ? ColumnDrift.Find(columns, mapping.Columns, state?.Columns) : null;
            return new SourceTest(problem?.Words, remark, [.. columns.Select(column => $"{column.Name} {column.Type}")], read);
        }
        catch (SourceException failed)
        {
            return new SourceTest(failed.Problem.Words, remark, [.. columns.Select(column => $"{column.Name} {column.Type}")], read);
        }
    }

    /// <summary>The first rows as lines of JSON, for whoever says what its columns mean; nothing is taken in. A look at patients: a fact.</summary>
    public async Task<Outcome<string>> SampleAsync(Caller caller, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } mayNotRead)
            return mayNotRead;
        if (Find(caller, name) is var found && found.Refusal is { } refusal)
            return refusal;
        var source = found.Value!;
        if (!source.GivesRows)
            return new Refusal("invalid", $"{source.Name} gives FHIR resources: they need no mapping.");
        await NoteLookAsync(caller, source, cancel);
        var lines = new List<string>();
        try
        {
            await foreach (var page in readers.Of(source).ReadAsync(new SourceQuestion(source.Since(null), null, MostSampleRows), cancel))
            {
                lines.AddRange(page.Items.OfType<RowItem>().Take(MostSampleRows - lines.Count).Select(item => Encoding.UTF8.GetString(item.Row.ToJson())));
                if (lines.Count >= MostSampleRows)
                    break;
            }
        }
        catch (SourceException failed)
        {
            return new Refusal("unavailable", failed.Problem.Words);
        }

        return lines.Count > 0 ? string.Join('\n', lines) : new Refusal("not-found", "It answers, and has no row.");
    }

    public Task<Outcome<SourceView>> PullNowAsync(Caller caller, string name, CancellationToken cancel) =>
        book.Find(name) is { GivesRows: true, IsUnderstood: false } && caller.May(Permission.Administer)
            ? Task.FromResult<Outcome<SourceView>>(new Refusal("not-allowed-now", "Nothing says what its columns mean yet: map them first."))
            : ChangeAsync(caller, name, "source_pull_wished", "{}", state => state.PullNow(time.GetUtcNow()), cancel);

    public Task<Outcome<SourceView>> PauseAsync(Caller caller, string name, bool isPaused, CancellationToken cancel) =>
        ChangeAsync(caller, name, isPaused ? "source_paused" : "source_resumed", "{}", state => state.Pause(isPaused, time.GetUtcNow()), cancel);

    /// <summary>The columns as they are now are right.</summary>
    public Task<Outcome<SourceView>> AcceptColumnsAsync(Caller caller, string name, CancellationToken cancel) =>
        ChangeAsync(caller, name, "source_columns_accepted", "{}", state => state.ForgetColumns(time.GetUtcNow()), cancel);

    /// <param name="from">A watermark as the page shows it; empty: from the beginning.</param>
    public Task<Outcome<SourceView>> ReplayAsync(Caller caller, string name, string? from, CancellationToken cancel)
    {
        if (Find(caller, name) is var found && found.Refusal is { } refusal)
            return Task.FromResult<Outcome<SourceView>>(refusal);
        var source = found.Value!;
        var isWhole = string.IsNullOrWhiteSpace(from);
        if (!isWhole && source.WatermarkKind == WatermarkKind.None)
            return Task.FromResult<Outcome<SourceView>>(new Refusal("invalid", "It has no watermark: it is read from the beginning each time."));
        if (!isWhole && Watermark.Parse(source.WatermarkKind, from) is null)
            return Task.FromResult<Outcome<SourceView>>(new Refusal("invalid", source.WatermarkKind == WatermarkKind.Number ? "A number is needed, as its watermark is one." : "A time like 2026-03-02T08:00:00 is needed, as its watermark is one."));
        return ChangeAsync(caller, name, "source_replayed", Detail.Of(("from", isWhole ? "the beginning" : from!.Trim())), state => state.ReplayFrom(Watermark.Parse(source.WatermarkKind, from), time.GetUtcNow()), cancel);
    }

    private async Task<Outcome<SourceView>> ChangeAsync(Caller caller, string name, string fact, string detail, Action<SourceState> change, CancellationToken cancel)
    {
        if (Find(caller, name) is var found && found.Refusal is { } refusal)
            return refusal;
        var source = found.Value!;
        await using var db = store.Read();
        var waiting = (await WaitingAsync(db, cancel)).GetValueOrDefault(source.Name);
        var view = await writer.WriteAsync(scope =>
        {
            var state = SourcePull.Of(scope, source.Name);
            change(state);
            scope.Record(fact, new Subject("source", source.Name), caller.Actor, detail);
            scope.Announce(new Change("source", source.Name));
            return View(source, state, waiting);
        }, cancel);
        worker.Wake(source.Name);
        return view;
    }

    private static async Task<Dictionary<string, int>> WaitingAsync(CompanionDb db, CancellationToken cancel) =>
        await db.Quarantine.Where(row => row.Status == QuarantineStatus.Waiting && row.Door == SourcePull.Door).GroupBy(row => row.Source).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, StringComparer.Ordinal, cancel);

    private Task<bool> NoteLookAsync(Caller caller, NamedSource source, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        scope.Record("source_tested", new Subject("source", source.Name), caller.Actor);
        return true;
    }, cancel);

    private Outcome<NamedSource> Find(Caller caller, string name)
    {
        if (caller.Lacks(Permission.Administer) is { } refusal)
            return refusal;
        return book.Find(name) is { } source ? source : new Refusal("not-found", "There is no such source under Intake:Sources.");
    }

    private SourceTestRow Shown(NamedSource source, SourceItem item)
    {
        if (item is ResourceItem resource)
            return new SourceTestRow(Encoding.UTF8.GetString(resource.Json.Span), FhirPeek.Of(resource.Json) is { Type: { } type } ? [$"resource {type}"] : [], null);
        var row = ((RowItem)item).Row;
        var text = Encoding.UTF8.GetString(row.ToJson());
        if (rows.ProfileOf(source.Name) is not { } profile)
            return new SourceTestRow(text, [], "No profile says what the columns of this source mean.");
        var reading = new RowReader(profile, source.Zone).Read(row, source.Name, time.GetUtcNow());
        return new SourceTestRow(text, ProfileCheck.Lines(reading), reading.Fault?.Text);
    }

    private SourceView View(NamedSource source, SourceState? state, int waiting)
    {
        var concern = state is null ? null : source.Schedule.Concern(state, time.GetUtcNow());
        var fault = concern?.Fault ?? state?.Fault;
        return new SourceView(
            source.Name, source.Kind, rows.ProfileOf(source.Name)?.Name, source.WatermarkKind.ToString(), state?.Since(source.WatermarkKind)?.Text, state?.LastPullAt, state?.LastSuccessAt, state?.LastRowAt,
            state?.NextPullAt, state?.Failures ?? 0, state?.Problem, source is { GivesRows: true, IsUnderstood: false } ? NotMapped : concern is null ? null : System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(concern.Fault.ToString()),
            source is { GivesRows: true, IsUnderstood: false } ? "Nothing says what its columns mean: nothing of it is taken in." : fault is { } wrong ? SourceWords.Advice(wrong) : null, concern?.Fault == SourceFault.Silent ? concern.Words : state?.Remark, state?.Taken ?? 0, state?.Refused ?? 0, waiting, state?.LastTaken ?? 0, state?.LastKnown ?? 0, state?.LastRefused ?? 0,
            worker.IsRunning(source.Name), state?.IsPaused ?? false, state?.Version ?? 0);
    }
}
