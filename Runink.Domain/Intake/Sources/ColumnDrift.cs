using System.Text.Json;

namespace Runink.Domain.Intake.Sources;

/// <param name="Type">In the words of the source.</param>
public sealed record SourceColumn(string Name, string Type);

/// <summary>Whether a source still looks as it did. Only columns that mean something count.</summary>
public static class ColumnDrift
{
    /// <summary>Why it cannot be read; null when it can.</summary>
    /// <param name="needed">The columns that mean something.</param>
    /// <param name="before">As <see cref="Write"/> wrote it; null when it was never seen.</param>
    public static SourceProblem? Find(IReadOnlyList<SourceColumn> now, IReadOnlyList<string> needed, string? before)
    {
        var byName = now.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        if (byName.Values.FirstOrDefault(columns => columns.Count > 1) is [var twice, ..])
            return new SourceProblem(SourceFault.NotUnderstood, $"The column {twice.Name} is there twice: give one of them another name.");
        var gone = needed.Where(name => !byName.ContainsKey(name)).ToList();
        if (gone.Count > 0)
            return new SourceProblem(SourceFault.Gone, $"{(gone.Count == 1 ? "The column" : "The columns")} {string.Join(", ", gone)} {(gone.Count == 1 ? "is" : "are")} not there{(before is null ? "" : " any more")}; it has {string.Join(", ", now.Select(column => column.Name))}.");
        var known = Read(before);
        var other = needed.Where(name => known.TryGetValue(name, out var type) && type != byName[name][0].Type).ToList();
        return other.Count == 0 ? null : new SourceProblem(SourceFault.Changed, string.Join(' ', other.Select(name => $"The column {name} was {known[name]} and is {byName[name][0].Type}.")));
    }

    public static string Write(IReadOnlyList<SourceColumn> now, IReadOnlyList<string> needed) =>
        JsonSerializer.Serialize(now.Where(column => needed.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).ToDictionary(column => column.Name.ToLowerInvariant(), column => column.Type));

    private static Dictionary<string, string> Read(string? before) =>
        before is null ? [] : new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(before) ?? [], StringComparer.OrdinalIgnoreCase);
}
