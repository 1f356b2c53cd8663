using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger;

/// <summary>A row as it is written out: everything that its hash covers, exact.</summary>
/// <param name="Ticks">UTC, of 100 ns since year 1, as text: JSON's numbers are not that long everywhere.</param>
/// <param name="At">The same for people; null when the number is no time.</param>
public sealed record LedgerLine(
    long Seq, string Ticks, DateTimeOffset? At, string Actor, string Kind, string SubjectType, string SubjectId, string Detail, string Hash)
{
    public static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static LedgerLine Of(StoredLedgerRow row) => new(
        row.Content.Seq, row.Content.Ticks.ToString(CultureInfo.InvariantCulture),
        row.Content.Ticks >= 0 && row.Content.Ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(row.Content.Ticks, TimeSpan.Zero) : null,
        row.Content.Actor, row.Content.Kind, row.Content.SubjectType, row.Content.SubjectId, row.Content.Detail, Convert.ToHexStringLower(row.Hash));

    /// <summary>Null when the ticks are no number.</summary>
    public LedgerContent? Content => long.TryParse(Ticks, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)
        ? new LedgerContent(Seq, ticks, Actor, Kind, SubjectType, SubjectId, Detail)
        : null;
}
