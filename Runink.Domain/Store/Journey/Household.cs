using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Journey;

/// <summary>The steps of a message, put together once around one memory of patients.</summary>
public sealed class Household
{
    public Household(StoreWriter writer, TriggerBook book, SiteOptions site)
    {
        Memory = new PatientMemory(writer, book.Vocabulary, site.Zone);
        Registry = new PatientRegistry(Memory);
        Opening = new EpisodeOpening(book.Vocabulary, site);
        Triggers = new TriggerRun(book, new EpisodeEffects(Opening), new ShadowRun(book));
        Patients = new PatientStep(Registry, Triggers, book.Vocabulary);
    }

    internal PatientMemory Memory { get; }

    internal PatientRegistry Registry { get; }

    internal EpisodeOpening Opening { get; }

    internal TriggerRun Triggers { get; }

    internal PatientStep Patients { get; }
}
