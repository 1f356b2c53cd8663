using Microsoft.AspNetCore.Components;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger;

/// <summary>The ledger, newest first, and the proof that it is whole.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 100;

    private List<LedgerEntry>? rows;
    private string? next;
    private Refusal? refusal;
    private LedgerVerification? verdict;
    private CancellationTokenSource? verifying;
    private long checkedRows;
    private string? kind;
    private string? subject;

    [SupplyParameterFromQuery] public string? Kind { get; set; }

    [SupplyParameterFromQuery] public string? Subject { get; set; }

    [Inject] public required LedgerUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    protected override async Task LoadAsync()
    {
        (kind, subject, rows) = (Kind, Subject, null);
        Take(await UseCases.ListAsync(Caller, Kind, Subject, null, PageSize, Gone));
    }

    private async Task MoreAsync() => Take(await UseCases.ListAsync(Caller, Kind, Subject, next, PageSize, Gone));

    private void Take(Outcome<LedgerPage> outcome)
    {
        refusal = outcome.Refusal;
        if (outcome.Value is not { } page)
            return;
        rows = [.. rows ?? [], .. page.Items];
        next = page.NextCursor;
    }

    private void Filter() => Nav.NavigateTo(Nav.GetUriWithQueryParameters("/audit", new Dictionary<string, object?>
    {
        ["kind"] = string.IsNullOrWhiteSpace(kind) ? null : kind.Trim(),
        ["subject"] = string.IsNullOrWhiteSpace(subject) ? null : subject.Trim(),
    }));

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

    /// <summary>"person:ana.ruiz" as "Ana Ruiz", "trigger:hyperkalaemia" as "Trigger hyperkalaemia", the system by the product's name.</summary>
    private static string Actor(string actor) => actor.Split(':', 2) switch
    {
        ["system", _] => "Runink Companion",
        ["person", var id] => SamplePeople.Find(id)?.Name ?? id,
        ["trigger", var id] => $"Trigger {id}",
        [var kind, var id] => $"{Shared.Layout.Labels.Spoken(kind)} {id}",
        _ => actor,
    };

    private static string? Href(Subject subject) => subject.Type switch
    {
        "escalation" => $"/escalations/{subject.Id}",
        "referral" => $"/referrals/{subject.Id}",
        "trigger" => $"/triggers/{subject.Id}",
        "patient" => $"/patients/{subject.Id}",
        _ => null,
    };
}
