using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Pipeline.Evaluation;

namespace Runink.Companion.Intake.Mapping;

/// <summary>One mapping: clicks and text change the same draft, and each step is kept.</summary>
public sealed partial class FeedMapPage
{
    private FeedMapping? mapping;
    private MappingLook? look;
    private Refusal? refusal;
    private IReadOnlyList<FeedProfileVersionView> versions = [];
    private IReadOnlyList<string> authorities = [];
    private string why = "";
    private string? refused;
    private string? opened;

    [Parameter] public required string Id { get; set; }

    [Inject] public required FeedMappingUseCases UseCases { get; set; }

    [Inject] public required TriggerCatalog Catalog { get; set; }

    [Inject] public required SiteOptions Site { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    protected override void OnInitialized() => Watch(change => change.Kind == "feed-profile" && change.Id == Id, _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        var found = await UseCases.OpenAsync(Caller, Id, Gone);
        // A draft that came into force is gone; its text is what is in force.
        (refusal, refused) = (found.Refusal, null);
        if (found.Value is not { } now)
            return;
        versions = (await UseCases.VersionsAsync(Caller, Id, Gone)).Value ?? [];
        if (opened != Id)
            (opened, authorities) = (Id, await UseCases.AuthoritiesAsync(Caller, Gone));
        // Its own steps come back as news: what is shown already is not read again.
        if (mapping is { Revision: var revision } && revision == now.Revision && mapping.Yaml == now.Yaml && mapping.VersionInForce == now.VersionInForce)
            return;
        Show(now with { Sample = now.Sample ?? (mapping?.Revision == now.Revision ? mapping.Sample : null) });
    }

    private void Show(FeedMapping now)
    {
        mapping = now;
        look = UseCases.Look(Caller, Id, now.Yaml, now.Sample).Value;
    }

    private Task ChangeAsync(Func<FeedProfile, FeedProfile> change) =>
        look?.Profile is { } profile ? SaveAsync(ProfileText.Write(change(profile)), null) : Task.CompletedTask;

    private Task TypedAsync(string? text) => text is null || text == mapping?.Yaml ? Task.CompletedTask : SaveAsync(text, null);

    /// <summary>The first sample of an empty profile is guessed at once; a later one leaves what people said.</summary>
    private async Task GivenAsync(SampleText given)
    {
        var read = given.Read();
        if (read.Value is not { } sample)
        {
            Toasts.Refuse(read.Refusal!);
            return;
        }

        var yaml = mapping!.Yaml;
        if (look?.Profile is { } profile && (profile.Rows?.Columns.Count ?? 0) == 0)
            yaml = ProfileText.Write(ProfileEditing.Take(profile, ColumnGuesser.Guess(sample, Catalog.Vocabulary), Catalog.Vocabulary));
        await SaveAsync(yaml, given);
    }

    private async Task SaveAsync(string yaml, SampleText? sample)
    {
        var saved = await UseCases.SaveDraftAsync(Caller, Id, yaml, sample, mapping!.Revision, Gone);
        await TakeAsync(saved);
    }

    private async Task UndoAsync() => await TakeAsync(await UseCases.UndoAsync(Caller, Id, mapping!.Revision, Gone));

    private async Task TakeAsync(Outcome<FeedMapping> outcome)
    {
        if (outcome.Value is { } now)
        {
            refused = null;
            Show(now with { Sample = now.Sample ?? mapping?.Sample });
            return;
        }

        Toasts.Refuse(outcome.Refusal!);
        if (outcome.Refusal!.Code == "stale-version")
            await LoadAsync();
    }

    private async Task DiscardAsync()
    {
        var outcome = await UseCases.DiscardAsync(Caller, Id, Gone);
        if (outcome.Refusal is { } no)
            Toasts.Refuse(no);
        else
            Navigation.NavigateTo("/admin/feeds/map");
    }

    private Task TestAsync(SampleRow row) => ChangeAsync(profile => ProfileExample.Add(profile, look!.Sample!, row, $"like line {row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the sample", Site.Zone));

    private async Task PublishAsync() => Done(await UseCases.PublishAsync(Caller, Id, mapping!.Yaml, mapping.VersionInForce, Gone));

    private async Task HurryAsync() => Done(await UseCases.PublishInEmergencyAsync(Caller, Id, mapping!.Yaml, mapping.VersionInForce, why, Gone));

    private async Task AskAsync()
    {
        var asked = await UseCases.SubmitAsync(Caller, Id, mapping!.Yaml, why, Gone);
        refused = asked.Refusal?.Message;
        if (asked.Value is not { } review)
            return;
        Toasts.Say($"{look?.Profile?.Name}: somebody else is asked.");
        Navigation.NavigateTo($"/approvals/{review.Id}");
    }

    private void Done(Outcome<FeedProfileVersionView> outcome)
    {
        refused = outcome.Refusal?.Message;
        if (outcome.Value is not { } version)
            return;
        Toasts.Say($"{look?.Profile?.Name} v{version.Version} holds for what is read from now on.");
        Navigation.NavigateTo("/admin/feeds/map");
    }
}
