using Microsoft.Extensions.Logging.Abstractions;
using Runink.Companion.Intake.Folders;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting;

/// <summary>The store and the way of a message without doors and pages: for verbs, and for the sample hospital's past.</summary>
internal sealed class HeadlessHost : IAsyncDisposable
{
    private HeadlessHost(CompanionStore store, TriggerCatalog catalog, SiteOptions site, FeedProfiles profiles, Directory directory, RegisteredEndpoints? endpoints, Referrers? referrers, Payers? payers, TimeProvider time)
    {
        (Store, Catalog) = (store, catalog);
        Ids = new UlidSource(time);
        Writer = new StoreWriter(store, new ChangeFeed(), time, Ids, NullLogger<StoreWriter>.Instance);
        var pipeline = new MessagePipeline(Writer, catalog, site, profiles: profiles, directory: directory, endpoints: endpoints, referrers: referrers, payers: payers);
        Messages = new Hl7MessageProcessor(Writer, pipeline, site, time, Ids, NullLogger<Hl7MessageProcessor>.Instance, profiles);
        var transmissions = new Hl7TransmissionProcessor(Messages, time, Ids, NullLogger<Hl7TransmissionProcessor>.Instance);
        Referrals = pipeline.Referrals;
        Escalations = new EscalationCommandHandler(pipeline);
        Triggers = new TriggerCommandHandler(store, Writer, catalog, pipeline, new ApprovalPolicy(IsRequired: true));
        DueWork = new DueWork(store, Writer, pipeline);
        Resources = new FhirTransactionProcessor(Writer, pipeline, store, new FhirLibrary(catalog, site, profiles), site, Ids, NullLogger<FhirTransactionProcessor>.Instance);
        Files = new FileReception(transmissions, Resources, Ids, time);
    }

    public CompanionStore Store { get; }

    public TriggerCatalog Catalog { get; }

    public UlidSource Ids { get; }

    public StoreWriter Writer { get; }

    public Hl7MessageProcessor Messages { get; }

    public FhirTransactionProcessor Resources { get; }

    public FileReception Files { get; }

    public EscalationCommandHandler Escalations { get; }

    public ReferralCommandHandler Referrals { get; }

    public TriggerCommandHandler Triggers { get; }

    public DueWork DueWork { get; }

    /// <param name="addresses">The settings' <c>Teams</c>: what is taken in may wake people.</param>
    /// <param name="site">Whose names, clocks and feeds are meant; null is the sample hospital.</param>
    /// <exception cref="FormatException">The site's vocabulary or a profile of a feed cannot be read.</exception>
    public static async Task<HeadlessHost> OpenAsync(CompanionStore store, SiteOptions? site = null, TimeProvider? time = null, Directory? addresses = null, RegisteredEndpoints? endpoints = null, Referrers? referrers = null, Payers? payers = null)
    {
        time ??= TimeProvider.System;
        addresses ??= new Directory();
        site ??= new SiteOptions();
        var catalog = new TriggerCatalog(SiteVocabulary.Read(site.Vocabulary));
        var profiles = SiteFeedProfiles.Read(site.FeedProfiles);
        store.Migrate();
        await catalog.LoadAsync(store, CancellationToken.None);
        await FeedProfileCommandHandler.LoadAsync(store, profiles, CancellationToken.None);
        await using (var db = store.Read())
            addresses.Know(await DirectoryReader.ReadAsync(db, catalog.Vocabulary.Calendars, site.Zone, addresses.Sends, time.GetUtcNow(), CancellationToken.None));
        return new HeadlessHost(store, catalog, site, profiles, addresses, endpoints, referrers, payers, time);
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();
}
