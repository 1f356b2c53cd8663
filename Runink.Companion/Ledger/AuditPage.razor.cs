using Runink.Companion.Hosting.Access;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Companion.Ledger.Evidence;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger;

/// <summary>The ledger, newest first, and the proof that it is whole.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 100;

    private LedgerFacet facet = new([], [], []);
    private LedgerQuery query = new();
    private List<LedgerEntry>? rows;
    private string? next;
    private Refusal? refusal;
    private Refusal? unclear;
    private LedgerVerification? verdict;
    private CancellationTokenSource? verifying;
    private long checkedRows;
    private bool exporting;

    [SupplyParameterFromQuery] public string? Kind { get; set; }

    [SupplyParameterFromQuery] public string? Subject { get; set; }

    [SupplyParameterFromQuery] public string? Actor { get; set; }

    [SupplyParameterFromQuery] public string? Patient { get; set; }

    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string? To { get; set; }

    [Inject] public required LedgerUseCases UseCases { get; set; }

    [Inject] public required EvidenceUseCases Proofs { get; set; }

    [Inject] public required PeopleDirectory People { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required IJSRuntime Js { get; set; }

    protected override async Task LoadAsync()
    {
        var asked = new LedgerQuery(Kind, Subject, Actor, Patient, From, To);
        if (rows is not null && asked == query)
            return;
        (query, rows, next) = (asked, null, null);
        var known = await UseCases.FacetsAsync(Caller, Gone);
        facet = known.Value ?? facet;
        Take(await UseCases.ListAsync(Caller, query, null, PageSize, Gone));
    }

    private async Task MoreAsync() => Take(await UseCases.ListAsync(Caller, query, next, PageSize, Gone));

    /// <summary>A filter that cannot be meant is said beside the filter, where it can be put right.</summary>
    private void Take(Outcome<LedgerPage> outcome)
    {
        refusal = outcome.Refusal is { Code: "forbidden" } ? outcome.Refusal : null;
        unclear = refusal is null ? outcome.Refusal : null;
        if (outcome.Value is not { } page)
            return;
        rows = [.. rows ?? [], .. page.Items];
        next = page.NextCursor;
    }

    private void Go(LedgerQuery wanted) => Nav.NavigateTo(Nav.GetUriWithQueryParameters("/audit", new Dictionary<string, object?>
    {
        ["kind"] = wanted.Kind,
        ["subject"] = wanted.Subject,
        ["actor"] = wanted.Actor,
        ["patient"] = wanted.Patient,
        ["from"] = wanted.From,
        ["to"] = wanted.To,
    }));

    private async Task ExportAsync()
    {
        exporting = true;
        var outcome = await UseCases.ExportAsync(Caller, query, Gone);
        exporting = false;
        if (outcome.Value is not { } export)
        {
            Toasts.Refuse(outcome.Refusal!);
            return;
        }

        await CsvText.SaveAsync(Js, Assets["js/keys.js"], "audit", ["row", "at", "who", "actor", "what", "kind", "about", "id", "detail", "hash"], export.Rows.Select(row => (IEnumerable<string>)
        [
            row.Seq.ToString(CultureInfo.InvariantCulture), When.Iso(When.Local(row.At)), LedgerWords.Actor(row.Actor, People), row.Actor, LedgerWords.Kind(row.Kind), row.Kind,
            row.Subject.Type, row.Subject.Id, row.Detail, row.Hash,
        ]));
        var count = export.Rows.Count.ToString("N0", CultureInfo.InvariantCulture);
        Toasts.Say(export.IsCut ? $"The newest {count} rows are in the file; more fit. Narrow the period for the rest." : $"{count} rows are in the file.");
    }

    /// <summary>What the filter is about, when a package can be made of it: kind and id.</summary>
    private (string Kind, string Id)? Evidence => unclear is not null ? null : query switch
    {
        { Patient: { Length: > 0 } patient } => ("patient", patient),
        { Subject: { } subject } when subject.Split('/', 2) is ["escalation" or "referral" or "patient", _] parts => (parts[0], parts[1]),
        { From: { Length: > 0 } from, To: { Length: > 0 } to } => ("period", $"{from}..{to}"),
        _ => null,
    };

    private async Task ProveAsync((string Kind, string Id) about)
    {
        exporting = true;
        var outcome = await Proofs.MakeAsync(Caller, about.Kind, about.Id, Gone);
        exporting = false;
        if (outcome.Value is not { } package)
        {
            Toasts.Refuse(outcome.Refusal!);
            return;
        }

        await using var keys = await Js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["js/keys.js"]}");
        using var bytes = new DotNetStreamReference(new MemoryStream(package.Bytes));
        await keys.InvokeVoidAsync("saveStream", package.Name, "application/zip", bytes);
        Toasts.Say($"{package.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows with their proof are in {package.Name}. Open verify.html from it.");
    }

    private async Task VerifyAsync()
    {
        (verdict, checkedRows) = (null, 0);
        using var run = verifying = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        var progress = new Progress<long>(count =>
        {
            checkedRows = count;
            StateHasChanged();
        });
        try
        {
            var outcome = await Task.Run(() => UseCases.VerifyAsync(Caller, progress, run.Token), run.Token);
            (verdict, refusal) = (outcome.Value, outcome.Refusal);
        }
        catch (OperationCanceledException)
        {
            // Cancelled by the person who started it: no verdict.
        }
        finally
        {
            verifying = null;
        }
    }
}
