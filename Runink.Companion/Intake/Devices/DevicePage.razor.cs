using Microsoft.AspNetCore.Components;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Devices;

/// <summary>One device: what it is, whose it is, and how its clock goes.</summary>
public sealed partial class DevicePage
{
    private DeviceView? view;
    private Refusal? refusal;
    private bool pairing;
    private DevicePairingView? ending;

    [Parameter] public required string Id { get; set; }

    private bool MayPair => DeviceUseCases.MayPair(Caller);

    private bool HasSent => view?.Readings.Any(one => one.SentAt is not null) == true;

    private (string Word, string Icon, string Chip) Clock => DeviceWords.State(view!.Clock.Name);

    protected override void OnInitialized() => Watch(change => (change.Kind == "device" && change.Id == Id) || change.Kind == "quarantine", _ => LoadAsync(), TimeSpan.FromSeconds(5));

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = (outcome.Value, outcome.Refusal);
    }

    private void Take(DeviceView now) => (view, pairing, ending) = (now, false, null);
}
