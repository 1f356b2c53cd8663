using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Runink.Domain.Intake.Fhir;

namespace Runink.Tests.Domain.Intake.Fhir;

public sealed class FhirParserTests
{
    [Theory]
    [InlineData("1.10")]
    [InlineData("1.0")]
    [InlineData("100")]
    [InlineData("3.1415926535897932384626433")]
    public void NumbersKeepTheirDigits(string digits)
    {
        var read = Parsed($$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":{{{digits}}}}}""");

        Assert.Contains($"\"value\":{digits}}}", FhirWriter.ToJson(read), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsReadIsWrittenBackInBothFormats()
    {
        const string Json = """{"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">王 &amp; <b>x</b></div>"},"_birthDate":{"extension":[{"url":"http://u","valueCode":"unknown"}]},"name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"http://u","valueString":"x"}]}]}]}""";
        var read = Parsed(Json);

        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Json).RootElement, JsonDocument.Parse(FhirWriter.ToJson(read)).RootElement));
        var again = FhirParser.Parse(Encoding.UTF8.GetBytes(FhirWriter.ToXml(read)), FhirFormat.Xml);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Json).RootElement, JsonDocument.Parse(FhirWriter.ToJson(again.Resource!)).RootElement));
    }

    [Fact]
    public void AByteOrderMarkIsSkipped() => Assert.NotNull(FhirParser.Parse([0xEF, 0xBB, 0xBF, .. """{"resourceType":"Patient","id":"a"}"""u8]).Resource);

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("   ", 1, "empty")]
    [InlineData("[]", 1, "JSON object")]
    [InlineData("\"x\"", 1, "JSON object")]
    [InlineData("null", 1, "JSON object")]
    [InlineData("3", 1, "JSON object")]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"a\"}\n{}", 2, "not JSON")]
    [InlineData("{\n\"resourceType\":\"Patient\",\n}", 3, "not JSON")]
    [InlineData("{\n// why\n}", 2, "not JSON")]
    [InlineData("{\"resourceType\":\n01}", 2, "not JSON")]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"\\ud800\"}", 1, "Unicode")]
    [InlineData("{\"resourceType\":\"Patient\",\n\"name\":[{\"family\":\"a\\u0000b\"}]}", 2, "U+0000")]
    public void WhatIsNotJsonIsRefusedWithItsLine(string json, int line, string says)
    {
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(json));

        var fault = Assert.Single(parsed.Faults);
        Assert.Equal((true, line, null), (parsed.Malformed, fault.Line, parsed.Resource));
        Assert.Contains(says, fault.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Patient xmlns='http://hl7.org/fhir'><id value='a'/>")]
    [InlineData("x")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'v'>]><Patient xmlns='http://hl7.org/fhir'><id value='&e;'/></Patient>")]
    public void WhatIsNotXmlIsRefused(string xml)
    {
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(xml), FhirFormat.Xml);

        Assert.True(parsed.Malformed);
        Assert.Contains("XML", Assert.Single(parsed.Faults).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient"}""")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"extension":[{"url":"http://u","valueCode":"unknown"}]}}""")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}}""")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueTime":"08:30:00.5","effectiveDateTime":"2026-03"}""")]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"},"modifierExtension":[{"url":"http://u","valueBoolean":true}]}""")]
    public void WhatIsValidHasNoFinding(string json) => Assert.Empty(FhirParser.Parse(Encoding.UTF8.GetBytes(json)).Faults);

    [Theory]
    [InlineData("""{"id":"x"}""", null)]
    [InlineData("""{"resourceType":"Potato"}""", null)]
    [InlineData("""{"resourceType":7}""", null)]
    [InlineData("""{"resourceType":"Patient","colour":"teal"}""", "Patient.colour")]
    [InlineData("""{"resourceType":"Patient","birthDate":"12.03.1948"}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":19480312}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":null}""", "Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","gender":"F"}""", "Patient.gender")]
    [InlineData("""{"resourceType":"Patient","active":"true"}""", "Patient.active")]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "Patient.id")]
    [InlineData("""{"resourceType":"Patient","id":"a","id":"b"}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}""", "Patient")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"A"}}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[]}""", "Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","name":[{"family":""}]}""", "Patient.name[0].family")]
    [InlineData("""{"resourceType":"Patient","deceasedDateTime":"2026-03-02T08:00:00"}""", "Patient.deceased")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></div>"}}""", "Patient.text.div")]
    [InlineData("""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p onclick=\"x()\">y</p></div>"}}""", "Patient.text.div")]
    [InlineData("""{"resourceType":"Patient","modifierExtension":[{"url":"http://u","valueBoolean":true}],"active":true}""", "Patient.modifierExtension")]
    [InlineData("""{"resourceType":"Encounter","status":"planned","class":{"code":"AMB"},"participant":[{"modifierExtension":[{"url":"http://u","valueBoolean":true}]}]}""", "Encounter.participant[0].modifierExtension")]
    [InlineData("""{"resourceType":"Patient","implicitRules":"http://rules","active":true}""", "Patient.implicitRules")]
    [InlineData("""{"resourceType":"Observation","status":"done","code":{"text":"x"}}""", "Observation.status")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"1"}}""", "Observation.value.value")]
    [InlineData("""{"resourceType":"Medication","colour":"x","status":"active"}""", "Medication.colour")]
    [InlineData("""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"POST","url":"X"},"resource":{"resourceType":"Patient","gender":"?"}}]}""", "Bundle.entry[0].resource.gender")]
    public void EveryFindingHasItsPlace(string json, string? place)
    {
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Null(parsed.Resource);
        Assert.NotEmpty(parsed.Faults);
        if (place is not null)
            Assert.Contains(parsed.Faults, fault => fault.Place == place);
    }

    [Fact]
    public void AnOutcomeTellsExpressionLineAndPosition()
    {
        var faults = FhirParser.Parse("{\n\"resourceType\":\"Patient\",\n\"gender\":\"F\",\n\"colour\":\"teal\"}"u8).Faults;

        var issues = JsonDocument.Parse(FhirOutcome.Write(faults)).RootElement.GetProperty("issue").EnumerateArray().ToList();

        Assert.Contains(issues, issue => issue.GetProperty("expression")[0].GetString() == "Patient.gender" && issue.GetProperty("diagnostics").GetString()!.StartsWith("Line 3:", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.GetProperty("expression")[0].GetString() == "Patient.colour" && issue.GetProperty("diagnostics").GetString()!.Contains("position", StringComparison.Ordinal));
        Assert.All(issues, issue => Assert.Equal("error", issue.GetProperty("severity").GetString()));
    }

    [Fact]
    public void FindingsAreManyButNotEndless()
    {
        var json = $$"""{"resourceType":"Patient","name":[{{string.Join(',', Enumerable.Repeat("{\"family\":1}", 500))}}]}""";

        Assert.InRange(FhirParser.Parse(Encoding.UTF8.GetBytes(json)).Faults.Count, 40, 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NoBytesMakeItThrow(int seed)
    {
        var random = new Random(seed);
        var valid = Encoding.UTF8.GetBytes("""{"resourceType":"Patient","id":"1","_birthDate":{"extension":[{"url":"x"}]},"name":[{"family":"\u00c9","given":["A",null]}],"multipleBirthInteger":3,"active":true,"deceasedDateTime":"2020-01-01T00:00:00Z"}""");
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = valid.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var parsed = FhirParser.Parse(bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
            Assert.NotEqual(parsed.Resource is null, parsed.Faults.Count == 0);
        }
    }

    private static Resource Parsed(string json)
    {
        var parsed = FhirParser.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Empty(parsed.Faults);
        return parsed.Resource!;
    }
}
