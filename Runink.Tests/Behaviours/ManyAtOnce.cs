using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Escalations;
using Runink.Companion.Escalations.Narratives;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A shift changes: all of one's work is told in sentences that stand on the record, offered at once, and accepted one by one.</summary>
public sealed class ManyAtOnce
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADryRunSaysWhatWouldHappenAndChangesNothing()
    {
        await using var hospital = await Hospital.StartAsync();
        var (first, second) = (await OpenAsync(hospital), await OpenAsync(hospital));
        (await hospital.PostAsync($"/api/v1/escalations/{second}/actions/acknowledge", new { })).EnsureSuccessStatusCode();

        var would = await BulkAsync(hospital, new { ids = new[] { first, second, "nothing" }, action = "acknowledge", dryRun = true });

        Assert.Equal([true, false, false], would.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal("There is no such escalation.", would[2].GetProperty("reason").GetString());
        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{first}")).GetProperty("status").GetString());
        var did = await BulkAsync(hospital, new { ids = new[] { first, second }, action = "acknowledge" });
        Assert.Equal([true, false], did.Select(item => item.GetProperty("ok").GetBoolean()));
        Assert.Equal("acknowledged", (await hospital.GetAsync($"/api/v1/escalations/{first}")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task AShiftIsHandedOverWhenItIsAccepted()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);
        var (work, bulk, narratives) = (hospital.Services.GetRequiredService<EscalationUseCases>(), hospital.Services.GetRequiredService<BulkUseCases>(), hospital.Services.GetRequiredService<NarrativeUseCases>());
        var (ana, noah) = (Nurse(hospital, "ana.ruiz"), Nurse(hospital, "noah.kim"));
        Assert.True((await work.ActAsync(ana, id, new EscalationCommand.Acknowledge(), null, Stop)).Ok);

        var patient = Assert.Single((await narratives.ShiftAsync(ana, Stop)).Value!);
        Assert.Equal("unstable", patient.Illness);
        Assert.Contains(patient.Summary, sentence => sentence.Text.Contains("6.8", StringComparison.Ordinal) && sentence.Sources.Count > 0);
        Assert.Contains(patient.Actions, sentence => sentence.Text.StartsWith("To do: 12-lead ECG", StringComparison.Ordinal));
        Assert.True(Assert.Single((await bulk.ActAsync(ana, [id], new EscalationCommand.HandOver("noah.kim", "End of shift"), false, Stop)).Value!).Ok);

        Assert.Equal("Ana Ruiz", (await work.FindAsync(ana, id, Stop)).Value!.Row.Owner!.Name);
        Assert.Equal(id, Assert.Single((await work.ListAsync(noah, new WorklistQuery("offered"), Stop)).Value!.Items).Id);
        Assert.Equal("not-allowed-now", (await work.ActAsync(ana, id, new EscalationCommand.Accept(null), null, Stop)).Refusal!.Code);
        Assert.True((await work.ActAsync(noah, id, new EscalationCommand.Accept("ECG now, potassium again at nine"), null, Stop)).Ok);

        var view = (await work.FindAsync(noah, id, Stop)).Value!;
        Assert.Equal("Noah Kim", view.Row.Owner!.Name);
        Assert.Contains(view.Events, one => one.Kind == "handed-over" && one.Text!.Contains("Read back: ECG now", StringComparison.Ordinal));
        Assert.Empty((await narratives.ShiftAsync(ana, Stop)).Value!);
    }

    [Fact]
    public async Task EachSentenceOfACallStandsOnTheRecord()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);

        var sbar = await hospital.GetAsync($"/api/v1/escalations/{id}/narrative");

        var sections = sbar.GetProperty("sections").EnumerateArray().ToList();
        Assert.Equal(["Situation", "Background", "Assessment", "Recommendation"], sections.Select(section => section.GetProperty("title").GetString()));
        Assert.All(sections.SelectMany(section => section.GetProperty("sentences").EnumerateArray()), sentence => Assert.NotEqual(0, sentence.GetProperty("sources").GetArrayLength()));
        var source = sections[2].GetProperty("sentences")[0].GetProperty("sources")[0];
        Assert.Equal("message", source.GetProperty("type").GetString());
        await using var db = hospital.Read();
        Assert.NotNull(await db.Messages.FindAsync([source.GetProperty("id").GetString()], Stop));
    }

    [Fact]
    public async Task WhySomebodyWasToldOrNotIsAnsweredFromTheRecord()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);
        var nurse = (await hospital.GetAsync($"/api/v1/rotas/charge_nurse/on-call")).GetProperty("people")[0].GetProperty("person").GetProperty("id").GetString();

        var before = await hospital.GetAsync($"/api/v1/escalations/{id}/told?person={nurse}");
        Assert.False(before.GetProperty("wasTold").GetBoolean());
        Assert.Contains("if nobody has acknowledged by then", before.GetProperty("because")[0].GetString(), StringComparison.Ordinal);
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(1));

        var after = await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/escalations/{id}/told?person={nurse}"), answer => answer.GetProperty("wasTold").GetBoolean(), "the charge nurse to be told");
        Assert.Contains("over email", after.GetProperty("because")[0].GetString(), StringComparison.Ordinal);
        var other = await hospital.GetAsync($"/api/v1/escalations/{id}/told?person=luis.moreno");
        Assert.Contains("No step names Luis Moreno", other.GetProperty("because")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOfferThatNobodyAnswersLapses()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await OpenAsync(hospital);
        var work = hospital.Services.GetRequiredService<EscalationUseCases>();
        var ana = Nurse(hospital, "ana.ruiz");
        Assert.True((await work.ActAsync(ana, id, new EscalationCommand.HandOver("noah.kim", null), null, Stop)).Ok);

        await hospital.FastForwardAsync(TimeSpan.FromMinutes(31), TimeSpan.FromMinutes(5));

        await Hospital.EventuallyAsync(async () => (await work.FindAsync(ana, id, Stop)).Value!, view => view.Row.OfferedTo is null && view.Row.Owner?.Name == "Ana Ruiz" && view.Events.Any(one => one.Kind == "offer-lapsed"), "the offer to lapse");
    }

    private static Caller Nurse(Hospital hospital, string id) =>
        Caller.Of(hospital.Services.GetRequiredService<PeopleDirectory>().Find(id)!.Person, [new RoleOnUnit(Role.Nurse, null)], null, null);

    private static async Task<string> OpenAsync(Hospital hospital)
    {
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now, patientClass: "I", place: "4 West^^4W-07"), Some.Potassium(mrn, "K1", now, "6.8"));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger=hyperkalaemia")).GetProperty("id").GetString()!;
    }

    private static async Task<IReadOnlyList<JsonElement>> BulkAsync(Hospital hospital, object body)
    {
        var answer = await hospital.PostAsync("/api/v1/escalations/bulk", body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items").EnumerateArray()];
    }
}
