namespace Runink.Domain.Mapping;

/// <summary>What a column of an unfamiliar feed can be.</summary>
public enum ColumnRole
{
    /// <summary>It is not read.</summary>
    None,
    Key,
    Changed,
    PatientNumber,
    PatientAuthority,
    FamilyName,
    GivenName,
    BirthDate,
    Sex,
    Visit,
    VisitClass,
    Ward,
    Room,
    Bed,
    Service,
    StayStarted,
    StayEnded,
    Code,
    CodingSystem,
    Label,
    Value,
    ValueUnit,
    ValueTime,
    Status,
    ReferenceRange,
    Flag,

    /// <summary>Values of one measure: wide tables have a column for each.</summary>
    Measure,
}

/// <summary>How much speaks for a guess. What is not at least likely waits for a person.</summary>
public enum Confidence { None, Possible, Likely, Sure }

/// <param name="Line">In the sample, from 1.</param>
/// <param name="Column">Null where it is the whole line.</param>
public sealed record SampleReject(int Line, string? Column, string Reason);

/// <param name="Line">In the sample, from 1; of JSON the number of the object.</param>
public sealed record SampleRow(int Line, Intake.Rows.SourceRow Row);

/// <summary>The first rows of an unfamiliar feed.</summary>
/// <param name="Rejects">Lines that are no rows.</param>
/// <param name="Notes">What was noticed while reading, nothing of a patient.</param>
public sealed record FeedSample(IReadOnlyList<string> Columns, IReadOnlyList<SampleRow> Rows, IReadOnlyList<SampleReject> Rejects, IReadOnlyList<string> Notes)
{
    /// <summary>What stands in a column, without what is empty.</summary>
    public IReadOnlyList<string> Values(string column) => [.. Rows.Select(row => row.Row[column]).OfType<string>()];
}
