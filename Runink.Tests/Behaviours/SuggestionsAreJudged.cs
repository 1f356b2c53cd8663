using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store.Writing;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A suggestion is done by nobody but a person, judged by what became of it, and off by itself when it is wrong too often.</summary>
public abstract class SuggestionsAreJudged
{
    public sealed class OnSqlite : SuggestionsAreJudged;

    public sealed class OnPostgreSql : SuggestionsAreJudged;

    private static readonly Actor Luis = new("person", "luis.moreno", "Luis Moreno");

    [Fact]
    public async Task AcceptedOnceSettledAtTheEndAndOffBelowItsBar()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Referrals:Assisted:FewestSettled"] = "5" });
        await DocumentsWaitInATray.ArriveAsync(hospital);
        var id = await DocumentsWaitInATray.AskedBeforeAsync(hospital, "Cardiology");
        var (writer, assisted) = (Of<StoreWriter>(hospital), Of<AssistedCommandHandler>(hospital));
        var suggestion = PrioritySuggestion.Decide("routine", "Syncope on exertion", PriorityWords.None);
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        Assert.True((await writer.WriteAsync(scope => assisted.Answer(scope, id, suggestion, version, accepted: true, Luis), Stop)).Ok);
        var card = await hospital.GetAsync($"/api/v1/referrals/{id}");
        Assert.Equal("urgent", card.GetProperty("priority").GetString());
        Assert.Equal("already-done", (await writer.WriteAsync(scope => assisted.Answer(scope, id, suggestion, card.GetProperty("version").GetInt32(), accepted: false, Luis), Stop)).Refusal?.Code);
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=suggestion_accepted"));
        Assert.Equal(0, await writer.WriteAsync(assisted.Settle, Stop));

        using var closed = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/cancel", new { expectedVersion = card.GetProperty("version").GetInt32(), reason = "Seen elsewhere" });
        Assert.True(closed.IsSuccessStatusCode);
        for (var more = 0; more < 4; more++)
        {
            await writer.WriteAsync(scope => scope.Db.AssistedRecords.Add(new AssistedRecord { Id = scope.Ids.Next(), ReferralId = id, Kind = AssistedKind.Priority, Suggested = "soon", Words = "soon", Points = 3, At = scope.Now, Accepted = false, By = "Luis Moreno" }).Entity.Id, Stop);
        }

        Assert.Equal(5, await writer.WriteAsync(assisted.Settle, Stop));
        await using (var db = hospital.Read())
        {
            Assert.Equal(new AssistedAccuracy(1, 5), AssistedCommandHandler.Accuracy(db, AssistedKind.Priority));
            Assert.Equal("Right 1 of 5 times, which is below 70 %", db.AssistedSwitches.Single().Why);
        }

        await writer.WriteAsync(scope => AssistedCommandHandler.SwitchOn(scope, AssistedKind.Priority, Luis), Stop);
        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=suggestions_switched_off"));
        await using var after = hospital.Read();
        Assert.Null(after.AssistedSwitches.Single().OffSince);
    }

    private static T Of<T>(Hospital hospital) => (T)hospital.Services.GetService(typeof(T))!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
