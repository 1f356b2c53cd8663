namespace Runink.Domain.Contracts;

/// <summary>The contracts in force, one a feed. A change swaps one reference.</summary>
public sealed class FeedContracts
{
    private readonly Lock changing = new();
    private volatile IReadOnlyList<(FeedContract Contract, DateTimeOffset Since)> all = [];

    public IReadOnlyList<(FeedContract Contract, DateTimeOffset Since)> All => all;

    public FeedContract? Find(string source)
    {
        foreach (var (contract, _) in all)
        {
            if (contract.IsFor(source))
                return contract;
        }

        return null;
    }

    /// <summary>How long the feed may be silent by its contract; for ever where that is paused; null where none says.</summary>
    public TimeSpan? SilenceOf(string source) => Find(source) is not { } contract ? null : contract.IsPaused ? TimeSpan.MaxValue : contract.Silence;

    /// <param name="contract">Null: there is none of this id any more.</param>
    /// <param name="since">From when on hours are held against it.</param>
    public void Set(string id, FeedContract? contract, DateTimeOffset since)
    {
        lock (changing)
            all = [.. all.Where(other => other.Contract.Id != id), .. contract is null ? [] : new[] { (contract, since) }];
    }
}
