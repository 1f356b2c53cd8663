using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Runink.Domain.Signals;

namespace Runink.Domain.Contracts;

/// <summary>A contract that what a feed sent lately would keep, for a person to go on from. It names nobody: who owns the feed is not in its messages.</summary>
public static class ContractSuggestion
{
    /// <summary>What everybody knows how to replace; a contract that still says it is refused nowhere, and read by everybody.</summary>
    private const string Owner = "say whom to ask";

    private const int FewestValues = 20;
    private const int MostSignals = 30;
    private static readonly JsonSerializerOptions Quotes = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="whole">All that was looked at, together.</param>
    /// <param name="perHour">Messages of each hour since the first.</param>
    /// <param name="pause">The longest time between two messages; null when there were fewer than two.</param>
    public static string Draft(string feed, HourCounts whole, IReadOnlyList<int> perHour, TimeSpan? pause, Vocabulary vocabulary)
    {
        var text = new StringBuilder();
        Line("contract:");
        Line($"  feed: {Quoted(feed)}");
        Line($"  owner: {Owner}");
        // Of an hour or two nobody can tell how long its pauses are.
        if (pause is { } longest && perHour.Count > 2)
            Line(string.Create(CultureInfo.InvariantCulture, $"  silence: {Math.Max(1, (int)Math.Ceiling(longest.TotalHours * 2))}h"));
        if (perHour.Count > 0)
            Line(string.Create(CultureInfo.InvariantCulture, $"  volume:\n    - {{per_hour: {perHour.Min() / 2}..{Round(perHour.Max() * 2)}}}"));
        var required = new List<string>();
        Field("control_id", whole.WithControlId, whole.Messages);
        Field("sent", whole.WithSent, whole.Messages);
        Field("stay", whole.WithStay, whole.WithValues);
        var quantities = whole.Signals.Where(one => vocabulary.Find(one.Key)?.Kind == ConceptKind.Quantity).OrderByDescending(one => one.Value.Values).ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        Field("unit", quantities.Sum(one => one.Value.Values - one.Value.Units.GetValueOrDefault("")), quantities.Sum(one => one.Value.Values));
        Field("code", whole.Values - whole.WithoutCode, whole.Values);
        Section("required", required);
        Section("signals", [.. quantities.Where(one => one.Value.Values >= FewestValues && one.Value.Units.Keys.Any(unit => unit.Length > 0)).Take(MostSignals)
            .Select(one => $"{{name: {one.Key}, units: [{string.Join(", ", one.Value.Units.Keys.Where(unit => unit.Length > 0).Order(StringComparer.Ordinal).Select(Quoted))}], at_least: 99 %}}")]);
        if (perHour.Count > 0 && whole.Messages > 0)
            Line(string.Create(CultureInfo.InvariantCulture, $"  cost: {{messages_per_day: {Round((int)Math.Min(int.MaxValue / 4, perHour.Average() * 24 * 2) + 1)}}}"));
        return text.ToString();

        void Field(string name, int have, int could)
        {
            // What is hardly ever there was never agreed.
            if (could >= FewestValues && have * 10L >= could * 9L)
                required.Add(string.Create(CultureInfo.InvariantCulture, $"{{field: {name}, at_least: {Math.Max(1, Math.Floor(have * 100m / could) - 1):0} %}}"));
        }

        void Section(string key, IReadOnlyList<string> entries)
        {
            if (entries.Count > 0)
                Line($"  {key}:\n{string.Join('\n', entries.Select(entry => $"    - {entry}"))}");
        }

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>Up to a number that a person would write.</summary>
    private static int Round(int number)
    {
        var step = (int)Math.Pow(10, Math.Max(0, number.ToString(CultureInfo.InvariantCulture).Length - 2));
        return Math.Max(10, (number + step - 1) / step * step);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Quotes);
}
