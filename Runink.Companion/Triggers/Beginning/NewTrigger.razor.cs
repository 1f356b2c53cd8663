using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers.Beginning;

/// <summary>Whichever way it begins, it is a draft that calls nobody.</summary>
public sealed partial class NewTrigger
{
    private static readonly (string Key, string Label)[] Ways = [("question", "From a question"), ("gallery", "From the gallery"), ("empty", "An empty text")];

    private static readonly Dictionary<string, string> Hows = new(StringComparer.Ordinal)
    {
        ["latest"] = "the latest value is", ["highest"] = "the highest value is", ["lowest"] = "the lowest value is", ["rise"] = "it rose by", ["fall"] = "it fell by", ["missing"] = "no value came",
    };

    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal) { [">"] = "above", [">="] = "at least", ["<"] = "below", ["<="] = "at most" };

    private static readonly Dictionary<string, string> Patients = new(StringComparer.Ordinal)
    {
        ["all"] = "every patient", ["ED"] = "who came through the emergency department", ["inpatient"] = "inpatients", ["adults"] = "18 or older",
    };

    private static readonly string[] Severities = ["info", "low", "moderate", "high", "critical"];

    private string way = "question";
    private string name = "";
    private Concept? measure;
    private string how = "latest";
    private string sign = ">";
    private string limit = "";
    private string hours = "24";
    private string patients = "all";
    private string severity = "moderate";
    private string? who;
    private string find = "";
    private string? problem;
    private IReadOnlyList<GalleryItem>? gallery;
    private GalleryItem? picked;

    [Parameter] public EventCallback OnClose { get; set; }

    [Inject] public required BeginningUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    private string Slug => TriggerChecks.Slug(name);

    private Task<IEnumerable<Concept>> FindAsync(string? text, CancellationToken cancel) => Task.FromResult(UseCases.Measures.Where(concept =>
        string.IsNullOrWhiteSpace(text) || text == measure?.Label || concept.Label.Contains(text, StringComparison.OrdinalIgnoreCase) || concept.Name.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private Task<IEnumerable<string>> RecipientsAsync(string? text, CancellationToken cancel) =>
        Task.FromResult(UseCases.Recipients.Where(one => string.IsNullOrWhiteSpace(text) || one.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private async Task ChooseAsync(string key)
    {
        (way, problem, picked) = (key, null, null);
        if (key == "gallery" && gallery is null)
            gallery = (await UseCases.GalleryAsync(Caller, Gone)).Value ?? [];
    }

    private void Pick(GalleryItem item) => (picked, name) = (item, item.IsHere ? $"{item.Name} (copy)" : item.Name);

    private async Task StartAsync()
    {
        if (way == "empty")
        {
            Nav.NavigateTo($"/triggers/{Slug}?name={Uri.EscapeDataString(name.Trim())}");
            return;
        }

        var (isLimit, isHours) = (Number(limit, out var value), Number(hours, out var back));
        problem = way != "question" ? null : !isLimit && how != "missing" ? "The limit is a number, with a point." : !isHours && how != "latest" ? "The hours are a number." : null;
        if (problem is not null)
            return;
        var begun = way == "gallery"
            ? await UseCases.FromGalleryAsync(Caller, picked!.Id, Slug, name.Trim(), Gone)
            : await UseCases.FromQuestionAsync(Caller, new TriggerQuestion(measure?.Name ?? "", how, sign, value, (int)Math.Clamp(back, 0, 10_000), patients, who ?? "", severity), Slug, name.Trim(), Gone);
        problem = begun.Refusal?.Message;
        if (begun.Value is { } draft)
            Nav.NavigateTo($"/triggers/{draft.Id}");
    }

    private static bool Number(string text, out decimal value) => decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
