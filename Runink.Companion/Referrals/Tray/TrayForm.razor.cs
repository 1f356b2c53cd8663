using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Patients;
using Runink.Domain.Referrals.Tray;

namespace Runink.Companion.Referrals.Tray;

/// <summary>The form beside a document: filled with what was read, sent by a person.</summary>
public sealed partial class TrayForm
{
    private static readonly string[] Priorities = ["routine", "soon", "urgent"];
    private static readonly TrayField[] Identifying = [TrayField.PatientName, TrayField.BirthDate, TrayField.Mrn];

    private readonly HashSet<TrayField> filled = [];
    private PatientCard? patient;
    private IReadOnlyList<PatientCard> found = [];
    private IReadOnlyList<TrayReferral> referrals = [];
    private string search = "";
    private string service = "";
    private string priority = "";
    private string reason = "";
    private string diagnoses = "";
    private string referrer = "";
    private string payer = "";
    private bool consent;
    private bool isReport;
    private string? problem;

    [Parameter, EditorRequired] public required TrayView View { get; set; }

    [Parameter] public EventCallback<TraySuggestion> OnShow { get; set; }

    [Parameter] public EventCallback<TrayView> OnDone { get; set; }

    /// <summary>Somebody else was quicker: the page looks again.</summary>
    [Parameter] public EventCallback OnStale { get; set; }

    [Inject] public required ReferralUseCases Referrals { get; set; }

    [Inject] public required TrayUseCases Tray { get; set; }

    [Inject] public required TrayActUseCases Acts { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private IReadOnlyList<TraySuggestion> Read => [.. View.Suggestions.Where(one => Identifying.Contains(one.Field))];

    /// <summary>Text that was read later fills what is empty; what a person wrote stays.</summary>
    protected override async Task LoadAsync()
    {
        service = Filled(TrayField.Service, service);
        priority = Filled(TrayField.Priority, priority);
        reason = Filled(TrayField.Reason, reason);
        diagnoses = Filled(TrayField.Diagnoses, diagnoses);
        referrer = Filled(TrayField.Referrer, referrer);
        payer = Filled(TrayField.Payer, payer);
        if (patient is null && View.Patient is { } named)
            await ChooseAsync(named);
    }

    private string Filled(TrayField field, string now) => now.Length == 0 && View.Of(field) is { Value.Length: > 0 } one && filled.Add(field) ? one.Value : now;

    private async Task SearchAsync(string? text)
    {
        search = text ?? "";
        found = search.Trim().Length > 1 ? (await Referrals.PatientsAsync(Caller, search, Gone)).Value ?? [] : [];
    }

    private async Task ChooseAsync(PatientCard chosen)
    {
        (patient, found, search, problem) = (chosen, [], "", null);
        referrals = await Tray.ReferralsAsync(Caller, chosen.Id, Gone);
    }

    private Task ForgetAsync()
    {
        (patient, referrals, isReport) = (null, [], false);
        return Task.CompletedTask;
    }

    private async Task SendAsync()
    {
        problem = patient is null ? "Say who the patient is." : service.Trim().Length == 0 ? "Say which service is asked for." : priority.Length == 0 ? "Choose a priority." : reason.Trim().Length == 0 ? "Say why, in a few words." : null;
        if (problem is null)
            await DoneAsync(await Acts.CreateAsync(Caller, View.Row.Id, View.Row.Version, new TrayDraft(patient!.Id, service, priority, reason, consent, referrer, payer, diagnoses), Gone), $"{patient!.Name}, {service}: the referral is made, with its documents.");
    }

    private async Task AttachAsync(TrayReferral referral) =>
        await DoneAsync(await Acts.AttachAsync(Caller, View.Row.Id, View.Row.Version, referral.Id, isReport, Gone), $"{patient!.Name}, {referral.Service}: the document is with the referral.");

    private async Task DoneAsync(Domain.Foundation.Outcome<TrayView> outcome, string said)
    {
        problem = outcome.Refusal?.Message;
        if (outcome.Refusal is { Code: "stale-version" or "taken" or "not-allowed-now" })
            await OnStale.InvokeAsync();
        if (outcome.Value is not { } done)
            return;
        Toasts.Say(said);
        await OnDone.InvokeAsync(done);
    }
}
