using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Companion.Referrals;

/// <summary>A referral by hand: a patient, a service, a reason. A possible duplicate is made too, and says so.</summary>
public sealed partial class NewReferral
{
    private static readonly string[] Priorities = ["routine", "soon", "urgent"];

    private PatientCard? patient;
    private IReadOnlyList<PatientCard> found = [];
    private IReadOnlyList<string> services = [];
    private string search = "";
    private string service = "";
    private string priority = "routine";
    private string reason = "";
    private bool consent;
    private string? problem;
    private Refusal? refusal;

    [SupplyParameterFromQuery] public string? Patient { get; set; }

    [Inject] public required ReferralUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    protected override async Task LoadAsync()
    {
        services = await UseCases.ServicesAsync(Caller, Gone);
        if (Patient is null)
        {
            refusal = (await UseCases.PatientsAsync(Caller, "", Gone)).Refusal;
            return;
        }

        var outcome = await UseCases.PatientAsync(Caller, Patient, Gone);
        (patient, refusal) = (outcome.Value, outcome.Refusal);
    }

    private static string Who(PatientCard card) => string.Join(" · ", new[] { card.AgeSex, card.Mrn is { } mrn ? $"MRN {mrn}" : null }.OfType<string>().Where(part => part.Length > 0));

    private async Task SearchAsync(string? text)
    {
        search = text ?? "";
        found = search.Trim().Length > 1 ? (await UseCases.PatientsAsync(Caller, search, Gone)).Value ?? [] : [];
    }

    private async Task SendAsync()
    {
        problem = patient is null ? "Choose the patient first." : service.Trim().Length == 0 ? "Say which service is asked for." : reason.Trim().Length == 0 ? "Say why, in a few words." : null;
        if (problem is not null)
            return;
        var outcome = await UseCases.OpenAsync(Caller, new ReferralDraft(patient!.Id, service, priority, reason, consent), Gone);
        if (outcome.Refusal is { } refused)
        {
            problem = refused.Message;
            return;
        }

        Toasts.Say($"{outcome.Value!.Patient.Name}, {outcome.Value.Service}: received. Next: {outcome.Value.NextAction}.");
        Nav.NavigateTo($"/referrals/{outcome.Value.Id}");
    }
}
