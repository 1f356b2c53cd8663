using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runink.Domain.Triggers;

/// <summary>A step as it is filled in: lengths of time as they are written in triggers, <c>5m</c>; what is empty is not said.</summary>
public sealed record StepDraft(string After, string To, int Repeat = 0, string? Every = null, bool ByAll = false, string? Hours = null)
{
    public static StepDraft Of(EscalationStep step) =>
        new(PolicyDraft.Length(step.After), step.To, step.Repeat, step.Every is { } every ? PolicyDraft.Length(every) : null, step.ByAll, step.Hours);
}

/// <summary>A policy as a form holds it. Its text is what counts: it is written from here, and read and checked like one that a person wrote.</summary>
/// <param name="Units">Units with steps of their own.</param>
public sealed partial record PolicyDraft(
    string Name, IReadOnlyList<StepDraft> Steps, string? Fallback, string? AckExpires, IReadOnlyList<(string Unit, IReadOnlyList<StepDraft> Steps)> Units)
{
    public static PolicyDraft Of(EscalationPolicy policy) => new(
        policy.Name, Drafts(policy.Ladder.Steps), policy.Ladder.Fallback, policy.Ladder.AckExpires is { } ends ? Length(ends) : null,
        [.. policy.Units.Select(unit => (unit.Key, Drafts(unit.Value)))]);

    /// <summary>The text of the policy, without comments.</summary>
    public string Write()
    {
        var text = new StringBuilder($"policy:\n  name: {Scalar(Name)}\n  steps:\n");
        Write(text, Steps, "    ");
        if (!string.IsNullOrWhiteSpace(Fallback))
            text.Append(CultureInfo.InvariantCulture, $"  fallback: {Scalar(Fallback)}\n");
        if (!string.IsNullOrWhiteSpace(AckExpires))
            text.Append(CultureInfo.InvariantCulture, $"  ack_expires: {Scalar(AckExpires)}\n");
        if (Units.Count > 0)
            text.Append("  units:\n");
        foreach (var (unit, steps) in Units)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Scalar(unit)}:\n");
            Write(text, steps, "      ");
        }

        return text.ToString();
    }

    /// <summary>As it is written in triggers, exactly: <c>1h30m</c>.</summary>
    public static string Length(TimeSpan length)
    {
        (long Count, string Unit)[] parts = [((long)length.TotalDays, "d"), (length.Hours, "h"), (length.Minutes, "m"), (length.Seconds, "s")];
        return string.Concat(parts.Where(part => part.Count > 0).Select(part => $"{part.Count.ToString(CultureInfo.InvariantCulture)}{part.Unit}")) is { Length: > 0 } text ? text : "0";
    }

    private static IReadOnlyList<StepDraft> Drafts(IReadOnlyList<EscalationStep> steps) => [.. steps.Select(StepDraft.Of)];

    private static void Write(StringBuilder text, IReadOnlyList<StepDraft> steps, string indent)
    {
        foreach (var step in steps)
        {
            string?[] parts =
            [
                $"after: {Scalar(step.After)}", $"to: {Scalar(step.To)}", step.Repeat > 0 ? string.Create(CultureInfo.InvariantCulture, $"repeat: {step.Repeat}") : null,
                string.IsNullOrWhiteSpace(step.Every) ? null : $"every: {Scalar(step.Every)}", step.ByAll ? "acknowledge: all" : null,
                string.IsNullOrWhiteSpace(step.Hours) ? null : $"hours: {Scalar(step.Hours)}",
            ];
            text.Append(CultureInfo.InvariantCulture, $"{indent}- {{{string.Join(", ", parts.OfType<string>())}}}\n");
        }
    }

    /// <summary>Plain where nothing in it can be taken for something else.</summary>
    private static string Scalar(string text) => Plain().IsMatch(text.Trim()) ? text.Trim() : JsonSerializer.Serialize(text.Trim(), TriggerJson.Options);

    [GeneratedRegex("^([0-9]+[a-z0-9]*|[a-z]+_[a-z_]+|[a-z]{5,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();
}
