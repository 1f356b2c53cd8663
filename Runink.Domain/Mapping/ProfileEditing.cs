using System.Collections.Frozen;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Signals;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Domain.Mapping;

/// <summary>A profile's rows, changed by one click at a time. The other parts of the profile stay as they are.</summary>
public static class ProfileEditing
{
    private static readonly Hl7Path CodePlace = new("OBX", 3, 0);

    private static readonly RowMapping Empty = new([], default, [], new PatientColumns(default, default, default, default, default, default, default, false), null, [], FrozenDictionary<string, IReadOnlyDictionary<string, string>>.Empty);

    private static readonly StayColumns NoStay = new(default, default, default, default, default, default, default, default, false);

    private static readonly ResultColumns NoResult = new(default, default, default, default, default, default, default, default, default);

    private static readonly ColumnRole[] Roles = [.. Enum.GetValues<ColumnRole>().Where(role => role is not (None or Measure))];

    public static FeedProfile New(string name, string feed) =>
        new(name, feed.Length > 0 ? [feed] : [], FrozenDictionary<(Hl7Path, string), string>.Empty, FrozenDictionary<string, string>.Empty, [], [], []) { Rows = Empty };

    /// <summary>What the guesses take over without being asked.</summary>
    public static FeedProfile Take(FeedProfile profile, IReadOnlyList<ColumnGuess> guesses, Vocabulary vocabulary)
    {
        foreach (var guess in guesses)
        {
            if (guess.IsTaken && guess.Role == Measure && vocabulary.Find(guess.Concept!) is { } concept)
                profile = SetMeasure(profile, guess.Column, concept, guess.Unit);
            else if (guess.IsTaken && guess.Role != Measure)
                profile = Assign(profile, guess.Column, guess.Role);
            if (!guess.IsTaken)
                continue;
            if (guess.TimeFormat is { } format)
                profile = WriteTimes(profile, format);
            if (guess.HasDecimalComma)
                profile = Change(profile, rows => Renew(rows, separator: ','));
            if (guess.System is { } system && !Slot(profile, CodingSystem).IsThere)
                profile = Set(profile, CodingSystem, new RowSlot(null, system));
        }

        return profile;
    }

    /// <summary>What the profile reads a column as.</summary>
    public static ColumnRole RoleOf(FeedProfile profile, string column) =>
        MeasureOf(profile, column) is not null ? Measure : Roles.FirstOrDefault(role => Same(Slot(profile, role).Column, column) || (role == Key && profile.Rows?.Key.Contains(column, StringComparer.OrdinalIgnoreCase) == true));

    /// <summary>The result that this column alone is; null where it is none.</summary>
    public static ResultColumns? MeasureOf(FeedProfile profile, string column) => profile.Rows?.Results.FirstOrDefault(result => result.Code.Literal is not null && Same(result.Value.Column, column));

    /// <summary>Reads the column as this, and no longer as what it was; what another column was read as it is no longer either.</summary>
    public static FeedProfile Assign(FeedProfile profile, string column, ColumnRole role)
    {
        var free = Free(profile, column);
        return role is None or Measure ? free : role == Key ? Change(free, rows => Renew(rows, key: [column])) : Set(free, role, new RowSlot(column, null));
    }

    /// <param name="unit">Null where the measure has none, or none is chosen yet.</param>
    public static FeedProfile SetMeasure(FeedProfile profile, string column, Concept concept, string? unit)
    {
        var free = Free(profile, column);
        var measure = NoResult with { Code = new RowSlot(null, ConceptFinder.Code(concept)), Value = new RowSlot(column, null), Unit = unit is null ? default : new RowSlot(null, unit), At = At(free), Status = Slot(free, Status) };
        return Change(free, rows => Renew(rows, results: [.. rows.Results.Where(one => one.Code.IsThere || one.Value.IsThere), measure]));
    }

    public static RowSlot Slot(FeedProfile profile, ColumnRole role)
    {
        var (rows, result) = (profile.Rows ?? Empty, Long(profile) ?? NoResult);
        var (patient, stay) = (rows.Patient, rows.Stay ?? NoStay);
        return role switch
        {
            Changed => rows.Changed,
            PatientNumber => patient.Number,
            PatientAuthority => patient.Authority,
            FamilyName => patient.Family,
            GivenName => patient.Given,
            BirthDate => patient.Birth,
            Sex => patient.Sex,
            Visit => stay.Visit,
            VisitClass => stay.Class,
            Ward => stay.Unit,
            Room => stay.Room,
            Bed => stay.Bed,
            Service => stay.Service,
            StayStarted => stay.Started,
            StayEnded => stay.Ended,
            Code => result.Code,
            CodingSystem => result.System,
            Label => result.Text,
            Value => result.Value,
            ValueUnit => result.Unit,
            ValueTime => At(profile),
            Status => result.Status.IsThere ? result.Status : rows.Results.Select(one => one.Status).FirstOrDefault(slot => slot.IsThere),
            ReferenceRange => result.Range,
            Flag => result.Flag,
            _ => default,
        };
    }

    /// <summary>A column, or what is always said.</summary>
    public static FeedProfile Set(FeedProfile profile, ColumnRole role, RowSlot slot) => Change(profile, rows => role switch
    {
        Changed => Renew(rows, changed: slot),
        PatientNumber => Renew(rows, patient: rows.Patient with { Number = slot }),
        PatientAuthority => Renew(rows, patient: rows.Patient with { Authority = slot }),
        FamilyName => Renew(rows, patient: rows.Patient with { Family = slot }),
        GivenName => Renew(rows, patient: rows.Patient with { Given = slot }),
        BirthDate => Renew(rows, patient: rows.Patient with { Birth = slot }),
        Sex => Renew(rows, patient: rows.Patient with { Sex = slot }),
        Visit => InStay(rows, stay => stay with { Visit = slot }),
        VisitClass => InStay(rows, stay => stay with { Class = slot }),
        Ward => InStay(rows, stay => stay with { Unit = slot }),
        Room => InStay(rows, stay => stay with { Room = slot }),
        Bed => InStay(rows, stay => stay with { Bed = slot }),
        Service => InStay(rows, stay => stay with { Service = slot }),
        StayStarted => InStay(rows, stay => stay with { Started = slot }),
        StayEnded => InStay(rows, stay => stay with { Ended = slot }),
        Code => InLong(rows, one => one with { Code = slot }),
        CodingSystem => InLong(rows, one => one with { System = slot }),
        Label => InLong(rows, one => one with { Text = slot }),
        Value => InLong(rows, one => one with { Value = slot }),
        ValueUnit => InLong(rows, one => one with { Unit = slot }),
        ReferenceRange => InLong(rows, one => one with { Range = slot }),
        Flag => InLong(rows, one => one with { Flag = slot }),
        // When it was seen and how final it is holds for all that a row says.
        ValueTime => Renew(slot.IsThere && rows.Results.Count == 0 ? InLong(rows, one => one with { At = slot }) : rows, each: one => one with { At = slot }),
        Status => Renew(slot.IsThere && rows.Results.Count == 0 ? InLong(rows, one => one with { Status = slot }) : rows, each: one => one with { Status = slot }),
        _ => rows,
    });

    /// <summary>Of the patient's number: MR, PI, …; null says nothing.</summary>
    public static FeedProfile SetType(FeedProfile profile, string? type) => Change(profile, rows => Renew(rows, patient: rows.Patient with { Type = string.IsNullOrWhiteSpace(type) ? default : new RowSlot(null, type.Trim()) }));

    public static FeedProfile Registers(FeedProfile profile, bool registers) => Change(profile, rows => Renew(rows, patient: rows.Patient with { Registers = registers }));

    public static FeedProfile Moves(FeedProfile profile, bool moves) => Change(profile, rows => rows.Stay is null ? rows : InStay(rows, stay => stay with { Moves = moves }));

    public static FeedProfile SetZone(FeedProfile profile, TimeZoneInfo? zone) => Change(profile, rows => Renew(rows) with { Zone = zone });

    public static FeedProfile SetDecimal(FeedProfile profile, char? separator) => Change(profile, rows => Renew(rows) with { Decimal = separator });

    /// <summary>Times are written so as well; the same with day and month exchanged they are not.</summary>
    public static FeedProfile WriteTimes(FeedProfile profile, string format) =>
        Change(profile, rows => Renew(rows, times: [.. rows.Times.Where(one => one != format && one != TimeWriting.Exchanged(format)), format]));

    /// <summary>What a code of the feed is called by the standard; null forgets it.</summary>
    public static FeedProfile Translate(FeedProfile profile, string code, Concept? concept)
    {
        var codes = profile.Codes.Where(pair => pair.Key != (CodePlace, code)).ToDictionary();
        if (concept is not null)
            codes[(CodePlace, code)] = ConceptFinder.Code(concept);
        return profile with { Codes = codes };
    }

    public static FeedProfile TranslateUnit(FeedProfile profile, string unit, string? known)
    {
        var units = profile.Units.Where(pair => pair.Key != unit).ToDictionary(StringComparer.Ordinal);
        if (known is not null)
            units[unit] = known;
        return profile with { Units = units };
    }

    private static FeedProfile Free(FeedProfile profile, string column)
    {
        foreach (var role in Roles.Where(role => Same(Slot(profile, role).Column, column)))
            profile = Set(profile, role, default);
        return Change(profile, rows => Renew(rows, key: [.. rows.Key.Where(one => !Same(one, column))], results: [.. rows.Results.Where(one => one.Code.Literal is null || !Same(one.Value.Column, column))]));
    }

    /// <summary>The result whose code a column says.</summary>
    private static ResultColumns? Long(FeedProfile profile) => profile.Rows?.Results.FirstOrDefault(result => result.Code.Literal is null);

    private static RowSlot At(FeedProfile profile) => profile.Rows?.Results.Select(one => one.At).FirstOrDefault(slot => slot.IsThere) ?? default;

    private static RowMapping InStay(RowMapping rows, Func<StayColumns, StayColumns> change) => Renew(rows) is var same && change(rows.Stay ?? NoStay) is var stay && stay with { Moves = false } != NoStay
        ? Renew(same, stay: stay)
        : new RowMapping(rows.Key, rows.Changed, rows.Times, rows.Patient, null, rows.Results, rows.Words) { Zone = rows.Zone, Decimal = rows.Decimal };

    private static RowMapping InLong(RowMapping rows, Func<ResultColumns, ResultColumns> change)
    {
        var old = rows.Results.FirstOrDefault(one => one.Code.Literal is null);
        var now = change(old ?? NoResult with { At = rows.Results.Select(one => one.At).FirstOrDefault(slot => slot.IsThere) });
        var rest = rows.Results.Where(one => !ReferenceEquals(one, old));
        // What has neither a code nor a value is no result any more; its time goes on where measures have it.
        return Renew(rows, results: now == NoResult || (!now.Code.IsThere && !now.Value.IsThere && rows.Results.Any(one => one.Code.Literal is not null)) ? [.. rest] : [now, .. rest]);
    }

    private static FeedProfile Change(FeedProfile profile, Func<RowMapping, RowMapping> change) => profile with { Rows = change(profile.Rows ?? Empty) };

    private static RowMapping Renew(
        RowMapping rows, IReadOnlyList<string>? key = null, RowSlot? changed = null, IReadOnlyList<string>? times = null, PatientColumns? patient = null, StayColumns? stay = null,
        IReadOnlyList<ResultColumns>? results = null, Func<ResultColumns, ResultColumns>? each = null, char? separator = null) =>
        new(key ?? rows.Key, changed ?? rows.Changed, times ?? rows.Times, patient ?? rows.Patient, stay ?? rows.Stay, [.. (results ?? rows.Results).Select(one => each is null ? one : each(one)).Where(one => one != NoResult)], rows.Words)
        {
            Zone = rows.Zone, Decimal = separator ?? rows.Decimal, Device = rows.Device,
        };

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
