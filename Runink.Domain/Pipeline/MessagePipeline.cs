using Runink.Domain.Delivery;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline;

/// <summary>The steps of a message, put together once around one cache of patients.</summary>
public sealed class MessagePipeline
{
    public MessagePipeline(StoreWriter writer, TriggerCatalog catalog, SiteOptions site, MemoryOptions? memory = null, FeedProfiles? profiles = null, Teams.Directory? directory = null, RegisteredEndpoints? endpoints = null, Referrers? referrers = null,
        PatientMessageOptions? patients = null, WaitlistOptions? waitlist = null, DeviceOptions? devices = null, Payers? payers = null, TrayOptions? tray = null)
    {
        Cache = new PatientStateCache(writer, catalog.Vocabulary, site.Zone, (memory ?? new MemoryOptions()).PatientBytes);
        Site = site;
        Registry = new PatientRegistry(Cache);
        Devices = new DeviceRegistry(devices ?? new DeviceOptions());
        Vocabulary = catalog.Vocabulary;
        Calendars = new WorkCalendars(catalog.Vocabulary, site);
        Notices = new Notices(site, directory ?? new Teams.Directory());
        Muting = new Muting(catalog, Calendars);
        Referrals = new ReferralCommandHandler(catalog.Intake, Calendars, new ReferralAnnouncer(endpoints ?? RegisteredEndpoints.None, referrers ?? Referrers.None, site), payers ?? Payers.None, site);
        Bookings = new BookingCommandHandler(Referrals);
        VisitMessages = new VisitMessageCommandHandler(Referrals, Bookings, endpoints ?? RegisteredEndpoints.None, site, patients ?? new PatientMessageOptions());
        Waitlist = new WaitlistCommandHandler(Bookings, VisitMessages, site, new WaitlistReader(site, patients ?? new PatientMessageOptions(), waitlist ?? new WaitlistOptions()));
        Charges = new ReferralCharges(payers ?? Payers.None, site.Zone);
        Tray = new TrayCommandHandler(Referrals);
        Orders = new ReferralOrders(Referrals, Charges, new TrayDocuments(Tray, tray ?? new TrayOptions()));
        var effects = new EpisodeEffects(new EpisodeOpening(catalog, Calendars, Notices, Muting, Referrals, new OutsideActions(endpoints ?? RegisteredEndpoints.None, site)), Muting, Vocabulary);
        Triggers = new TriggerDispatcher(catalog, effects, new ShadowDispatcher(catalog));
        Patients = new PatientUpdate(Registry, Triggers, catalog.Vocabulary, Devices);
        Merger = new PatientMerger(Cache, Triggers, new RecordMessages(new Hl7Reader(site.Zone, profiles: profiles), profiles ?? FeedProfiles.None, site.Zone));
        Identities = new IdentityUpdate(Registry, Merger, Cache);
    }

    public PatientMemory Memory => Cache.Memory;

    public ReferralCommandHandler Referrals { get; }

    public BookingCommandHandler Bookings { get; }

    public VisitMessageCommandHandler VisitMessages { get; }

    public WaitlistCommandHandler Waitlist { get; }

    public TrayCommandHandler Tray { get; }

    internal SiteOptions Site { get; }

    internal ReferralCharges Charges { get; }

    internal ReferralOrders Orders { get; }

    internal PatientStateCache Cache { get; }

    internal PatientRegistry Registry { get; }

    internal DeviceRegistry Devices { get; }

    internal Vocabulary Vocabulary { get; }

    internal WorkCalendars Calendars { get; }

    internal Notices Notices { get; }

    internal Muting Muting { get; }

    internal TriggerDispatcher Triggers { get; }

    internal PatientUpdate Patients { get; }

    internal PatientMerger Merger { get; }

    internal IdentityUpdate Identities { get; }
}
