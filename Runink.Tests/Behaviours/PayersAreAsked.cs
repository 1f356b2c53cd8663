using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A payer is asked over Da Vinci PAS, once, and its answer is taken whole or not at all.</summary>
public abstract class PayersAreAsked
{
    public sealed class OnSqlite : PayersAreAsked;

    public sealed class OnPostgreSql : PayersAreAsked;

    private const string Actions = "https://codesystem.x12.org/005010/306";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnApprovalMovesTheReferralWithItsNumberVisitsAndDays()
    {
        await using var payer = await OutsideServer.StartAsync(asked => new(200, Response(asked.Body, "A1", number: "AUTH9")));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        var preview = await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { units = 6, dryRun = true });
        Assert.Equal(("Northwind Health", "pas", "M77", "Marta Oliveira"), (Text(preview, "payer"), Text(preview, "channel"), Text(preview, "member"), Text(preview, "patient")));
        Assert.Empty(Claims(payer));

        await SubmitAsync(hospital, id, units: 6);
        var view = await DecidedAsync(hospital, id, "approved");
        var asked = Assert.Single(Claims(payer));
        Assert.Equal(("POST", "/fhir/Claim/$submit", "Bearer token"), (asked.Method, asked.Path, asked.Headers["authorization"]));
        var bundle = JsonDocument.Parse(asked.Body).RootElement;
        var resources = bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).ToList();
        Assert.Equal(["Claim", "Patient", "Coverage", "Organization", "Organization", "ServiceRequest", "Condition"], resources.Select(one => Text(one, "resourceType")));
        Assert.Equal(("preauthorization", "active"), (Text(resources[0], "use"), Text(resources[0], "status")));
        Assert.Equal(6, resources[0].GetProperty("item")[0].GetProperty("quantity").GetProperty("value").GetInt32());
        // What the decision does not need stays here.
        Assert.DoesNotContain("Hidden thing", asked.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Migraine", asked.Body, StringComparison.Ordinal);

        var left = view.GetProperty("left");
        Assert.Equal(("AUTH9", 6, 0, 6), (Text(left, "number"), left.GetProperty("units").GetInt32(), left.GetProperty("used").GetInt32(), left.GetProperty("left").GetInt32()));
        Assert.Equal(("Certified in total", "decided"), (Text(view.GetProperty("requests")[0], "action"), Text(view.GetProperty("requests")[0], "state")));
        Assert.NotEmpty(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=authorization_answered"));
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task APendedRequestIsAskedForUntilThePayerDecidesAndOtherwiseIsShownBeside()
    {
        var decided = false;
        await using var payer = await OutsideServer.StartAsync(asked => new(200, decided ? Response(asked.Body, "A6", "AUTH9", units: 4, until: "2026-04-30", reason: ("0V", "Four visits first")) : Response(asked.Body, "A4", outcome: "queued")));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        await SubmitAsync(hospital, id, units: 6);
        await DecidedAsync(hospital, id, "pended");
        decided = true;
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(15));
        var view = await DecidedAsync(hospital, id, "modified");
        Assert.Equal(["/fhir/Claim/$submit", "/fhir/Claim/$inquire"], Claims(payer).Select(asked => asked.Path).Distinct());
        var request = view.GetProperty("requests")[0];
        Assert.Equal((6, 4), (request.GetProperty("asked").GetProperty("units").GetInt32(), request.GetProperty("answered").GetProperty("units").GetInt32()));
        Assert.Equal(["4 visits instead of 6", "until 2026-04-30 instead of 2026-05-31"], request.GetProperty("differences").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(["Four visits first (code 0V)"], request.GetProperty("reasons").EnumerateArray().Select(one => one.GetString()));

        // Somebody accepts it: what the payer granted holds.
        await PayerStory.ActAsync(hospital, id, "approve-authorization");
        view = await hospital.GetAsync($"/api/v1/referrals/{id}/authorization");
        Assert.Equal(("approved", 4, "AUTH9"), (Text(view, "gate"), view.GetProperty("left").GetProperty("units").GetInt32(), Text(view.GetProperty("left"), "number")));
        Assert.Equal(new DateTimeOffset(2026, 4, 30, 23, 59, 59, TimeSpan.Zero), view.GetProperty("left").GetProperty("until").GetDateTimeOffset());
    }

    [Fact]
    public async Task ADenialHasItsReasonAndMayBeAppealed()
    {
        await using var payer = await OutsideServer.StartAsync(asked => new(200, Response(asked.Body, "A3", reason: ("0J", "Not shown to be necessary"))));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        await SubmitAsync(hospital, id);
        await DecidedAsync(hospital, id, "denied");
        var card = await hospital.GetAsync($"/api/v1/referrals/{id}");
        Assert.Contains("Authorization denied", card.GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains("authorization-denied", card.GetProperty("lists").EnumerateArray().Select(one => one.GetString()));
        await PayerStory.ActAsync(hospital, id, "appeal-authorization", "peer to peer", hospital.Time.GetUtcNow().AddDays(3));
        Assert.Equal(hospital.Time.GetUtcNow().AddDays(3), (await hospital.GetAsync($"/api/v1/referrals/{id}/authorization")).GetProperty("appealDueAt").GetDateTimeOffset());
    }

    /// <summary>What is not an answer to this request changes nothing of it, and is said.</summary>
    [Theory]
    [InlineData("html", "no FHIR resource")]
    [InlineData("other-claim", "another claim")]
    [InlineData("other-patient", "another patient")]
    [InlineData("nobody", "does not say which request")]
    [InlineData("no-decision", "no decision")]
    [InlineData("unknown-action", "none that is known")]
    public async Task WhatIsNoAnswerToThisRequestIsNotTaken(string kind, string words)
    {
        await using var payer = await OutsideServer.StartAsync(asked => new(200, kind switch
        {
            "html" => "<html><body>Down for maintenance</body></html>",
            "other-claim" => Response(asked.Body, "A1", "AUTH9", claim: "another"),
            "other-patient" => Response(asked.Body, "A1", "AUTH9", member: "M99"),
            "nobody" => Response(asked.Body, "A1", "AUTH9", claim: null, member: null),
            "no-decision" => Response(asked.Body, null, "AUTH9"),
            _ => Response(asked.Body, "Z9", "AUTH9"),
        }));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        await SubmitAsync(hospital, id);
        var view = await LookAsync(hospital, id, one => Problem(one) is not null, "the answer to be refused");
        Assert.Contains(words, Problem(view), StringComparison.Ordinal);
        Assert.Equal(("required", "sending"), (Text(view, "gate"), Text(view.GetProperty("requests")[0], "state")));
        Assert.Equal(JsonValueKind.Null, view.GetProperty("requests")[0].GetProperty("number").ValueKind);
        await using (var db = hospital.Read())
            Assert.Contains(await db.ReferralEvents.Where(row => row.ReferralId == id).Select(row => row.Text).ToListAsync(Stop), text => text?.Contains(words, StringComparison.Ordinal) == true);

        // The way by telephone stays open, with the same evidence.
        var heard = await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/answer", new { decision = "approved", number = "TEL1", units = 1, from = "2026-03-02", until = "2026-05-31", how = "phone", whom = "Utilization desk", expectedVersion = view.GetProperty("version").GetInt32() });
        Assert.Equal(("approved", "TEL1", "phone"), (Text(heard, "gate"), Text(heard.GetProperty("left"), "number"), Text(heard.GetProperty("requests")[0], "heardHow")));
    }

    /// <summary>The payer took it and the answer was lost: it is asked, not sent again.</summary>
    [Fact]
    public async Task WhoIsNotHeardIsAskedBeforeAnythingIsSentAgain()
    {
        await using var payer = await OutsideServer.StartAsync(asked => asked.Path.EndsWith("$submit", StringComparison.Ordinal) ? new(200, "{\"resourceType\":\"Bun") { BreaksOff = true } : new(200, Response(asked.Body, "A1", "AUTH9")));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        await SubmitAsync(hospital, id);
        await LookAsync(hospital, id, one => Problem(one) is not null, "the answer to be lost");
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(15));
        await DecidedAsync(hospital, id, "approved");
        Assert.Equal(["/fhir/Claim/$submit", "/fhir/Claim/$inquire"], Claims(payer).Select(asked => asked.Path));
    }

    /// <summary>Killed between sending and hearing: the next run asks whether it is there, and sends it only if it is not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARequestThatWasOnItsWayWhenTheHouseWentDownIsNeverTwo(bool isThere)
    {
        var folder = Directory.CreateTempSubdirectory("companion-payers-").FullName;
        var hangs = true;
        await using var payer = await OutsideServer.StartAsync();
        payer.Behaves = async (asked, stopping) =>
        {
            if (hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
            return asked.Path.EndsWith("$inquire", StringComparison.Ordinal) && !isThere ? new(200, """{"resourceType":"Bundle","type":"collection"}""") : new(200, Response(asked.Body, "A1", "AUTH9"));
        };
        string id;
        await using (var hospital = await Hospital.StartAsync(folder: folder, settings: PayerStory.Pas(payer.Url)))
        {
            id = await PayerStory.ReferralAsync(hospital);
            await SubmitAsync(hospital, id);
            await LookAsync(hospital, id, _ => Claims(payer).Count == 1, "the request to leave");
        }

        hangs = false;
        try
        {
            await using var again = await Hospital.StartAsync(folder: folder, settings: PayerStory.Pas(payer.Url), now: Hospital.Morning.AddMinutes(5));
            await DecidedAsync(again, id, "approved");
            Assert.Equal(isThere ? ["/fhir/Claim/$submit", "/fhir/Claim/$inquire"] : ["/fhir/Claim/$submit", "/fhir/Claim/$inquire", "/fhir/Claim/$submit"], Claims(payer).Select(asked => asked.Path));
            Assert.Single(Claims(payer).Select(asked => Claim(asked.Body).Number).Distinct());
        }
        finally
        {
            await TestDatabase.DeleteAsync(folder);
        }
    }

    [Fact]
    public async Task ARefusalIsFinalAndSaysWhyAndAServerThatIsDownIsTriedAgain()
    {
        var status = 503;
        await using var payer = await OutsideServer.StartAsync(_ => new(status, status == 503 ? "<html>down</html>" : """{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","details":{"text":"Member not active"} }] }"""));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        await SubmitAsync(hospital, id);
        await LookAsync(hospital, id, one => Problem(one)?.Contains("503", StringComparison.Ordinal) == true, "the server to be down");
        status = 422;
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(15));
        var view = await LookAsync(hospital, id, one => Text(one.GetProperty("requests")[0], "state") == "refused", "the refusal");
        Assert.Contains("Member not active", Problem(view), StringComparison.Ordinal);
        Assert.All(Claims(payer), asked => Assert.EndsWith("$submit", asked.Path, StringComparison.Ordinal));
        Assert.Contains("A message could not be followed", (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(JsonValueKind.Null, view.GetProperty("whyNot").ValueKind);
    }

    [Fact]
    public async Task OneRequestIsUnderWayAtATimeAndWhatIsMissingIsSaid()
    {
        await using var payer = await OutsideServer.StartAsync(_ => new(503));
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.Pas(payer.Url));
        var id = await PayerStory.ReferralAsync(hospital);
        var version = await PayerStory.VersionAsync(hospital, id);
        Assert.Equal("invalid", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { units = 0, expectedVersion = version }));
        Assert.Equal("stale-version", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { units = 1, expectedVersion = version - 1 }));
        Assert.Equal("invalid", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { from = "2026-04-01", until = "2026-03-01", expectedVersion = version }));
        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => hospital.PostAsync($"/api/v1/referrals/{id}/authorization/requests", new { units = 1, expectedVersion = version })));
        Assert.Single(twice, answer => answer.IsSuccessStatusCode);
        var request = Text((await hospital.GetAsync($"/api/v1/referrals/{id}/authorization")).GetProperty("requests")[0], "id");
        Assert.Equal("reason-required", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests/{request}/withdraw", new { reason = " " }));
        await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests/{request}/withdraw", new { reason = "wrong days" });
        var asked = Claims(payer).Count;
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(15));
        Assert.Equal(asked, Claims(payer).Count);
        using var content = await hospital.Web.GetAsync($"/api/v1/referrals/{id}/authorization/requests/{request}/content", Stop);
        Assert.Equal("application/fhir+json", content.Content.Headers.ContentType?.MediaType);
    }

    private static Task<JsonElement> DecidedAsync(Hospital hospital, string id, string gate) =>
        LookAsync(hospital, id, view => Text(view, "gate") == gate, $"the authorization to be {gate}");

    /// <summary>The clock goes on while somebody looks: payers are asked by it.</summary>
    private static Task<JsonElement> LookAsync(Hospital hospital, string id, Func<JsonElement, bool> isSo, string what) => Hospital.EventuallyAsync(
        async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(10));
            return await hospital.GetAsync($"/api/v1/referrals/{id}/authorization");
        }, isSo, what);

    /// <summary>What it was asked of authorizations; what it can do is asked beside.</summary>
    private static IReadOnlyList<OutsideServer.Asked> Claims(OutsideServer payer) => [.. payer.Requests.Where(asked => asked.Path.Contains("/Claim/", StringComparison.Ordinal))];

    private static async Task SubmitAsync(Hospital hospital, string id, int units = 1) =>
        await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { units, procedure = "99243", expectedVersion = await PayerStory.VersionAsync(hospital, id) });

    private static string? Problem(JsonElement view) => view.GetProperty("requests").EnumerateArray().Select(one => Text(one, "problem")).FirstOrDefault();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static (string Number, string Patient) Claim(string body)
    {
        var claim = JsonDocument.Parse(body).RootElement.GetProperty("entry")[0].GetProperty("resource");
        return (claim.GetProperty("identifier")[0].GetProperty("value").GetString()!, claim.GetProperty("patient").GetProperty("reference").GetString()!);
    }

    /// <summary>As a payer's server answers: with resources under its own ids.</summary>
    private static string Response(
        string asked, string? action, string? number = null, int? units = null, string? until = null, (string Code, string Text)? reason = null, string? claim = "", string? member = "M77", string outcome = "complete")
    {
        var ours = Claim(asked).Number;
        var text = new StringBuilder();
        text.Append("""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://payer.example/fhir/ClaimResponse/1","resource":{"resourceType":"ClaimResponse","id":"1","status":"active","type":{"coding":[{"code":"professional"}]},"use":"preauthorization","created":"2026-03-02","insurer":{"display":"Payer"},""");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $$$""" "outcome":"{{{outcome}}}","patient":{"reference":"Patient/p1"} """);
        if (claim is not null)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$$""","request":{"identifier":{"system":"urn:runink:authorization","value":"{{{(claim.Length == 0 ? ours : claim)}}}"} }""");
        if (number is not null)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$$""","preAuthRef":"{{{number}}}" """);
        var extensions = new List<string>();
        if (units is { } granted)
            extensions.Add($$$"""{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemAuthorizedDetail","extension":[{"url":"quantity","valueQuantity":{"value":{{{granted}}}} }]}""");
        if (until is not null)
            extensions.Add($$$"""{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemPreAuthPeriod","valuePeriod":{"start":"2026-03-02","end":"{{{until}}}"} }""");
        var review = action is null ? "" : $$$""","extension":[{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction","extension":[{{{(reason is var (code, words) ? $$$"""{"url":"reasonCode","valueCodeableConcept":{"coding":[{"code":"{{{code}}}","display":"{{{words}}}"}]} },""" : "")}}}{"url":"http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode","valueCodeableConcept":{"coding":[{"system":"{{{Actions}}}","code":"{{{action}}}"}]} }]}]""";
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $$$""","item":[{{{{(extensions.Count > 0 ? $"\"extension\":[{string.Join(',', extensions)}]," : "")}}}"itemSequence":1,"adjudication":[{"category":{"coding":[{"code":"submitted"}]}{{{review}}} }]}]""");
        text.Append("}}");
        if (member is not null)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $$$""",{"fullUrl":"https://payer.example/fhir/Patient/p1","resource":{"resourceType":"Patient","id":"p1","identifier":[{"system":"https://payer.example/members","value":"{{{member}}}"}]} }""");
        return text.Append("]}").ToString();
    }
}
