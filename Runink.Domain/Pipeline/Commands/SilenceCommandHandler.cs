using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="From">Null is now.</param>
public sealed record SilenceDraft(
    SilenceKind Kind, string? TriggerId, string? Unit, string? PatientId, bool CoversCritical, string Reason, DateTimeOffset? From, DateTimeOffset Until);

/// <summary>Silences and maintenance windows, inside the writing transaction.</summary>
public sealed class SilenceCommandHandler(MessagePipeline pipeline, TriggerCatalog catalog)
{
    /// <summary>Critical work is kept quiet for one piece of planned work at most, never for a shift.</summary>
    public static readonly TimeSpan LongestOverCritical = TimeSpan.FromHours(4);

    public Outcome<string> Make(WriteScope scope, SilenceDraft draft, Actor actor)
    {
        var from = draft.From is { } asked && asked > scope.Now ? asked : scope.Now;
        if (Problem(draft, from) is { } problem)
            return problem;
        if (draft.PatientId is { } patient && scope.Db.Patients.Find(patient) is null)
            return new Refusal("invalid", "There is no such patient.");
        if (draft.TriggerId is { } trigger && catalog.Current.ById(trigger) is null)
            return new Refusal("invalid", $"There is no trigger {trigger} in force.");
        var silence = new Silence
        {
            Id = scope.Ids.Next(), Kind = draft.Kind, TriggerId = draft.TriggerId, Unit = draft.Unit, PatientId = draft.PatientId, CoversCritical = draft.CoversCritical,
            Reason = draft.Reason.Trim(), OwnerId = actor.Id, OwnerName = actor.Name, CreatedAt = scope.Now, From = from, Until = draft.Until,
        };
        scope.Db.Silences.Add(silence);
        scope.Record("silence_made", new Subject("silence", silence.Id), actor, Detail.Of(
            ("kind", draft.Kind.ToString().ToLowerInvariant()), ("trigger", draft.TriggerId), ("unit", draft.Unit), ("patient", draft.PatientId),
            ("critical", draft.CoversCritical), ("from", from), ("until", draft.Until), ("reasonHash", Detail.HashOf(silence.Reason))));
        if (from == scope.Now)
            pipeline.Muting.Begin(scope, silence);
        else
            scope.Announce(new Change("silence", silence.Id));
        return silence.Id;
    }

    public Outcome<string> End(WriteScope scope, string id, Actor actor)
    {
        if (scope.Db.Silences.Find(id) is not { } silence)
            return new Refusal("not-found", "There is no such silence.");
        if (silence.EndedAt is not null)
            return new Refusal("already-done", $"{silence.EndedBy} ended it already.");
        pipeline.Muting.End(scope, silence, actor);
        return id;
    }

    private static Refusal? Problem(SilenceDraft draft, DateTimeOffset from) => draft switch
    {
        _ when string.IsNullOrWhiteSpace(draft.Reason) => new Refusal("reason-required", "Say why; whoever misses an alert will want to know."),
        { TriggerId: null, Unit: null, PatientId: null } => new Refusal("invalid", "Name a trigger, a unit or a patient: nothing silences the whole hospital."),
        _ when draft.Until <= from => new Refusal("invalid", "It ends after it begins."),
        _ when draft.Until - from > Silence.Longest => new Refusal("invalid", $"A silence lasts at most {Silence.Longest.TotalDays:0} days. What is not needed for longer is mended in its trigger."),
        { CoversCritical: true } when draft.Until - from > LongestOverCritical => new Refusal("invalid", $"Over critical work a silence lasts at most {LongestOverCritical.TotalHours:0} hours."),
        _ => null,
    };
}
