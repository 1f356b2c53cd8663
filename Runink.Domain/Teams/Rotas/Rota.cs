using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runink.Domain.Teams.Rotas;

/// <summary>A rota as it is kept.</summary>
public sealed class Rota
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The plan as JSON.</summary>
    public required string Definition { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public int Version { get; set; } = 1;

    public RotaPlan Plan => JsonSerializer.Deserialize<RotaPlan>(Definition, Json)!;

    public static string Write(RotaPlan plan) => JsonSerializer.Serialize(plan, Json);
}
