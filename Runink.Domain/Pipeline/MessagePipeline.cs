using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline;

/// <summary>The steps of a message, put together once around one cache of patients.</summary>
public sealed class MessagePipeline
{
    public MessagePipeline(StoreWriter writer, TriggerCatalog catalog, SiteOptions site, MemoryOptions? memory = null, FeedProfiles? profiles = null)
    {
        Cache = new PatientStateCache(writer, catalog.Vocabulary, site.Zone, (memory ?? new MemoryOptions()).PatientBytes);
        Registry = new PatientRegistry(Cache);
        Opening = new EpisodeOpening(catalog.Vocabulary, site);
        Triggers = new TriggerDispatcher(catalog, new EpisodeEffects(Opening), new ShadowDispatcher(catalog));
        Patients = new PatientUpdate(Registry, Triggers, catalog.Vocabulary);
        Merger = new PatientMerger(Cache, Triggers, new RecordMessages(new Hl7Reader(site.Zone, profiles: profiles)));
        Identities = new IdentityUpdate(Registry, Merger, Cache);
    }

    public PatientMemory Memory => Cache.Memory;

    internal PatientStateCache Cache { get; }

    internal PatientRegistry Registry { get; }

    internal EpisodeOpening Opening { get; }

    internal TriggerDispatcher Triggers { get; }

    internal PatientUpdate Patients { get; }

    internal PatientMerger Merger { get; }

    internal IdentityUpdate Identities { get; }
}
