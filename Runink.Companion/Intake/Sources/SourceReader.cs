using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources;

/// <summary>The source could not be read, or not to its end.</summary>
internal sealed class SourceException(SourceProblem problem, Exception? inner = null) : Exception(problem.Words, inner)
{
    public SourceException(SourceFault fault, string words, Exception? inner = null)
        : this(new SourceProblem(fault, words), inner)
    {
    }

    public SourceProblem Problem => problem;
}

/// <summary>Something that a source gave.</summary>
/// <param name="Watermark">As it was given; null when it has none.</param>
internal abstract record SourceItem(string? Watermark);

internal sealed record RowItem(SourceRow Row, string? Watermark) : SourceItem(Watermark);

/// <param name="Json">One FHIR resource.</param>
/// <param name="Edition">Distinguishes it from one with the same content that came another time; empty when the same content is the same.</param>
internal sealed record ResourceItem(ReadOnlyMemory<byte> Json, string? Watermark, string Edition) : SourceItem(Watermark);

/// <param name="Columns">Empty for resources.</param>
internal sealed record SourcePage(IReadOnlyList<SourceColumn> Columns, IReadOnlyList<SourceItem> Items)
{
    /// <summary>What tells the source later that nothing has changed; null when it said none.</summary>
    public string? Validator { get; init; }

    /// <summary>Something to tell whoever runs this, though it works.</summary>
    public string? Remark { get; init; }
}

/// <param name="Validator">What the source said last of its state.</param>
/// <param name="Rows">Of one page.</param>
internal sealed record SourceQuestion(Watermark? Since, string? Validator, int Rows);

/// <summary>Reads one source from a watermark on, page by page. The first page comes also when there are no rows: it names the columns.</summary>
internal abstract class SourceReader
{
    /// <exception cref="SourceException">It cannot be read, or not on.</exception>
    public abstract IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, CancellationToken cancel);
}
