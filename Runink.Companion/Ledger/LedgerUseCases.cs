using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger;

/// <summary>Where pages and the API read the ledger and have it verified.</summary>
public sealed class LedgerUseCases(CompanionStore store, LedgerReader reader, CheckpointFile checkpoints)
{
    private const int MostRows = 500;

    /// <param name="subject"><c>type/id</c>, or null for all.</param>
    public async Task<Outcome<LedgerPage>> ListAsync(
        Caller caller, string? kind, string? subject, string? cursor, int limit, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        await using var db = store.Read();
        IQueryable<LedgerRow> rows = db.Ledger;
        if (!string.IsNullOrEmpty(kind))
            rows = rows.Where(row => row.Kind == kind);
        if (subject?.Split('/', 2) is [var type, var id])
            rows = rows.Where(row => row.SubjectType == type && row.SubjectId == id);
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
            rows = rows.Where(row => row.Seq < before);
        limit = Math.Clamp(limit, 1, MostRows);
        var page = await rows.OrderByDescending(row => row.Seq).Take(limit + 1).ToListAsync(cancel);
        return new LedgerPage(
            [.. page.Take(limit).Select(Entry)],
            page.Count > limit ? page[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<Outcome<LedgerVerification>> VerifyAsync(Caller caller, IProgress<long>? rows, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        return await Task.Run<Outcome<LedgerVerification>>(() =>
        {
            try
            {
                return LedgerVerifier.Verify(reader.Rows(cancel), checkpoints.Last(), rows);
            }
            catch (InvalidDataException problem)
            {
                return new LedgerVerification(false, 0, null, null, problem.Message);
            }
        }, cancel);
    }

    private static LedgerEntry Entry(LedgerRow row) => new(
        row.Seq, row.At, row.Actor, row.Kind, new Subject(row.SubjectType, row.SubjectId), row.Detail, Convert.ToHexStringLower(row.Hash));
}
