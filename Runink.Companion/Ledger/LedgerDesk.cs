using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger;

/// <summary>Where pages and the API read the ledger and have it verified.</summary>
public sealed class LedgerDesk
{
    /// <param name="subject"><c>type/id</c>, or null for all.</param>
    public Task<Outcome<LedgerPage>> ListAsync(Caller caller, string? kind, string? subject, string? cursor, int limit, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<LedgerVerification>> VerifyAsync(Caller caller, IProgress<long>? rows, CancellationToken cancel) => throw new NotImplementedException();
}
