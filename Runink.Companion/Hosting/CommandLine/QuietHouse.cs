using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Journey;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>The store and the way of a message without doors and pages, for verbs.</summary>
internal sealed class QuietHouse : IAsyncDisposable
{
    private QuietHouse(SqliteStore store, TriggerBook book)
    {
        Store = store;
        var site = new SiteOptions();
        Ids = new UlidSource(TimeProvider.System);
        Writer = new StoreWriter(store, new ChangeFeed(), TimeProvider.System, Ids, NullLogger<StoreWriter>.Instance);
        var household = new Household(Writer, book, site);
        Messages = new MessageJourney(Writer, household, site, TimeProvider.System, Ids, NullLogger<MessageJourney>.Instance);
        Resources = new FhirJourney(Writer, household, site, Ids, NullLogger<FhirJourney>.Instance);
    }

    public SqliteStore Store { get; }

    public UlidSource Ids { get; }

    public StoreWriter Writer { get; }

    public MessageJourney Messages { get; }

    public FhirJourney Resources { get; }

    public static async Task<QuietHouse> OpenAsync(DataDirectory data)
    {
        var store = new SqliteStore(data.Store);
        store.Migrate();
        var book = new TriggerBook(Vocabulary.Shipped);
        await book.LoadAsync(store, CancellationToken.None);
        return new QuietHouse(store, book);
    }

    /// <summary>Where the house keeps its data when nobody says otherwise.</summary>
    public static DataDirectory DataOf(Options options) => new(Path.GetFullPath(
        options.Named.GetValueOrDefault("data") ?? Environment.GetEnvironmentVariable("Store__DataDirectory") ?? Path.Combine(Environment.CurrentDirectory, "data")));

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
