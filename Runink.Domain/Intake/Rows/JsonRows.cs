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

    private static bool Flatten(JsonElement element, string path, List<string> columns, List<string?> values)
    {
        if (columns.Count >= MostColumns)
            return false;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().All(one => Flatten(one.Value, path.Length == 0 ? one.Name : $"{path}.{one.Name}", columns, values));
            case JsonValueKind.Array:
                return element.EnumerateArray().Select((one, at) => Flatten(one, string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]"), columns, values)).All(done => done);
            default:
                columns.Add(path);
                values.Add(element.ValueKind == JsonValueKind.Null ? null : element.ToString());
                return true;
        }
    }
}
