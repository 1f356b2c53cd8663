using System.Text;
using System.Text.Json;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;

namespace Runink.Tests.Domain.Intake.Fhir;

public sealed class FhirValidatorTests
{
    [Theory]
    [InlineData("""{"resourceType":"Patient"}""")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueCode":"unknown"}]}}""")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"u"}]}]}]}""")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o"}],"managingOrganization":{"reference":"#o"}}""")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"u","valueString":"x"}],"text":{"status":"generated","div":"<div/>"}}""")]
    [InlineData("""{"resourceType":"Observation","_status":{"extension":[{"url":"u"}]},"code":{"text":"x"}}""")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueTime":"08:30:00.5","effectiveDateTime":"2026-03"}""")]
    [InlineData("""{"resourceType":"Claim","id":"c.1-A","whatever":{"is":"kept"}}""")]
    public void WhatIsValidHasNoFinding(string json) => Assert.Empty(Findings(json));

    [Theory]
    [InlineData("""{"id":"x"}""", "X", 101)]
    [InlineData("""{"resourceType":"Potato"}""", "X.resourceType", 103)]
    [InlineData("""{"resourceType":7}""", "X", 101)]
    [InlineData("""{"resourceType":"Patient","colour":"teal"}""", "X.colour", 102)]
    [InlineData("""{"resourceType":"Patient","_colour":{}}""", "X._colour", 102)]
    [InlineData("""{"resourceType":"Patient","birthDate":"12.03.1948"}""", "X.birthDate", 102)]
    [InlineData("""{"resourceType":"Patient","birthDate":19480312}""", "X.birthDate", 102)]
    [InlineData("""{"resourceType":"Patient","gender":"F"}""", "X.gender", 103)]
    [InlineData("""{"resourceType":"Patient","gender":"female\n"}""", "X.gender", 102)]
    [InlineData("""{"resourceType":"Patient","active":"true"}""", "X.active", 102)]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "X.id", 102)]
    [InlineData("""{"resourceType":"Patient","id":"ab\n"}""", "X.id", 102)]
    [InlineData("""{"resourceType":"Patient","name":{"family":"A"}}""", "X.name", 102)]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "X.name", 102)]
    [InlineData("""{"resourceType":"Patient","name":["A"]}""", "X.name[0]", 102)]
    [InlineData("""{"resourceType":"Patient","name":[{}]}""", "X.name[0]", 102)]
    [InlineData("""{"resourceType":"Patient","name":[{"family":""}]}""", "X.name[0].family", 102)]
    [InlineData("""{"resourceType":"Patient","name":[{"family":null}]}""", "X.name[0].family", 102)]
    [InlineData("""{"resourceType":"Patient","deceasedDateTime":"2026-03-02T08:00:00"}""", "X.deceasedDateTime", 102)]
    [InlineData("""{"resourceType":"Patient","multipleBirthInteger":1.5}""", "X.multipleBirthInteger", 102)]
    [InlineData("""{"resourceType":"Patient","communication":[{"preferred":true}]}""", "X.communication[0].language", 101)]
    [InlineData("""{"resourceType":"Observation","code":{"text":"x"}}""", "X.status", 101)]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", "X.code", 101)]
    [InlineData("""{"resourceType":"Observation","status":"done","code":{"text":"x"}}""", "X.status", 103)]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueTime":"5 PM"}""", "X.valueTime", 102)]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"1"}}""", "X.valueQuantity.value", 102)]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"issued":"2026-03-02"}""", "X.issued", 102)]
    [InlineData("""{"resourceType":"Claim","id":"a b"}""", "X.id", 102)]
    [InlineData("""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"POST","url":"X"},"resource":{"resourceType":"Patient","gender":"?"}}]}""", "X.entry[0].resource.gender", 103)]
    public void EveryFindingHasItsPlace(string json, string place, int code)
    {
        var finding = Assert.Single(Findings(json));

        Assert.Equal((place, code), (finding.Place, finding.Code));
    }

    [Fact]
    public void FindingsAreManyButNotEndless()
    {
        var json = $$"""{"resourceType":"Patient","name":[{{string.Join(',', Enumerable.Repeat("{\"family\":1}", 500))}}]}""";

        Assert.Equal(50, Findings(json).Count);
    }

    [Fact]
    public void AnOutcomeTellsExpressionLineAndKind()
    {
        var faults = Findings("{\n\"resourceType\":\"Patient\",\n\"gender\":\"F\",\n\"colour\":\"teal\"}");

        var issues = JsonDocument.Parse(FhirOutcome.Write(faults)).RootElement.GetProperty("issue");

        Assert.Equal(["code-invalid", "structure"], issues.EnumerateArray().Select(issue => issue.GetProperty("code").GetString()));
        Assert.StartsWith("Line 3: 'F' is not one of male, female", issues[0].GetProperty("diagnostics").GetString(), StringComparison.Ordinal);
        Assert.Equal("X.colour", issues[1].GetProperty("expression")[0].GetString());
        Assert.All(issues.EnumerateArray(), issue => Assert.Equal("error", issue.GetProperty("severity").GetString()));
    }

    private static IReadOnlyList<MessageFault> Findings(string json)
    {
        var node = FhirJson.Parse(Encoding.UTF8.GetBytes(json), out var fault);
        Assert.Null(fault);
        return FhirValidator.Validate(node!, "X");
    }
}
