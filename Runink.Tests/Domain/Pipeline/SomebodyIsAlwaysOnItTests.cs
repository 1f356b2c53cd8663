using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Signals;
using Runink.Domain.Teams;
using Runink.Tests.Domain.Store;
using Runink.Tests.Harness;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Domain.Pipeline;

/// <summary>
/// For random messages, commands of three people, silences, people who cannot be reached, and a clock that moves anyhow: open work has an owner or goes
/// on escalating, no step is left out or done twice, and what the clocks counted adds up to the time that passed.
/// </summary>
public sealed class SomebodyIsAlwaysOnItTests
{
    private static readonly Actor[] People = [new("person", "ana", "Ana Ruiz"), new("person", "ben", "Ben Cole"), new("person", "cleo", "Cleo Park")];

    private static readonly string[] Triggers =
    [
        """{id: potassium, when: lab.potassium >= 6 mmol/L, severity: critical, resolve_when: lab.potassium < 5.5 mmol/L, episode: {per: patient, re_alert_when: lab.potassium >= 7 mmol/L}, ack_expires: 30m, then: [{action: notify, who: nurse@h.example}], escalation: {fallback: house@h.example, steps: [{after: 5m, to: [a@h.example, nobody_here]}, {after: 10m, to: b@h.example, repeat: 2, every: 4m, acknowledge: all}]}, checklist: [ECG]}""",
        """{id: lactate, when: lab.lactate > 2 mmol/L, severity: moderate, episode: {per: patient}, inhibits: [sodium], then: [{action: log, entry: x}], escalation: [{after: 20m, to: a@h.example}]}""",
        """{id: sodium, when: lab.sodium < 125 mmol/L, severity: high, episode: {per: patient}, then: [{action: escalate, to: c@h.example, after: 3m}]}""",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_happens(int seed)
    {
        await using var store = await TemporaryStore.NewAsync();
        var catalog = new TriggerCatalog(Vocabulary.Shipped);
        foreach (var text in Triggers)
            catalog.Replace(catalog.Compile("t", $"trigger: {text}\n")!.With(1));
        var pipeline = new MessagePipeline(store.Writer, catalog, new SiteOptions(), directory: new Directory());
        var processor = new Hl7MessageProcessor(store.Writer, pipeline, new SiteOptions(), store.Time, store.Ids, NullLogger<Hl7MessageProcessor>.Instance);
        var (due, commands, silences) = (new DueWork(store.Store, store.Writer, pipeline), new EscalationCommandHandler(pipeline), new SilenceCommandHandler(pipeline, catalog));
        var dice = new Random(seed);

        for (var i = 0; i < 140; i++)
        {
            await store.UntilAsync(store.Time.GetUtcNow().AddSeconds(dice.Next(1, 900)), due);
            var now = store.Time.GetUtcNow();
            switch (dice.Next(10))
            {
                case < 4:
                    await processor.AcceptHl7Async(new Envelope(store.Ids.Next(), "mllp", "test", now, Encoding.UTF8.GetBytes(Message(dice, $"{seed}0{dice.Next(1, 4)}", i, now))), Stop);
                    break;
                case < 9:
                    await ActAsync(store, commands, dice, now);
                    break;
                default:
                    var draft = new SilenceDraft(SilenceKind.Silence, dice.Next(2) == 0 ? "potassium" : "sodium", null, null, dice.Next(2) == 0, "x", dice.Next(2) == 0 ? now.AddMinutes(7) : null, now.AddMinutes(dice.Next(8, 60)));
                    await store.Writer.WriteAsync(scope => silences.Make(scope, draft, People[0]), Stop);
                    break;
            }

            await HoldsAsync(store, now, $"seed {seed}, step {i}");
        }

        await store.UntilAsync(store.Time.GetUtcNow().AddHours(2), due);
        await HoldsAsync(store, store.Time.GetUtcNow(), $"seed {seed}, at the end");
        await using var db = store.Store.Read();
        Assert.True(await db.Escalations.CountAsync(Stop) >= 5, "The day was too quiet to prove anything.");
        Assert.True(await db.LadderSteps.CountAsync(step => step.State == LadderState.Told, Stop) >= 5, "Nobody was ever told.");
        Assert.Null(store.Verify().FirstBad);
    }

    private static async Task HoldsAsync(TemporaryStore store, DateTimeOffset now, string where)
    {
        await using var db = store.Store.Read();
        var steps = (await db.LadderSteps.ToListAsync(Stop)).ToLookup(step => step.EscalationId, StringComparer.Ordinal);
        var segments = (await db.SlaSegments.OrderBy(one => one.Ordinal).ToListAsync(Stop)).ToLookup(one => one.EscalationId, StringComparer.Ordinal);
        var told = (await db.Outbox.Where(message => message.Step != null).ToListAsync(Stop)).ToLookup(message => (message.EscalationId, message.Step));
        foreach (var escalation in await db.Escalations.Where(row => !row.IsUnknown).ToListAsync(Stop))
        {
            var own = steps[escalation.Id].ToList();
            Assert.True(!escalation.IsOpen || escalation.OwnerId is not null || escalation.IsMuted || own.Exists(step => step.State == LadderState.Planned), $"{where}: nobody is on {escalation.TriggerId} and nobody is called");
            Assert.True(!escalation.IsMuted || own.TrueForAll(step => step.State != LadderState.Planned), $"{where}: a step of muted work is planned");
            foreach (var step in own)
            {
                Assert.False(step.State == LadderState.Planned && step.DueAt < now, $"{where}: step {step.Step} of {escalation.TriggerId} was left out: due {step.DueAt:O}, now {now:O}, {escalation.Status}, muted {escalation.MutedBy}, round {step.Round}, hours {step.Hours}");
                Assert.False(step.State == LadderState.Told && step.DoneAt < step.DueAt && escalation.IsOpen && told[(escalation.Id, step.Step)].All(message => !message.Body.Contains("asks for you", StringComparison.Ordinal)), $"{where}: step {step.Step} was told early");
                Assert.True(told[(escalation.Id, step.Step)].Count(message => message.Channel != "none") <= 1, $"{where}: step {step.Step} was told twice");
            }

            var parts = segments[escalation.Id].ToList();
            var until = escalation.ResolvedAt ?? now;
            Assert.Equal(Enumerable.Range(0, parts.Count), parts.Select(part => part.Ordinal));
            Assert.Equal(until - escalation.OpenedAt, SlaSegments.Lengths(parts, null, until).Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Length));
            Assert.True(parts[^1].Still(escalation), $"{where}: the last segment is not how it is");
            Assert.True(escalation.IsOpen || parts[^1].Runs is false, where);
        }
    }

    private static async Task ActAsync(TemporaryStore store, EscalationCommandHandler commands, Random dice, DateTimeOffset now)
    {
        await using var db = store.Store.Read();
        var ids = await db.Escalations.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Stop);
        if (ids.Count == 0)
            return;
        var id = ids[Math.Max(0, ids.Count - 1 - dice.Next(4))];
        var (by, other) = (People[dice.Next(3)], People[dice.Next(3)]);
        EscalationCommand command = dice.Next(13) switch
        {
            0 or 1 => new EscalationCommand.Claim(),
            2 or 3 => new EscalationCommand.Acknowledge(),
            4 => new EscalationCommand.Release(),
            5 => new EscalationCommand.Snooze(now.AddMinutes(dice.Next(1, 50)), "x"),
            6 => new EscalationCommand.HandOver(other.Id, null),
            7 => new EscalationCommand.Accept("x"),
            8 => new EscalationCommand.Escalate(null),
            9 => new EscalationCommand.SetPriority(Severities.All[dice.Next(5)], "x"),
            10 => new EscalationCommand.Check(0, dice.Next(2) == 0),
            11 => new EscalationCommand.Resolve("x"),
            _ => new EscalationCommand.Reopen("x"),
        };
        await store.Writer.WriteAsync(scope => commands.Act(scope, id, command, by, new PersonRef(other.Id, other.Name), null), Stop);
    }

    private static string Message(Random dice, string mrn, int number, DateTimeOffset now) => dice.Next(6) switch
    {
        0 => Some.Arrival(mrn, now, patientClass: "I"),
        1 or 2 or 3 => Some.Potassium(mrn, $"K{number}", now, FormattableString.Invariant($"{4.5m + (dice.Next(30) / 10m)}")),
        4 => Some.Lactate(mrn, $"L{number}", now, FormattableString.Invariant($"{1m + (dice.Next(30) / 10m)}")),
        _ => Some.Results(mrn, $"N{number}", now, ("2951-2", FormattableString.Invariant($"{118 + dice.Next(14)}"), "mmol/L")),
    };
}
