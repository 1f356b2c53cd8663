using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Store;

/// <summary>A real store in a folder of its own, without the host around it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string folder;

    private TemporaryStore(string folder, CompanionStore store)
    {
        this.folder = folder;
        Store = store;
        Store.Migrate();
        Ids = new UlidSource(Time);
        Writer = NewWriter();
    }

    public ManualTime Time { get; } = new(Hospital.Morning);

    public CompanionStore Store { get; }

    public UlidSource Ids { get; }

    public StoreWriter Writer { get; }

    public ChangeFeed Feed { get; } = new();

    public static async Task<TemporaryStore> NewAsync()
    {
        var own = System.IO.Directory.CreateTempSubdirectory("companion-store-").FullName;
        return new TemporaryStore(own, await TestDatabase.StoreAsync(own));
    }

    /// <summary>What another process on the same file would write with.</summary>
    public StoreWriter NewWriter() => new(Store, Feed, Time, Ids, NullLogger<StoreWriter>.Instance);

    public FhirTransactionProcessor NewFhirJourney()
    {
        var catalog = new TriggerCatalog(Vocabulary.Shipped);
        return new FhirTransactionProcessor(
            Writer, new MessagePipeline(Writer, catalog, new SiteOptions()), Store, new FhirLibrary(catalog, new SiteOptions()), new SiteOptions(), Ids, NullLogger<FhirTransactionProcessor>.Instance);
    }

    /// <summary>Moves the clock from one due instant to the next, as the app's own clock does.</summary>
    public async Task UntilAsync(DateTimeOffset target, DueWork dueWork)
    {
        var stop = TestContext.Current.CancellationToken;
        while (await dueWork.RunAsync(Time.GetUtcNow(), stop) is { } next && next <= target)
            Time.Advance(next > Time.GetUtcNow() ? next - Time.GetUtcNow() : TimeSpan.FromMilliseconds(1));
        Time.Advance(target - Time.GetUtcNow());
        await dueWork.RunAsync(target, stop);
    }

    public LedgerVerification Verify() => LedgerVerifier.Verify(new LedgerReader(Store).Stored(1, CancellationToken.None), CheckpointLog.Empty);

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await TestDatabase.DeleteAsync(folder);
    }
}
