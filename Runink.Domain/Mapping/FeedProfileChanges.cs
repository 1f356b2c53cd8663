using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Mapping;

/// <summary>What differs between two profiles of a feed, each as a person would say it.</summary>
public static class FeedProfileChanges
{
    /// <param name="before">Null where none was in force.</param>
    public static IReadOnlyList<TriggerChange> Between(FeedProfile? before, FeedProfile after)
    {
        var (old, now) = (before is null ? new Dictionary<string, string>(StringComparer.Ordinal) : Facts(before), Facts(after));
        return [.. now.Keys.Concat(old.Keys).Distinct(StringComparer.Ordinal).Select(what => new TriggerChange(what, old.GetValueOrDefault(what), now.GetValueOrDefault(what))).Where(change => change.Before != change.After)];
    }

    private static Dictionary<string, string> Facts(FeedProfile profile)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        Say("Name", profile.Name);
        Say("Feeds", string.Join(", ", profile.Feeds));
        foreach (var ((field, code), standard) in profile.Codes)
            Say($"Code {code}{(field.Segment == "OBX" ? "" : $" in {field}")}", standard);
        foreach (var (unit, known) in profile.Units)
            Say($"Unit {unit}", known);
        Say("Copied", string.Join(", ", profile.Copies.Select(copy => $"{copy.From} to {copy.To}")));
        Say("Segments", string.Join(", ", profile.Segments.Select(one => one.Segment)));
        if (profile.Rows is { } rows)
        {
            foreach (var role in Enum.GetValues<ColumnRole>().Where(role => role is not (ColumnRole.None or ColumnRole.Measure)))
                Say($"Column: {ColumnGuesser.Words(role)}", ProfileEditing.Slot(profile, role) is { IsThere: true } slot ? slot.Column ?? $"always {slot.Literal}" : null);
            Say("Column: number of the row", string.Join(", ", rows.Key));
            Say("Type of the number", rows.Patient.Type.Literal ?? rows.Patient.Type.Column);
            Say("Register of patients", rows.Patient.Registers ? "yes" : null);
            Say("Says who lies where", rows.Stay?.Moves == true ? "yes" : null);
            foreach (var one in rows.Results.Where(one => one.Code.Literal is not null))
                Say($"Column {one.Value.Column}", $"{one.Code.Literal!.Split('^') switch { [var code, var text, var system] => $"{text} ({system} {code})", _ => one.Code.Literal }}{(one.Unit.IsThere ? $" in {one.Unit.Literal ?? $"the unit of {one.Unit.Column}"}" : "")}");
            Say("Times are written", string.Join(", ", rows.Times));
            Say("Clock of", rows.Zone?.Id);
            Say("Decimal sign", rows.Decimal?.ToString());
            Say("Words", string.Join(", ", rows.Words.SelectMany(column => column.Value.Select(word => $"{column.Key}: {word.Key} is {word.Value}"))));
        }

        Say("Tests", string.Join(", ", profile.Tests.Select(test => test.Name)));
        return facts;

        void Say(string what, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                facts[what] = value;
        }
    }
}
