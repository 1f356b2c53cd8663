using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Testing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Examples of patients on their way from a ward to those who write a trigger. While any waits, it is a piece of work.</summary>
public sealed class ExampleCommandHandler(StoreWriter writer)
{
    public const string TaskKind = "trigger-example";

    public Task<Outcome<string>> SendAsync(CompiledTrigger trigger, string patientId, PatientExample example, bool shouldFire, string? note, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<string>>(
            scope =>
            {
                var open = Open(scope.Db, trigger.Id).ToList();
                var cause = Detail.HashOf($"{patientId}|{trigger.Id}|{shouldFire}")!;
                if (open.Find(one => one.CauseHash == cause) is { } known)
                    return new Refusal("not-allowed-now", $"{known.SentBy} has sent this patient's example already; it waits with the authors.");
                if (open.Count >= SentExample.MostOpen)
                    return new Refusal("not-allowed-now", $"{SentExample.MostOpen} examples wait with the authors of this trigger already. Speak with them.");
                var sent = new SentExample
                {
                    Id = scope.Ids.Next(), TriggerId = trigger.Id, Version = trigger.Version, ShouldFire = shouldFire, CauseHash = cause, Test = example.Test, IsFaithful = example.IsFaithful,
                    Note = note, SentBy = actor.Name, SentAt = scope.Now,
                };
                scope.Db.TriggerExamples.Add(sent);
                scope.Record("trigger_example_sent", new Subject("trigger", trigger.Id), actor, Detail.Of(("example", sent.Id), ("version", trigger.Version), ("shouldFire", shouldFire), ("testHash", Detail.HashOf(sent.Test)), ("noteHash", Detail.HashOf(note))));
                Work(scope, trigger.Id, trigger.Name, open.Count + 1);
                return sent.Id;
            },
            cancel);

    /// <param name="state">Added or set aside.</param>
    public Task<Outcome<string>> SettleAsync(string triggerId, string name, string exampleId, ExampleState state, Actor actor, CancellationToken cancel) =>
        writer.WriteAsync<Outcome<string>>(
            scope =>
            {
                if (scope.Db.TriggerExamples.FirstOrDefault(one => one.Id == exampleId && one.TriggerId == triggerId) is not { } sent)
                    return new Refusal("not-found", "There is no such example.");
                if (!sent.Settle(state, actor.Name, scope.Now))
                    return new Refusal("stale-version", $"{sent.SettledBy} has settled this example already.");
                scope.Record("trigger_example_settled", new Subject("trigger", triggerId), actor, Detail.Of(("example", exampleId), ("state", state.ToString())));
                Work(scope, triggerId, name, Open(scope.Db, triggerId).Count(one => one.Id != exampleId));
                return exampleId;
            },
            cancel);

    private static IQueryable<SentExample> Open(CompanionDb db, string triggerId) => db.TriggerExamples.Where(one => one.TriggerId == triggerId && one.State == ExampleState.Open);

    private static void Work(WriteScope scope, string triggerId, string name, int waiting)
    {
        scope.Announce(new Change("trigger", triggerId));
        if (waiting == 0)
            OperationalTasks.Settle(scope, TaskKind, triggerId, "No example waits any more.");
        else
            OperationalTasks.Raise(
                scope, TaskKind, triggerId, "low", $"{name}: {waiting} {(waiting == 1 ? "example waits" : "examples wait")} for its authors",
                "Somebody on a ward says that it should have called, or should not have. It becomes a test, or is set aside.", $"/triggers/{Uri.EscapeDataString(triggerId)}");
    }
}
