using System.Text.Json;
using Runink.Domain.Foundation;

namespace Runink.Domain.Discharges;

/// <summary>What a unit does before a patient goes: discharges that are begun from now on have these items.</summary>
public sealed class DischargeChecklist
{
    public const int MostItems = 40;
    public const int LongestItem = 200;

    /// <summary>Where nobody has written one. After the IDEAL discharge planning overview of the AHRQ and the components of the Re-Engineered Discharge (Project RED).</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "Where the patient goes, and who takes them there, is agreed with them and their family",
        "Medicines are reconciled; the patient has the list and what is prescribed",
        "Follow-up appointments are made, and the patient knows when and where",
        "Somebody is named for each result that is still to come",
        "The patient or carer has said the plan in their own words",
        "Warning signs, and whom to call, are written down for them",
        "Equipment, care at home and transport are arranged",
        "The discharge summary goes to whoever takes over the care",
    ];

    /// <summary>Empty is every unit that has none of its own.</summary>
    public required string Unit { get; init; }

    public required string Items { get; set; }

    public int Version { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    public IReadOnlyList<string> Texts => JsonSerializer.Deserialize<List<string>>(Items)!;

    /// <summary>The items as they are kept: trimmed, without empty ones; or what is wrong with them.</summary>
    public static Outcome<IReadOnlyList<string>> Read(IEnumerable<string> texts)
    {
        List<string> items = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];
        return items switch
        {
            [] => new Refusal("invalid", "Write at least one item, a line each."),
            { Count: > MostItems } => new Refusal("invalid", $"A checklist has at most {MostItems} items; these are {items.Count}."),
            _ when items.Find(item => item.Length > LongestItem) is { } longest => new Refusal("invalid", $"An item has at most {LongestItem} characters: “{longest[..40]}…” is longer."),
            _ when items.GroupBy(item => item, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice => new Refusal("invalid", $"“{twice.Key}” stands there twice."),
            _ => items,
        };
    }
}
