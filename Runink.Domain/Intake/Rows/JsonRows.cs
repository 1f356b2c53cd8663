using System.Globalization;
using System.Text.Json;

namespace Runink.Domain.Intake.Rows;

/// <summary>Objects of JSON as rows: what is nested gets a path for a name, <c>patient.id</c>, <c>results[0].value</c>.</summary>
public static class JsonRows
{
    private const int MostColumns = 300;

    /// <summary>Null when it is no object, or one with more paths than a person could look at.</summary>
    public static SourceRow? Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var (columns, values) = (new List<string>(), new List<string?>());
        return Flatten(element, "", columns, values) && columns.Count > 0 ? new SourceRow(columns, values) : null;
    }

    /// <summary>A row for each entry of a list inside the object, with what stands around the list beside it; the object itself where no list is named.</summary>
    /// <param name="path">Of the list: <c>readings</c>, <c>device.readings</c>; empty for none.</param>
    /// <returns>Null when it is no such object.</returns>
    public static IReadOnlyList<SourceRow>? Each(JsonElement element, string path)
    {
        if (path.Length == 0)
            return Of(element) is { } row ? [row] : null;
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var list = element;
        foreach (var name in path.Split('.'))
        {
            if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty(name, out list))
                return null;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
            return null;
        var (around, said) = (new List<string>(), new List<string?>());
        if (!Flatten(element, "", around, said, path))
            return null;
        var rows = new List<SourceRow>();
        foreach (var entry in list.EnumerateArray())
        {
            var (columns, values) = (new List<string>(around), new List<string?>(said));
            if (!Flatten(entry, path, columns, values))
                return null;
            rows.Add(new SourceRow(columns, values));
        }

        return rows;
    }

    /// <param name="without">The path that is left out.</param>
    private static bool Flatten(JsonElement element, string path, List<string> columns, List<string?> values, string? without = null)
    {
        if (path == without)
            return true;
        if (columns.Count >= MostColumns)
            return false;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().All(one => Flatten(one.Value, path.Length == 0 ? one.Name : $"{path}.{one.Name}", columns, values, without));
            case JsonValueKind.Array:
                return element.EnumerateArray().Select((one, at) => Flatten(one, string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]"), columns, values)).All(done => done);
            default:
                columns.Add(path);
                values.Add(element.ValueKind == JsonValueKind.Null ? null : element.ToString());
                return true;
        }
    }
}
