using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger;

/// <summary>Which rows of the ledger somebody asks for; what is null does not narrow.</summary>
/// <param name="Kind">A kind, or <see cref="Looks"/> for every kind of look at something.</param>
/// <param name="Subject"><c>type/id</c>.</param>
/// <param name="Actor"><c>kind:id</c>, e.g. <c>person:ana.ruiz</c>.</param>
/// <param name="Patient">Our id, an MRN, or <c>system|value</c>: rows about the patient, and about the patient's escalations, referrals and records.</param>
/// <param name="From">The first day, as 2026-12-24 in the hospital's time zone.</param>
/// <param name="To">The last day, in the same manner.</param>
public sealed record LedgerQuery(
    string? Kind = null, string? Subject = null, string? Actor = null, string? Patient = null, string? From = null, string? To = null)
{
    public const string Looks = "looks";

    public bool IsEmpty => this == new LedgerQuery();
}

/// <param name="IsCut">True when more rows fit than a file may hold; the newest are in it.</param>
public sealed record LedgerExport(IReadOnlyList<LedgerEntry> Rows, bool IsCut);
