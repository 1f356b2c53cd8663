namespace Runink.Domain.Store.Archive;

/// <summary>What an exported site says of itself; it is written last, so that a folder without one is not whole.</summary>
/// <param name="Program">The version that wrote it.</param>
/// <param name="Site">The hospital's name.</param>
/// <param name="Schema">Names of the migrations.</param>
/// <param name="LedgerSeq">The newest row of the ledger; 0 when there was none.</param>
/// <param name="Files">All files beside this one, by their names with slashes.</param>
/// <param name="Tables">The columns of each table that is among the records.</param>
/// <param name="LeftOut">What did not leave, and why: tables, and columns as <c>table.column</c>.</param>
public sealed record SiteManifest(
    int Format, string Program, string Site, string TimeZone, DateTimeOffset At, string Provider, IReadOnlyList<string> Schema, long LedgerSeq, string LedgerHash,
    IReadOnlyDictionary<string, SiteFile> Files, IReadOnlyDictionary<string, IReadOnlyList<string>> Tables, IReadOnlyDictionary<string, string> LeftOut)
{
    public const int ThisFormat = 1;
    public const string FileName = "manifest.json";
}

/// <param name="Lines">Rows of a table, resources of a type, lines of a text.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record SiteFile(long Bytes, long Lines, string Sha256);
