namespace Runink.Domain.Intake.Rows;

/// <summary>A column, or what is always said: written <c>unit</c> or <c>=mmol/L</c>.</summary>
public readonly record struct RowSlot(string? Column, string? Literal)
{
    public static RowSlot Nothing { get; }

    public static RowSlot Parse(string? text) => text switch
    {
        null or "" => Nothing,
        ['=', .. var said] => new RowSlot(null, said.Trim()),
        _ => new RowSlot(text.Trim(), null),
    };

    public bool IsThere => Column is not null || Literal is not null;

    public string? Of(SourceRow row) => Column is null ? Literal : row[Column];
}

/// <param name="Registers">The table is the register of patients: its names and birth dates replace what is known.</param>
public sealed record PatientColumns(RowSlot Number, RowSlot Authority, RowSlot Type, RowSlot Family, RowSlot Given, RowSlot Birth, RowSlot Sex, bool Registers);

/// <param name="Moves">The table says where patients are; else only to which stay a result belongs.</param>
public sealed record StayColumns(RowSlot Visit, RowSlot Class, RowSlot Unit, RowSlot Room, RowSlot Bed, RowSlot Service, RowSlot Started, RowSlot Ended, bool Moves);

/// <param name="Code">A column, or a code as <c>code^text^system</c>.</param>
public sealed record ResultColumns(RowSlot Code, RowSlot System, RowSlot Text, RowSlot Value, RowSlot Unit, RowSlot At, RowSlot Status, RowSlot Range, RowSlot Flag)
{
    /// <summary>The number of the order, referral, authorization or appointment that it is about.</summary>
    public RowSlot Item { get; init; }
}

/// <param name="System">Who gave its number; nothing: the feed.</param>
/// <param name="Sent">When it sent the row, by its own clock.</param>
public sealed record DeviceColumns(RowSlot Number, RowSlot System, RowSlot Kind, RowSlot Maker, RowSlot Model, RowSlot Sent);

/// <summary>What the columns of one table mean.</summary>
/// <param name="Key">Columns that say which row it is; empty: a row is what it says.</param>
/// <param name="Changed">When the row was brought to what it says; nothing: when it came.</param>
/// <param name="Times">How times are written where they are not written as ISO 8601 or HL7 have it.</param>
/// <param name="Words">By column: what a table calls something, and what it is called here.</param>
public sealed record RowMapping(
    IReadOnlyList<string> Key, RowSlot Changed, IReadOnlyList<string> Times, PatientColumns Patient, StayColumns? Stay, IReadOnlyList<ResultColumns> Results,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words)
{
    /// <summary>Of its times without one; null: the hospital's.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The sign before the fraction of its numbers, a comma or a point; null: as each value says it.</summary>
    public char? Decimal { get; init; }

    /// <summary>What measured it; null: that is not read.</summary>
    public DeviceColumns? Device { get; init; }

    /// <summary>Every column that means something. What others say changes nothing.</summary>
    public IReadOnlyList<string> Columns => Device is not { } device ? own : [.. own.Concat(Names(device.Number, device.System, device.Kind, device.Maker, device.Model, device.Sent)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What makes a row another one. That it was sent again, at another time, does not.</summary>
    private IReadOnlyList<string> Telling => Device is not { } device ? own : [.. own.Concat(Names(device.Number, device.System)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private readonly IReadOnlyList<string> own =
    [
        .. new[]
        {
            Changed, Patient.Number, Patient.Authority, Patient.Type, Patient.Family, Patient.Given, Patient.Birth, Patient.Sex,
        }
        .Concat(Stay is null ? [] : [Stay.Visit, Stay.Class, Stay.Unit, Stay.Room, Stay.Bed, Stay.Service, Stay.Started, Stay.Ended])
        .Concat(Results.SelectMany(one => new[] { one.Code, one.System, one.Text, one.Value, one.Unit, one.At, one.Status, one.Range, one.Flag, one.Item }))
        .Select(slot => slot.Column).OfType<string>().Concat(Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What tells this row from another: its key, or all that it says.</summary>
    public string KeyOf(SourceRow row) => Key.Count > 0 ? row.Digest(Key) : row.Digest(Telling);

    public string ContentOf(SourceRow row) => row.Digest(Telling);

    private static IEnumerable<string> Names(params RowSlot[] slots) => slots.Select(slot => slot.Column).OfType<string>();

    public string? Say(RowSlot slot, SourceRow row) =>
        slot.Of(row) is { } said && slot.Column is { } column && Words.TryGetValue(column, out var words) && words.TryGetValue(said, out var word) ? word : slot.Of(row);
}
