using System.Text;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;

namespace Runink.Tests.Domain.Intake.Fhir;

public sealed class FhirJsonTests
{
    [Theory]
    [InlineData("1.10")]
    [InlineData("1.0")]
    [InlineData("100")]
    [InlineData("-0.00")]
    [InlineData("1E400")]
    [InlineData("3.14159265358979323846264338327950288")]
    public void NumbersKeepTheirDigits(string digits)
    {
        var node = Parsed($"{{\"resourceType\":\"Observation\",\"valueQuantity\":{{\"value\":{digits}}}}}");

        Assert.Equal(digits, node.Value("valueQuantity.value"));
        Assert.Contains($"\"value\":{digits}}}", node.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"x","b":[1,2,{"c":null}],"d":true,"e":false}""")]
    [InlineData("""{"é":"王 <b>&amp;</b> + '\"\\\n"}""")]
    [InlineData("{}")]
    public void WhatIsReadIsWrittenBack(string json) => Assert.Equal(json, Parsed(json).ToJson());

    [Fact]
    public void EveryNodeKnowsItsLine()
    {
        var node = Parsed("{\n  \"a\": 1,\r\n  \"b\": [\n    \"x\",\n    { \"c\": 2 }\n  ]\n}");

        Assert.Equal((1, 2, 3), (node.Line, node["a"]!.Line, node["b"]!.Line));
        Assert.Equal((4, 5, 5), (node.All("b")[0].Line, node.All("b")[1].Line, node.All("b")[1]["c"]!.Line));
    }

    [Fact]
    public void AByteOrderMarkIsSkipped() => Assert.NotNull(FhirJson.Parse([0xEF, 0xBB, 0xBF, .. "{}"u8], out _));

    [Theory]
    [InlineData("{\"a\":1,\n\"b\":2,\n\"a\":3}", 3, "occurs twice", "a")]
    [InlineData("{\"x\":[{},{\"id\":1,\"id\":2}]}", 1, "occurs twice", "x[1].id")]
    [InlineData("", 1, "not JSON", null)]
    [InlineData("   ", 1, "not JSON", null)]
    [InlineData("[]", 1, "JSON object", null)]
    [InlineData("\"x\"", 1, "JSON object", null)]
    [InlineData("{}\n{}", 2, "not JSON", null)]
    [InlineData("{\n\"a\":1,\n}", 3, "not JSON", null)]
    [InlineData("{\n// why\n}", 2, "not JSON", null)]
    [InlineData("{\"a\":\n01}", 2, "not JSON", null)]
    [InlineData("{\"a\":NaN}", 1, "not JSON", null)]
    [InlineData("{\"a\":\"\\ud800\"}", 1, "Unicode", null)]
    [InlineData("{\"a\":1,\n\"\\udfff\":1}", 2, "Unicode", null)]
    public void WhatIsNotFhirJsonIsRefusedWithItsLine(string json, int line, string says, string? place)
    {
        var fault = Refused(Encoding.UTF8.GetBytes(json));

        Assert.Equal((line, place), (fault.Line, fault.Place));
        Assert.Contains(says, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenUtf8IsRefused() => Assert.Contains("Unicode", Refused([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(60, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void DepthIsBounded(int depth, bool isFine)
    {
        var json = Encoding.UTF8.GetBytes("{\"a\":" + new string('[', depth) + new string(']', depth) + "}");

        Assert.Equal(isFine, FhirJson.Parse(json, out var fault) is not null);
        Assert.Equal(isFine, fault is null);
    }

    [Fact]
    public void AnObjectOfVeryManyPropertiesIsReadInLinearTimeAndStillHasNoTwins()
    {
        var members = Enumerable.Range(0, 200_000).Select(number => $"\"p{number}\":0");

        Assert.Equal(200_000, Parsed($"{{{string.Join(',', members)}}}").Properties.Count);
        Assert.Equal("p31", Refused(Encoding.UTF8.GetBytes($"{{{string.Join(',', members.Append("\"p31\":1"))}}}")).Place);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NoBytesMakeItThrow(int seed)
    {
        var random = new Random(seed);
        var valid = Encoding.UTF8.GetBytes("""{"resourceType":"Patient","id":"1","_birthDate":{"extension":[{"url":"x"}]},"name":[{"family":"\u00c9","given":["A",null]}],"n":-1.5e3,"t":true}""");
        for (var round = 0; round < 3_000; round++)
        {
            var bytes = valid.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var node = FhirJson.Parse(bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)), out var fault);
            Assert.NotEqual(node is null, fault is null);
            if (node is not null)
                Assert.All(FhirValidator.Validate(node, "Patient"), finding => Assert.True(finding.Line >= 1));
        }
    }

    [Fact]
    public void PathsGiveTheFirstOfEach()
    {
        var node = Parsed("""{"code":{"coding":[{"code":"A"},{"code":"B"}]},"given":["x","y"],"empty":[]}""");

        Assert.Equal(("A", "x", null, null), (node.Value("code.coding.code"), node.Value("given"), node.Value("empty"), node.Value("code.none.code")));
        Assert.Equal(2, node["code"]!.All("coding").Count);
        Assert.Empty(node.All("none"));
    }

    [Fact]
    public void ReferencesAreRewrittenWhereverTheyStand()
    {
        var node = Parsed("""{"subject":{"reference":"urn:uuid:1"},"contained":[{"x":{"reference":"#p"}}],"list":[{"item":{"reference":"urn:uuid:1","display":"urn:uuid:1"}}]}""");

        node.RewriteReferences(reference => reference == "urn:uuid:1" ? "Patient/9" : null);

        Assert.Equal("""{"subject":{"reference":"Patient/9"},"contained":[{"x":{"reference":"#p"}}],"list":[{"item":{"reference":"Patient/9","display":"urn:uuid:1"}}]}""", node.ToJson());
    }

    [Fact]
    public void IdAndMetaAreSetWithoutLosingWhatIsThere()
    {
        var node = Parsed("""{"resourceType":"Patient","meta":{"versionId":"7","tag":[{"code":"t"}]},"active":true}""");

        node.Set("id", "9");
        node.SetMeta("2", "2026-03-02T08:00:00.000Z");

        Assert.Equal("""{"resourceType":"Patient","id":"9","meta":{"versionId":"2","lastUpdated":"2026-03-02T08:00:00.000Z","tag":[{"code":"t"}]},"active":true}""", node.ToJson());
    }

    private static FhirNode Parsed(string json)
    {
        var node = FhirJson.Parse(Encoding.UTF8.GetBytes(json), out var fault);
        Assert.Null(fault);
        return node!;
    }

    private static MessageFault Refused(byte[] json)
    {
        Assert.Null(FhirJson.Parse(json, out var fault));
        return fault!;
    }
}
