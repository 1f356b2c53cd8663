namespace Runink.Domain.Store.Archive;

/// <summary>What an archive says of itself; a restore holds the rows against it.</summary>
/// <param name="Schema">Names of the migrations.</param>
/// <param name="Tables">Columns and number of rows by table.</param>
/// <param name="LedgerSeq">The newest row of the ledger; 0 when there was none.</param>
internal sealed record ArchiveManifest(
    int Format, DateTimeOffset At, string Provider, IReadOnlyList<string> Schema, IReadOnlyDictionary<string, ArchiveTable> Tables, long LedgerSeq, string LedgerHash)
{
    public const int ThisFormat = 1;
}

/// <summary>One table of an archive: a line of JSON for each row, its values in the order of the columns.</summary>
internal sealed record ArchiveTable(IReadOnlyList<string> Columns, long Rows);
