using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>
/// The two weeks before the first start, lived through the same code with a clock that is moved: messages arrive, triggers fire,
/// sample people acknowledge (mostly in time), referrals travel. Nothing of it left the host.
/// </summary>
internal sealed class SampleHistory
{
    private const int Days = 14;
    private const int PatientsADay = 8;
    private const int PatientsToAReferral = 3;

    private readonly HeadlessHost host;
    private readonly PastClock clock;
    private readonly DateTimeOffset end;
    private readonly Random dice = new(20260301);
    private readonly Random opinions = new(20260302);
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> plan = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private SampleHistory(HeadlessHost host, PastClock clock, DateTimeOffset end) => (this.host, this.clock, this.end) = (host, clock, end);

    /// <summary>Does nothing when the store has a past already.</summary>
    public static async Task LiveAsync(CompanionStore store, DateTimeOffset now, CancellationToken cancel)
    {
        var past = new PastClock(now.AddDays(-Days));
        var addresses = new Directory();
        await using var quiet = await HeadlessHost.OpenAsync(store, time: past, addresses: addresses);
        await using (var db = quiet.Store.Read())
        {
            if (await db.Ledger.AnyAsync(cancel))
                return;
        }

        await Console.Error.WriteLineAsync("First start: living through two weeks of the sample hospital's past. That takes some ten seconds.");
        await SamplePacks.PublishAsync(quiet.Store, quiet.Triggers, cancel);
        await SamplePacks.DirectAsync(quiet.Store, quiet.Writer, new IntakeRulesCommandHandler(quiet.Writer, quiet.Catalog, new ApprovalPolicy(IsRequired: true)), now, cancel);
        // Whoever was called in the past could be reached; none of it is sent.
        foreach (var name in quiet.Catalog.Current.All.SelectMany(Called).Distinct(StringComparer.Ordinal))
            addresses.Addresses[name] = $"{name}@sample-hospital.example";
        await new SampleHistory(quiet, past, now).LiveAsync(cancel);
    }

    private static IEnumerable<string> Called(CompiledTrigger trigger) => trigger.Actions.Select(action => action switch { NotifyAction notify => notify.Who, EscalateAction escalate => escalate.To, _ => "" })
        .Concat(trigger.Escalation.Steps.Select(step => step.To)).Select(who => who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].Trim('"', ')') : who).Where(who => who.Length > 0 && !who.Contains('@', StringComparison.Ordinal));

    private async Task LiveAsync(CancellationToken cancel)
    {
        for (var number = 1; number <= Days * PatientsADay; number++)
        {
            var (patient, arrival) = (SamplePatient.Of(number, DateOnly.FromDateTime(end.UtcDateTime)), clock.GetUtcNow().AddHours(24.0 / PatientsADay * (number - 1 + dice.NextDouble())));
            PlanPatient(patient, arrival);
            if (number % PatientsToAReferral == 0)
                PlanReferral(patient, number / PatientsToAReferral, arrival.AddHours(2));
        }

        foreach (var (before, arrive) in SampleTray.All([.. Enumerable.Range(1, Days * PatientsADay).Select(number => SamplePatient.Of(number, DateOnly.FromDateTime(end.UtcDateTime)))]))
            plan.Enqueue(() => host.Writer.WriteAsync(arrive, CancellationToken.None), end.AddHours(-before));
        while (plan.TryDequeue(out var happen, out var at) && at < end)
        {
            clock.MoveTo(at);
            await happen();
            await host.DueWork.RunAsync(at, cancel);
            await PlanAnswersAsync(cancel);
        }

        await host.Writer.WriteAsync(scope => Settle(scope) && SampleServices.Tell(scope, DateOnly.FromDateTime(end.UtcDateTime)), cancel);
    }

    private void PlanPatient(SamplePatient patient, DateTimeOffset arrival)
    {
        var next = arrival;
        for (var step = 0; step <= patient.Story.Steps + 1; step++)
        {
            var (number, at) = (step, next);
            plan.Enqueue(() => SendAsync(patient, number, at), at);
            next += TimeSpan.FromMinutes(dice.Next(35, 90));
        }
    }

    /// <summary>Somebody refers a patient by hand, and it goes the way that its number has.</summary>
    private void PlanReferral(SamplePatient patient, int number, DateTimeOffset at)
    {
        var sample = SampleReferral.Of(number);
        plan.Enqueue(
            async () =>
            {
                var made = await host.Writer.WriteAsync(
                    scope => scope.Db.Patients.FirstOrDefault(row => row.Mrn == patient.Mrn) is { } row
                        ? host.Referrals.Open(scope, new ReferralDraft(row.Id, sample.Service, sample.Priority, sample.Reason, Consent: false), Person(1))
                        : new Refusal("not-found", "The patient has not come."), CancellationToken.None);
                if (made.Value is not { } id)
                    return;
                seen.Add(id);
                var next = at;
                foreach (var (action, hours, said) in sample.Way)
                {
                    next += TimeSpan.FromHours(hours * (0.8 + (0.4 * dice.NextDouble())));
                    plan.Enqueue(() => host.Writer.WriteAsync(scope => Move(scope, id, action, said), CancellationToken.None), next);
                }
            }, at);
    }

    private Task SendAsync(SamplePatient patient, int step, DateTimeOffset at)
    {
        var controlId = $"H{patient.Mrn}-{step.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        var message = step == 0 ? SampleMessages.Arrival(patient, controlId, at)
            : step > patient.Story.Steps ? SampleMessages.Discharge(patient, controlId, at)
            : SampleMessages.Results(patient, step - 1, controlId, at);
        return host.Messages.AcceptHl7Async(new Envelope(host.Ids.Next(), "import", "sample history", at, Encoding.UTF8.GetBytes(message)), CancellationToken.None);
    }

    /// <summary>People answer what is new: most in time, a few late.</summary>
    private async Task PlanAnswersAsync(CancellationToken cancel)
    {
        await using var db = host.Store.Read();
        foreach (var row in await db.Escalations.Open().Where(row => row.AcknowledgedAt == null).ToListAsync(cancel))
        {
            if (!seen.Add(row.Id))
                continue;
            var allowed = (row.AcknowledgeDueAt ?? row.OpenedAt.AddHours(2)) - row.OpenedAt;
            var acknowledged = row.OpenedAt + allowed * (dice.NextDouble() < 0.93 ? 0.15 + 0.8 * dice.NextDouble() : 1.1 + dice.NextDouble());
            var by = Person(dice.Next(2));
            PlanAct(row.Id, new EscalationCommand.Acknowledge(), by, acknowledged);
            PlanAct(row.Id, new EscalationCommand.Check(0, Done: true), by, acknowledged + allowed * dice.NextDouble());
            PlanAct(row.Id, Judged("Reviewed at the bedside, plan in the chart"), by, acknowledged + allowed * (1 + dice.NextDouble()));
        }

        foreach (var card in await db.Referrals.ToListAsync(cancel))
        {
            if (seen.Add(card.Id))
                PlanReferral(card);
        }
    }

    /// <summary>Three in five say whether it was worth the call, and most of them that it was.</summary>
    private EscalationCommand.Resolve Judged(string reason) => opinions.Next(5) >= 3 ? new(reason)
        : opinions.Next(4) > 0 ? new(reason, Useful: true)
        : new(reason, Useful: false, opinions.Next(3) switch { 0 => "known", 1 => "not-actionable", _ => "repeat" });

    private void PlanAct(string id, EscalationCommand command, Actor by, DateTimeOffset at) => plan.Enqueue(
        () => host.Writer.WriteAsync(scope => host.Escalations.Act(scope, id, command, by, null, null), CancellationToken.None), at);

    /// <summary>Older ones have gone the whole way by now; younger ones stand somewhere on it.</summary>
    private void PlanReferral(Referral card)
    {
        string[] way = ["claim", "record-consent", "triage", "waive-authorization", "ready", "schedule", "seen", "report-received", "close-loop", "settle"];
        var at = card.OpenedAt;
        foreach (var action in way)
        {
            at += TimeSpan.FromHours(2 + 26 * dice.NextDouble());
            plan.Enqueue(() => host.Writer.WriteAsync(scope => Move(scope, card.Id, action, action == "settle" ? "Billed outside this program" : null), CancellationToken.None), at);
        }
    }

    private Outcome<string> Move(WriteScope scope, string id, string action, string? said = null)
    {
        var referral = scope.Db.Referrals.Find(id)!;
        var version = referral.Version;
        if (action == "choose-recipient")
            return host.Referrals.Candidates(scope.Db, referral, scope.Now).FirstOrDefault(candidate => candidate.WhyNot is null) is { } first ? host.Referrals.Choose(scope, id, first.Id, new ReferralInput(version), Person(1)) : id;
        DateTimeOffset? date = action switch { "schedule" => scope.Now.AddDays(2), "hold" => scope.Now.AddDays(6), "appeal-authorization" => scope.Now.AddDays(30), _ => null };
        return host.Referrals.Act(scope, id, action, new ReferralInput(version, said, date), Person(1));
    }

    /// <summary>Mails of the past are not sent today.</summary>
    private static bool Settle(WriteScope scope)
    {
        foreach (var message in scope.Db.Outbox.Where(message => message.Status == OutboxStatus.Pending || message.Status == OutboxStatus.Failed))
            message.Skipped("sample history: nothing was sent", scope.Now);
        foreach (var task in scope.Db.OperationalTasks.Where(task => task.ClosedAt == null))
            task.Close("Companion", "sample history", scope.Now);
        return true;
    }

    /// <summary>0 the nurse, 1 the navigator.</summary>
    private static Actor Person(int index) => new("person", SamplePeople.All[index].Id, SamplePeople.All[index].Name);
}
