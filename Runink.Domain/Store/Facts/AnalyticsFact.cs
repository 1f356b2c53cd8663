namespace Runink.Domain.Store.Facts;

/// <summary>What the values of a column are, and so how they are shown.</summary>
public enum FactKind
{
    /// <summary>Names one patient, person, stay or piece of work; a pseudonym outside of the house.</summary>
    Id,
    Text,
    Number,

    /// <summary>A length of time, kept as a number of 100 ns.</summary>
    Seconds,

    /// <summary>Kept as UTC ticks.</summary>
    Instant,

    /// <summary>1, 0, or nothing where the answer is open.</summary>
    YesNo,
}

/// <param name="Name">As it is called outside.</param>
/// <param name="Sql">Of the tables' own columns, as it is kept.</param>
public sealed record FactColumn(string Name, FactKind Kind, string Sql, string Meaning);

/// <summary>One kind of row that others count: a view, and a file a day.</summary>
/// <param name="Name">In the plural.</param>
/// <param name="Meaning">What one row is.</param>
/// <param name="From">Tables and joins, with <c>{true}</c> and <c>{false}</c> for what databases spell differently.</param>
/// <param name="At">Ticks of the instant by whose day a row is filed; it stands in the columns too.</param>
public sealed record AnalyticsFact(string Name, string Meaning, string From, string At, IReadOnlyList<FactColumn> Columns)
{
    public string View => $"bi_{Name}";

    public string? Where { get; init; }
}
