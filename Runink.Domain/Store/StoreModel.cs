using Microsoft.EntityFrameworkCore;
using Runink.Domain.Analytics;
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
using Runink.Domain.Signals;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Store;

/// <summary>Keys, indexes and names of the tables.</summary>
internal static class StoreModel
{
    /// <summary>An index key of SQL Server holds 1,700 bytes, a primary key 900; a letter takes two.</summary>
    private const int KeyLength = 128;

    private static readonly Dictionary<(Type, string), int> LongKeys = new()
    {
        [(typeof(PatientIdentifier), nameof(PatientIdentifier.System))] = 200,
        [(typeof(PatientIdentifier), nameof(PatientIdentifier.Value))] = 200,
        [(typeof(Device), nameof(Device.System))] = 200,
        [(typeof(Device), nameof(Device.Value))] = 200,
        [(typeof(Encounter), nameof(Encounter.Visit))] = 400,
        [(typeof(StoredMessage), nameof(StoredMessage.DedupKey))] = 450,
        [(typeof(LedgerRow), nameof(LedgerRow.SubjectId))] = 450,
        [(typeof(IdempotentAnswer), nameof(IdempotentAnswer.Key))] = IdempotentAnswer.LongestKey,
        // Four parts of one key, which together may have 900 bytes.
        [(typeof(Teams.RoleGrant), nameof(Teams.RoleGrant.Role))] = 32,
        [(typeof(Teams.RoleGrant), nameof(Teams.RoleGrant.Unit))] = 100,
        [(typeof(WorkLimit), nameof(WorkLimit.Lane))] = 200,
        // Two parts of one key.
        [(typeof(Repositories.RepositoryFile), nameof(Repositories.RepositoryFile.Repository))] = 40,
        [(typeof(Repositories.RepositoryFile), nameof(Repositories.RepositoryFile.Path))] = Repositories.RepositoryPath.LongestPath,
        [(typeof(FhirIndexEntry), nameof(FhirIndexEntry.Text))] = FhirIndexEntry.LongestText,
    };

    /// <summary>Unquoted names in statements by hand become lower case on PostgreSQL; so must those of the tables.</summary>
    public static void NameInLowerCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(entity.GetTableName()!.ToLowerInvariant());
            foreach (var property in entity.GetProperties())
                property.SetColumnName(property.Name.ToLowerInvariant());
            foreach (var key in entity.GetKeys())
                key.SetName(key.GetName()!.ToLowerInvariant());
            foreach (var key in entity.GetForeignKeys())
                key.SetConstraintName(key.GetConstraintName()!.ToLowerInvariant());
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(index.GetDatabaseName()!.ToLowerInvariant());
        }
    }

    /// <summary>Texts are the same when their bytes are, and stand in the order of their bytes, as SQLite has it.</summary>
    public static void CompareBytes(ModelBuilder model, string collation)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(IsText))
            property.SetCollation(collation);
    }

    /// <summary>SQL Server indexes no texts without a length.</summary>
    public static void LimitKeys(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(IsText))
        {
            if (property.IsKey() || property.IsForeignKey() || property.IsIndex())
                property.SetMaxLength(LongKeys.GetValueOrDefault((property.DeclaringType.ClrType, property.Name), KeyLength));
        }
    }

    private static bool IsText(Microsoft.EntityFrameworkCore.Metadata.IMutableProperty property) =>
        property.ClrType == typeof(string) || ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum && property.GetProviderClrType() != typeof(int));

    public static void Configure(ModelBuilder model)
    {
        model.Entity<StoredMessage>(message =>
        {
            message.HasIndex(m => m.DedupKey).IsUnique();
            message.HasIndex(m => m.ReceivedAt);
            message.HasIndex(m => new { m.Source, m.ReceivedAt });
        });
        model.Entity<QuarantinedMessage>(message =>
        {
            message.HasIndex(m => new { m.Status, m.At });
            message.HasIndex(m => m.Hash);
        });
        DeviceTables.Configure(model);
        model.Entity<TakenSignature>(signature =>
        {
            signature.HasKey(s => s.Digest);
            signature.HasIndex(s => s.Until);
        });
        model.Entity<SourceState>().HasKey(s => s.Name);
        model.Entity<Repositories.RepositoryState>().HasKey(s => s.Name);
        model.Entity<Repositories.RepositoryFile>(file =>
        {
            file.HasKey(f => new { f.Repository, f.Path });
            file.HasIndex(f => new { f.Kind, f.SubjectId });
        });
        model.Entity<FeedProfileVersion>().HasKey(v => new { v.ProfileId, v.Version });
        model.Entity<FeedProfileDraft>().HasKey(d => d.ProfileId);
        model.Entity<Contracts.FeedContractVersion>().HasKey(v => new { v.ContractId, v.Version });
        model.Entity<Contracts.FeedHour>().HasKey(h => new { h.Source, h.Hour });
        model.Entity<TakenRow>(row =>
        {
            row.HasKey(r => new { r.Source, r.RowKey });
            row.HasIndex(r => r.SeenAt);
        });
        model.Entity<FhirResource>(resource =>
        {
            resource.HasKey(r => new { r.Type, r.Id });
            resource.HasIndex(r => new { r.PatientId, r.Type });
        });
        model.Entity<FhirVersion>().HasKey(v => new { v.Type, v.Id, v.VersionId });
        model.Entity<FhirUnindexed>().HasKey(u => u.MessageId);
        model.Entity<FhirIndexEntry>(entry =>
        {
            entry.HasKey(e => new { e.Type, e.ResourceId, e.Ordinal });
            entry.HasIndex(e => new { e.Type, e.Parameter, e.Text, e.Low });
        });
        model.Entity<ResourceStatement>().HasKey(s => new { s.ResourceId, s.MessageId });
        model.Entity<ResourceKey>(key =>
        {
            key.HasKey(k => new { k.PatientId, k.Type, k.Key });
            key.HasIndex(k => k.ResourceId);
        });
        model.Entity<Patient>().Ignore(p => p.Name);
        model.Entity<PatientIdentifier>(identifier =>
        {
            identifier.HasKey(i => new { i.System, i.Value, i.Type, i.PatientId });
            identifier.HasIndex(i => i.PatientId);
            identifier.HasIndex(i => i.Value);
            identifier.HasOne<Patient>().WithMany().HasForeignKey(i => i.PatientId);
        });
        model.Entity<IdentityReview>(review =>
        {
            review.HasIndex(r => r.PatientId);
            review.HasIndex(r => r.CandidateId);
            review.HasIndex(r => new { r.Decision, r.At });
        });
        model.Entity<PendingMatch>(pending =>
        {
            pending.HasKey(p => p.PatientId);
            pending.HasIndex(p => p.Mark);
        });
        model.Entity<PatientMerge>(merge =>
        {
            merge.HasIndex(m => m.SurvivorId);
            merge.HasIndex(m => m.PriorId);
        });
        model.Entity<Encounter>(encounter =>
        {
            encounter.HasIndex(e => new { e.PatientId, e.Visit });
            encounter.HasIndex(e => new { e.EndedAt, e.PrepareFrom });
            encounter.HasOne<Patient>().WithMany().HasForeignKey(e => e.PatientId);
        });
        model.Entity<SignalBatch>(batch =>
        {
            batch.HasKey(b => new { b.MessageId, b.PatientId });
            batch.HasIndex(b => new { b.PatientId, b.RecordedAt });
            batch.HasIndex(b => b.RecordedAt);
        });
        model.Entity<ContextRecord>(context =>
        {
            context.HasKey(c => new { c.MessageId, c.PatientId });
            context.HasIndex(c => new { c.PatientId, c.At });
        });
        model.Entity<TriggerVersion>().HasKey(v => new { v.TriggerId, v.Version });
        model.Entity<PolicyVersion>().HasKey(v => new { v.PolicyId, v.Version });
        model.Entity<TriggerDraft>().HasKey(d => d.TriggerId);
        model.Entity<TextReview>(review =>
        {
            review.HasIndex(r => new { r.State, r.PublishAt });
            review.Ignore(r => r.Subject);
            review.Ignore(r => r.FactPrefix);
            review.HasIndex(r => new { r.Kind, r.SubjectId, r.State });
            review.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<ReviewComment>().HasIndex(c => c.ReviewId);
        model.Entity<ParameterOverride>(row =>
        {
            row.HasIndex(r => r.PatientId);
            row.HasIndex(r => new { r.TriggerId, r.At });
            row.HasOne<Patient>().WithMany().HasForeignKey(r => r.PatientId);
        });
        model.Entity<Triggers.Testing.SentExample>().HasIndex(e => new { e.TriggerId, e.State });
        model.Entity<ShadowFinding>(finding =>
        {
            finding.HasIndex(f => new { f.TriggerId, f.Version, f.At });
            finding.HasOne<Patient>().WithMany().HasForeignKey(f => f.PatientId);
        });
        model.Entity<EpisodeRecord>(episode =>
        {
            episode.HasKey(e => new { e.TriggerId, e.Key });
            episode.HasIndex(e => e.PatientId);
        });
        model.Entity<DueEvaluation>(due =>
        {
            due.HasKey(d => new { d.TriggerId, d.PatientId });
            due.HasIndex(d => d.DueAt);
        });
        ConfigureWork(model);
        ConfigurePeople(model);
        ConfigureRotas(model);
        model.Entity<Heartbeat>().HasKey(beat => beat.Name);
        model.Entity<IdempotentAnswer>(answer =>
        {
            answer.HasKey(a => new { a.Caller, a.Key });
            answer.HasIndex(a => a.At);
        });
        model.Entity<LedgerRow>(row =>
        {
            row.HasKey(r => r.Seq);
            row.Property(r => r.Seq).ValueGeneratedNever();
            row.HasIndex(r => new { r.SubjectType, r.SubjectId });
            row.HasIndex(r => r.Kind);
        });
        model.Entity<Teams.ApiKey>(key =>
        {
            key.HasIndex(k => k.SecretHash).IsUnique();
            key.Property(k => k.Scopes).HasConversion<int>();
        });
        model.Entity<Teams.BreakGlassGrant>(grant =>
        {
            grant.HasIndex(g => new { g.PersonId, g.EndsAt });
            grant.HasIndex(g => new { g.Verdict, g.OpenedAt });
        });
    }

    private static void ConfigurePeople(ModelBuilder model)
    {
        model.Entity<Teams.Person>(person =>
        {
            person.Ignore(p => p.Ref);
            person.HasIndex(p => p.Login).IsUnique();
            person.HasIndex(p => p.Subject);
            person.HasIndex(p => p.ExternalId);
            person.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<Teams.RoleGrant>(grant =>
        {
            grant.Ignore(g => g.RoleOnUnit);
            grant.HasKey(g => new { g.PersonId, g.Role, g.Unit, g.Source });
            grant.HasOne<Teams.Person>().WithMany().HasForeignKey(g => g.PersonId);
        });
        model.Entity<Teams.ContactChannel>(channel =>
        {
            channel.HasKey(c => new { c.PersonId, c.Kind, c.Value });
            channel.Ignore(c => c.Channel);
            channel.HasOne<Teams.Person>().WithMany().HasForeignKey(c => c.PersonId);
        });
        model.Entity<Teams.PushDevice>(device =>
        {
            device.HasIndex(d => d.Name).IsUnique();
            device.HasOne<Teams.Person>().WithMany().HasForeignKey(d => d.PersonId);
        });
        model.Entity<Teams.CareUnit>().HasKey(u => u.Name);
        model.Entity<Teams.Bed>(bed =>
        {
            bed.HasKey(b => new { b.Unit, b.Name });
            bed.HasOne<Teams.CareUnit>().WithMany().HasForeignKey(b => b.Unit);
        });
        model.Entity<Teams.TeamMember>(member =>
        {
            member.HasKey(m => new { m.TeamId, m.PersonId, m.Source });
            member.HasIndex(m => m.PersonId);
            member.HasOne<Teams.Team>().WithMany().HasForeignKey(m => m.TeamId);
            member.HasOne<Teams.Person>().WithMany().HasForeignKey(m => m.PersonId);
        });
        model.Entity<Teams.ProvisionedMember>(member =>
        {
            member.HasKey(m => new { m.GroupId, m.PersonId });
            member.HasOne<Teams.ProvisionedGroup>().WithMany().HasForeignKey(m => m.GroupId);
            member.HasOne<Teams.Person>().WithMany().HasForeignKey(m => m.PersonId);
        });
        model.Entity<Teams.SignInSession>(session =>
        {
            session.HasIndex(s => new { s.PersonId, s.EndedAt });
            session.HasIndex(s => s.EndedAt);
        });
        model.Entity<Teams.LocalCredential>(credential =>
        {
            credential.HasKey(c => c.PersonId);
            credential.Ignore(c => c.RecoveryCodesLeft);
        });
        model.Entity<Teams.Passkey>().HasIndex(p => p.CredentialHash).IsUnique();
        model.Entity<Teams.Passkey>().HasOne<Teams.Person>().WithMany().HasForeignKey(p => p.PersonId);
    }

    private static void ConfigureRotas(ModelBuilder model)
    {
        model.Entity<Teams.ChannelProof>().HasKey(p => new { p.PersonId, p.Kind, p.Value });
        model.Entity<Teams.Rotas.Rota>(rota =>
        {
            rota.Ignore(r => r.Plan);
            rota.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<Teams.Rotas.RotaOverride>(one =>
        {
            one.HasIndex(o => new { o.RotaId, o.Until });
            one.HasOne<Teams.Rotas.Rota>().WithMany().HasForeignKey(o => o.RotaId);
        });
        model.Entity<Teams.Rotas.ShiftSwap>(swap =>
        {
            swap.Ignore(s => s.Given);
            swap.Ignore(s => s.Taken);
            swap.HasIndex(s => new { s.RotaId, s.Until });
            swap.HasOne<Teams.Rotas.Rota>().WithMany().HasForeignKey(s => s.RotaId);
        });
    }

    private static void ConfigureWork(ModelBuilder model)
    {
        model.Entity<Escalation>(escalation =>
        {
            escalation.Ignore(e => e.Owner);
            escalation.Ignore(e => e.OfferedTo);
            escalation.HasIndex(e => e.NextWarningAt);
            escalation.HasIndex(e => e.AckExpiresAt);
            escalation.HasIndex(e => e.MutedBy);
            escalation.HasIndex(e => e.OfferedAt);
            escalation.Ignore(e => e.ChecklistItems);
            escalation.HasIndex(e => new { e.Status, e.OpenedAt });
            escalation.HasIndex(e => e.OpenedAt);
            escalation.HasIndex(e => e.PatientId);
            escalation.HasIndex(e => e.TriggerId);
            escalation.HasOne<Patient>().WithMany().HasForeignKey(e => e.PatientId);
            escalation.Property(e => e.Version).IsConcurrencyToken();
        });
        model.Entity<EscalationEventRecord>().HasIndex(e => e.EscalationId);
        model.Entity<LadderStepRecord>(step =>
        {
            step.HasKey(s => new { s.EscalationId, s.Step });
            step.HasIndex(s => new { s.State, s.DueAt });
        });
        model.Entity<DischargePlan>(plan =>
        {
            plan.HasKey(p => p.EncounterId);
            plan.Ignore(p => p.Items);
            plan.HasIndex(p => p.ClosedAt);
            plan.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<DischargeChecklist>(checklist =>
        {
            checklist.HasKey(c => c.Unit);
            checklist.Ignore(c => c.Texts);
            checklist.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<EscalationRequest>(request =>
        {
            request.HasKey(r => new { r.EscalationId, r.PersonId, r.Kind, r.Item });
            request.HasIndex(r => new { r.PersonId, r.SettledAt });
        });
        model.Entity<EscalationAcknowledgement>().HasKey(a => new { a.EscalationId, a.PersonId });
        model.Entity<SlaSegment>().HasKey(s => new { s.EscalationId, s.Ordinal });
        model.Entity<Silence>(silence =>
        {
            silence.Ignore(s => s.Owner);
            silence.HasIndex(s => new { s.EndedAt, s.Until });
            silence.HasOne<Patient>().WithMany().HasForeignKey(s => s.PatientId);
        });
        model.Entity<OperationalTask>(task =>
        {
            task.Ignore(t => t.Owner);
            task.HasIndex(t => new { t.Kind, t.Key });
            task.HasIndex(t => t.ClosedAt);
            task.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<KpiTarget>().HasIndex(target => target.Kpi);
        model.Entity<Teams.SavedView>().HasIndex(view => new { view.Area, view.OwnerId });
        ReferralModel.Configure(model);
        model.Entity<OutboxMessage>(message =>
        {
            message.HasIndex(m => new { m.Status, m.NextAttemptAt });
            message.HasIndex(m => m.EscalationId);
            message.HasIndex(m => m.ReferralId);
            message.HasIndex(m => new { m.Channel, m.AcceptedAt });
            message.HasIndex(m => m.NextLookAt);
            message.HasIndex(m => m.Reference);
        });
        model.Entity<DeliveryEvent>().HasIndex(e => e.MessageId);
        model.Entity<TopicSubscription>().HasIndex(s => s.State);
        model.Entity<SubscriptionEvent>().HasKey(e => new { e.SubscriptionId, e.Number });
    }
}
