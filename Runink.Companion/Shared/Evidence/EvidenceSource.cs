using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Evidence;

/// <summary>
/// What a feature puts beside the rows of the ledger into a package of evidence: the thing as it stands, as far as this caller may see
/// it. Each look is a row of its own.
/// </summary>
/// <param name="Kind">The subject's type, e.g. <c>escalation</c>.</param>
public sealed record EvidenceSource(string Kind, Func<Caller, string, CancellationToken, Task<Outcome<IReadOnlyList<EvidenceRecord>>>> ReadAsync);

/// <summary>One file of it.</summary>
/// <param name="Name">With the ending that its form has; a slash makes a folder.</param>
public sealed record EvidenceRecord(string Name, byte[] Content)
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static EvidenceRecord Json<T>(string name, T content) => new(name, JsonSerializer.SerializeToUtf8Bytes(content, Written));

    public static EvidenceRecord Text(string name, string content) => new(name, System.Text.Encoding.UTF8.GetBytes(content));
}
