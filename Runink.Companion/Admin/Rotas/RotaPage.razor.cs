using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.Rotas;

/// <summary>One rota: who is on call in the next two weeks, and why.</summary>
public sealed partial class RotaPage
{
    private const int ShownFindings = 5;

    private RotaView? rota;
    private RotaClock clock = new("UTC");
    private Refusal? refusal;
    private string? open;

    [Inject] public required RotaUseCases UseCases { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Parameter] public string Id { get; set; } = "";

    private bool InAdmin => Navigation.ToBaseRelativePath(Navigation.Uri).StartsWith("admin/", StringComparison.Ordinal);

    private bool MayEdit => Caller.May(Permission.EditRotas);

    protected override void OnInitialized() => Watch(change => change.Kind is "rota" or "person", _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (rota, refusal) = (outcome.Value, outcome.Refusal);
        if (rota is not null)
            clock = new RotaClock(rota.Plan.Zone);
    }

    private void Close() => open = null;

    private async Task WithdrawAsync(string overrideId)
    {
        var outcome = await UseCases.WithdrawAsync(Caller, Id, overrideId, Gone);
        if (outcome.Refusal is { } why)
            Toasts.Refuse(why);
        else
            Toasts.Say("The override is withdrawn.");
        await LoadAsync();
    }
}
