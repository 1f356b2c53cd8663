using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Domain.Referrals.Announcing;

namespace Runink.Domain.Delivery;

/// <summary>What may be said about an escalation to whoever is registered: what, where, how urgent and until when, never who.</summary>
/// <param name="Link">Where to open it; null for what stands on no list.</param>
public sealed record EscalationNotice(string Escalation, string Trigger, string TriggerName, string Severity, string? Unit, string? Link, DateTimeOffset? Due);

/// <summary>A task for the record system's worklist.</summary>
/// <param name="Priority">FHIR request priority.</param>
public sealed record EhrTaskOrder(string PatientId, string? EncounterId, string? For, string Title, string Priority, DateTimeOffset? Due);

/// <summary>How a task that was made in the record system stands here by now.</summary>
/// <param name="Place">Its address there, like <c>Task/123</c>.</param>
/// <param name="Key">Of the delivery that made it.</param>
/// <param name="Status">Of R4's task-status.</param>
public sealed record EhrTaskUpdate(string Place, string Key, string Status);

/// <summary><see cref="OutboxMessage.Content"/>: as it was when it was decided, so that every attempt says the same.</summary>
/// <param name="Text">The trigger's own words with values in them; only for endpoints that may carry PHI.</param>
/// <param name="Referral">What is said of a referral; only for endpoints that may carry PHI.</param>
public sealed record OutsideContent(EscalationNotice? Notice, string? Text = null, EhrTaskOrder? Task = null, JsonElement? Payload = null, EhrTaskUpdate? TaskUpdate = null, AnnouncedReferral? Referral = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static OutsideContent Read(string? content) => content is null ? new OutsideContent(Notice: null) : JsonSerializer.Deserialize<OutsideContent>(content, Json) ?? new OutsideContent(Notice: null);
}
