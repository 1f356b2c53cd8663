using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Journey;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting;

/// <summary>The store and the way of a message without doors and pages: for verbs, and for the sample hospital's past.</summary>
internal sealed class QuietHouse : IAsyncDisposable
{
    private QuietHouse(SqliteStore store, TriggerBook book, TimeProvider time)
    {
        Store = store;
        var site = new SiteOptions();
        Ids = new UlidSource(time);
        Writer = new StoreWriter(store, new ChangeFeed(), time, Ids, NullLogger<StoreWriter>.Instance);
        var household = new Household(Writer, book, site);
        Messages = new MessageJourney(Writer, household, site, time, Ids, NullLogger<MessageJourney>.Instance);
        Escalations = new EscalationWork(household);
        Triggers = new TriggerWork(store, Writer, book, household);
        Clockwork = new Clockwork(store, Writer, household, book);
        Resources = new FhirJourney(Writer, household, site, Ids, NullLogger<FhirJourney>.Instance);
    }

    public SqliteStore Store { get; }

    public UlidSource Ids { get; }

    public StoreWriter Writer { get; }

    public MessageJourney Messages { get; }

    public FhirJourney Resources { get; }

    public EscalationWork Escalations { get; }

    public TriggerWork Triggers { get; }

    public Clockwork Clockwork { get; }

    public static async Task<QuietHouse> OpenAsync(DataDirectory data, TimeProvider? time = null)
    {
        var store = new SqliteStore(data.Store);
        store.Migrate();
        var book = new TriggerBook(Vocabulary.Shipped);
        await book.LoadAsync(store, CancellationToken.None);
        return new QuietHouse(store, book, time ?? TimeProvider.System);
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
