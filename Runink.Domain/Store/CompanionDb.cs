using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Runink.Domain.Analytics;
using Runink.Domain.Contracts;
using Runink.Domain.Delivery;
using Runink.Domain.Devices;
using Runink.Domain.Discharges;
using Runink.Domain.Escalations;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Ledger;
using Runink.Domain.Mapping;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Signals;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Store;

/// <summary>
/// The store as EF Core sees it: for screens and commands. Intake writes the same tables with prepared commands. One model; a
/// context of its own for each database carries that database's migrations.
/// </summary>
public abstract class CompanionDb(DbContextOptions options, StoreDialect dialect) : DbContext(options)
{
    public DbSet<StoredMessage> Messages => Set<StoredMessage>();

    public DbSet<SourceState> SourceStates => Set<SourceState>();

    public DbSet<TakenRow> TakenRows => Set<TakenRow>();

    public DbSet<FeedProfileVersion> FeedProfiles => Set<FeedProfileVersion>();

    public DbSet<FeedProfileDraft> FeedProfileDrafts => Set<FeedProfileDraft>();

    public DbSet<FeedContractVersion> FeedContracts => Set<FeedContractVersion>();

    public DbSet<FeedHour> FeedHours => Set<FeedHour>();

    public DbSet<QuarantinedMessage> Quarantine => Set<QuarantinedMessage>();

    public DbSet<FhirResource> FhirResources => Set<FhirResource>();

    public DbSet<ResourceStatement> ResourceStatements => Set<ResourceStatement>();

    public DbSet<ResourceKey> ResourceKeys => Set<ResourceKey>();

    public DbSet<FhirVersion> FhirVersions => Set<FhirVersion>();

    public DbSet<FhirUnindexed> FhirUnindexed => Set<FhirUnindexed>();

    public DbSet<FhirIndexEntry> FhirIndex => Set<FhirIndexEntry>();

    public DbSet<Patient> Patients => Set<Patient>();

    public DbSet<PatientIdentifier> PatientIdentifiers => Set<PatientIdentifier>();

    public DbSet<IdentityReview> IdentityReviews => Set<IdentityReview>();

    public DbSet<PendingMatch> PendingMatches => Set<PendingMatch>();

    public DbSet<PatientMerge> PatientMerges => Set<PatientMerge>();

    public DbSet<Encounter> Encounters => Set<Encounter>();

    public DbSet<SignalBatch> SignalBatches => Set<SignalBatch>();

    public DbSet<ContextRecord> Contexts => Set<ContextRecord>();

    public DbSet<TriggerVersion> TriggerVersions => Set<TriggerVersion>();

    public DbSet<TextReview> TextReviews => Set<TextReview>();

    public DbSet<Repositories.RepositoryState> RepositoryStates => Set<Repositories.RepositoryState>();

    public DbSet<Repositories.RepositoryFile> RepositoryFiles => Set<Repositories.RepositoryFile>();

    public DbSet<ReviewComment> ReviewComments => Set<ReviewComment>();

    public DbSet<PolicyVersion> PolicyVersions => Set<PolicyVersion>();

    public DbSet<TriggerDraft> TriggerDrafts => Set<TriggerDraft>();

    public DbSet<ParameterOverride> ParameterOverrides => Set<ParameterOverride>();

    public DbSet<Triggers.Testing.SentExample> TriggerExamples => Set<Triggers.Testing.SentExample>();

    public DbSet<ShadowFinding> ShadowFindings => Set<ShadowFinding>();

    public DbSet<EpisodeRecord> Episodes => Set<EpisodeRecord>();

    public DbSet<DueEvaluation> DueEvaluations => Set<DueEvaluation>();

    public DbSet<Escalation> Escalations => Set<Escalation>();

    public DbSet<EscalationEventRecord> EscalationEvents => Set<EscalationEventRecord>();

    public DbSet<LadderStepRecord> LadderSteps => Set<LadderStepRecord>();

    public DbSet<DischargePlan> DischargePlans => Set<DischargePlan>();

    public DbSet<DischargeChecklist> DischargeChecklists => Set<DischargeChecklist>();

    public DbSet<EscalationRequest> EscalationRequests => Set<EscalationRequest>();

    public DbSet<EscalationAcknowledgement> EscalationAcknowledgements => Set<EscalationAcknowledgement>();

    public DbSet<SlaSegment> SlaSegments => Set<SlaSegment>();

    public DbSet<Silence> Silences => Set<Silence>();

    public DbSet<OperationalTask> OperationalTasks => Set<OperationalTask>();

    public DbSet<Referral> Referrals => Set<Referral>();

    public DbSet<ReferralSegment> ReferralSegments => Set<ReferralSegment>();

    public DbSet<ReferralDocument> ReferralDocuments => Set<ReferralDocument>();

    public DbSet<AssistedRecord> AssistedRecords => Set<AssistedRecord>();

    public DbSet<AssistedSwitch> AssistedSwitches => Set<AssistedSwitch>();

    public DbSet<TrayItem> TrayItems => Set<TrayItem>();

    public DbSet<TrayFile> TrayFiles => Set<TrayFile>();

    public DbSet<AuthorizationRequest> AuthorizationRequests => Set<AuthorizationRequest>();

    public DbSet<ReferralCharge> ReferralCharges => Set<ReferralCharge>();

    public DbSet<ReferralAnnouncement> ReferralAnnouncements => Set<ReferralAnnouncement>();

    public DbSet<PartnerLink> PartnerLinks => Set<PartnerLink>();

    public DbSet<IntakeRulesVersion> IntakeRules => Set<IntakeRulesVersion>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<KpiTarget> KpiTargets => Set<KpiTarget>();

    public DbSet<KpiNote> KpiNotes => Set<KpiNote>();

    public DbSet<WorkLimit> WorkLimits => Set<WorkLimit>();

    public DbSet<RecipientChoice> RecipientChoices => Set<RecipientChoice>();

    public DbSet<HealthcareService> HealthcareServices => Set<HealthcareService>();

    public DbSet<Slot> Slots => Set<Slot>();

    public DbSet<SlotBooking> SlotBookings => Set<SlotBooking>();

    public DbSet<VisitMessage> VisitMessages => Set<VisitMessage>();

    public DbSet<VisitReminder> VisitReminders => Set<VisitReminder>();

    public DbSet<ContactPreference> ContactPreferences => Set<ContactPreference>();

    public DbSet<WaitlistEntry> WaitlistEntries => Set<WaitlistEntry>();

    public DbSet<SlotOffer> SlotOffers => Set<SlotOffer>();

    public DbSet<CoordinationTask> CoordinationTasks => Set<CoordinationTask>();

    public DbSet<ReferralEventRecord> ReferralEvents => Set<ReferralEventRecord>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<DeliveryEvent> DeliveryEvents => Set<DeliveryEvent>();

    public DbSet<TopicSubscription> TopicSubscriptions => Set<TopicSubscription>();

    public DbSet<SubscriptionEvent> SubscriptionEvents => Set<SubscriptionEvent>();

    public DbSet<TaskChange> TaskChanges => Set<TaskChange>();

    public DbSet<Heartbeat> Heartbeats => Set<Heartbeat>();

    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<BreakGlassGrant> BreakGlassGrants => Set<BreakGlassGrant>();

    public DbSet<Device> Devices => Set<Device>();

    public DbSet<DeviceReading> DeviceReadings => Set<DeviceReading>();

    public DbSet<DevicePairing> DevicePairings => Set<DevicePairing>();

    public DbSet<TakenSignature> TakenSignatures => Set<TakenSignature>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<RoleGrant> RoleGrants => Set<RoleGrant>();

    public DbSet<ContactChannel> ContactChannels => Set<ContactChannel>();

    public DbSet<PushDevice> PushDevices => Set<PushDevice>();

    public DbSet<CareUnit> CareUnits => Set<CareUnit>();

    public DbSet<Bed> Beds => Set<Bed>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<ProvisionedGroup> ProvisionedGroups => Set<ProvisionedGroup>();

    public DbSet<ProvisionedMember> ProvisionedMembers => Set<ProvisionedMember>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<LocalCredential> LocalCredentials => Set<LocalCredential>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<ChannelProof> ChannelProofs => Set<ChannelProof>();

    public DbSet<Rota> Rotas => Set<Rota>();

    public DbSet<RotaOverride> RotaOverrides => Set<RotaOverride>();

    public DbSet<ShiftSwap> ShiftSwaps => Set<ShiftSwap>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        StoreModel.Configure(modelBuilder);
        dialect.MapTextSearch(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order or compare DateTimeOffset; UTC ticks can be ordered everywhere and lose nothing.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        // Each database rounds or pads decimals in a way of its own; as text they stay what was written.
        // SQL Server's time holds a day at most, and copies know numbers and texts.
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();
        configurationBuilder.Properties<TimeOnly>().HaveConversion<long>();
        configurationBuilder.Properties<decimal>().HaveConversion<string>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    /// <summary>A number that is no time is shown as the nearest one: one row that somebody spoiled must not hide the others.</summary>
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks, ticks => new DateTimeOffset(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero));
}
