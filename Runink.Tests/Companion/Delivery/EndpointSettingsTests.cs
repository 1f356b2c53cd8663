using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;

namespace Runink.Tests.Companion.Delivery;

/// <summary>What endpoints cannot mean stops the start, and says how it is called.</summary>
public sealed class EndpointSettingsTests
{
    private const string Long = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("Address", "Address=https://x.example", "Kind: one of")]
    [InlineData("no kind of that name", "Kind=pigeon", null)]
    [InlineData("a mistyped name", "Kind=webhook;Adress=https://x.example;Secret=" + Long, "Adress: there is no such setting; Address is meant, perhaps.")]
    [InlineData("a mistyped name inside", "Kind=slack;Secret=x;Slack:Chanel=C1", "Slack:Chanel: there is no such setting; Channel is meant, perhaps.")]
    [InlineData("no address", "Kind=webhook;Secret=" + Long, "Address: say where it is")]
    [InlineData("no TLS", "Kind=webhook;Address=http://x.example;Secret=" + Long, "Address: an address that begins with https://")]
    [InlineData("a password in the address", "Kind=webhook;Address=https://me:pass@x.example;Secret=" + Long, "Address: a password in an address")]
    [InlineData("no secret", "Kind=webhook;Address=https://x.example", "Secret: say it in the environment")]
    [InlineData("a short secret", "Kind=webhook;Address=https://x.example;Secret=short", "Secret: at least 32 letters")]
    [InlineData("two secrets", "Kind=webhook;Address=https://x.example;SecretFile=/nowhere;Secret=" + Long, "Secret: say Secret or SecretFile, not both.")]
    [InlineData("a file that is not there", "Kind=webhook;Address=https://x.example;SecretFile=/nowhere/at/all", "SecretFile: there is no file")]
    [InlineData("an endless wait", "Kind=webhook;Address=https://x.example;Timeout=01:00:00;Secret=" + Long, "Timeout: from 00:00:01 to 00:02:00.")]
    [InlineData("people without proof", "Kind=slack;Secret=x;Slack:Channel=C1;Slack:People:U1=ana.ruiz", "Slack:SigningSecret: say it")]
    [InlineData("no place for the text", "Kind=sms;Address=https://x.example;Sms:Body=to={to}", "Sms:Body: {to} and {text}")]
    [InlineData("a secret in the address", "Kind=sms;Address=https://x.example/{secret};Sms:Body={to}{text};Secret=x", "Address: a secret in an address")]
    [InlineData("half a rule", "Kind=sms;Address=https://x.example;Sms:Body={to}{text};Sms:SuccessPath=status", "Sms:SuccessPath: goes with SuccessValue.")]
    [InlineData("another protocol", "Kind=mllp;Address=https://x.example;MayCarryPhi=true", "Address: like mllp://")]
    [InlineData("another message", "Kind=mllp;Address=mllp://x.example:2575;MayCarryPhi=true;Mllp:MessageType=ADT^A08", "Mllp:MessageType: ORU^R01 or MDM^T02.")]
    [InlineData("nothing to file by", "Kind=mllp;Address=mllp://x.example:2575", "MayCarryPhi: a record system files by patient")]
    [InlineData("no key", "Kind=fhir;Address=https://x.example/fhir/;MayCarryPhi=true;Secret=x;Fhir:ClientId=us;Fhir:TokenAddress=https://x.example/token", "Secret: no private key")]
    [InlineData("no place for tokens", "Kind=fhir;Address=https://x.example/fhir/;MayCarryPhi=true;Secret=x;Fhir:ClientId=us", "Fhir:TokenAddress: say where")]
    [InlineData("no such fallback", "Kind=fhir;Address=https://x.example/fhir/;MayCarryPhi=true;Secret=x;Fhir:FallbackMllp=b", "Fhir:FallbackMllp: b is no endpoint of kind mllp.")]
    [InlineData("authorities that are not there", "Kind=mllp;Address=mllps://x.example:2575;MayCarryPhi=true;Authorities=/nowhere/at/all", "Authorities: /nowhere/at/all cannot be read.")]
    [InlineData("a clinical field", "Kind=crm;Address=https://x.example/;Secret=x;Crm:Object=Case;Crm:ExternalField=Id__c;Crm:Map:Reason=headline", "Crm:Map:Reason: headline may not go into a CRM")]
    [InlineData("a path for a name", "Kind=crm;Address=https://x.example/;Secret=x;Crm:Object=../x;Crm:ExternalField=Id__c;Crm:Map:Stage=stage", "Crm:Object: say which")]
    public void WhatCannotBeMeantIsNamed(string what, string settings, string? problem)
    {
        Assert.NotEmpty(what);
        var found = Problems(settings);
        Assert.Contains(found, one => one.StartsWith(problem is null ? "Delivery:Endpoints:a: " : $"Delivery:Endpoints:a:{problem}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Kind=webhook;Address=https://x.example/a;Secret=" + Long)]
    [InlineData("Kind=webhook;Address=http://10.0.0.1/a;AllowPrivate=true;Secret=" + Long)]
    [InlineData("Kind=slack;Secret=xoxb;Slack:Channel=C1")]
    [InlineData("Kind=teams;Address=https://x.example/workflows?sig=1")]
    [InlineData("Kind=sms;Address=https://x.example/send?to={to}&text={text};Sms:Method=GET")]
    [InlineData("Kind=mllp;Address=mllps://x.example:2575;MayCarryPhi=true")]
    [InlineData("Kind=fhir;Address=https://x.example/fhir/;MayCarryPhi=true;Secret=token")]
    [InlineData("Kind=crm;Address=https://x.example/sobjects/;Secret=x;Crm:Object=Case;Crm:ExternalField=Id__c;Crm:Map:Stage__c=stage")]
    public void WhatCanBeMeantStarts(string settings) => Assert.Empty(Problems(settings));

    [Theory]
    [InlineData(2048, true)]
    [InlineData(1024, false)]
    public void AKeyThatIsTooShortIsNone(int bits, bool isGood)
    {
        using var key = RSA.Create(bits);
        var found = Problems($"Kind=fhir;Address=https://x.example/fhir/;MayCarryPhi=true;Secret={key.ExportPkcs8PrivateKeyPem()};Fhir:ClientId=us;Fhir:TokenAddress=https://x.example/token");
        Assert.Equal(isGood, found.Count == 0);
    }

    [Fact]
    public void OneProviderOfTextMessagesAndOneTakerOfTasks()
    {
        Assert.Contains(Problems("Kind=sms;Address=https://x.example;Sms:Body={to}{text}", "Kind=sms;Address=https://y.example;Sms:Body={to}{text}"), one => one.StartsWith("Delivery:Endpoints:b:Kind: one provider", StringComparison.Ordinal));
        Assert.Contains(
            Problems("Kind=fhir;Address=https://x.example/;MayCarryPhi=true;Secret=x", "Kind=fhir;Address=https://y.example/;MayCarryPhi=true;Secret=x"), one => one.StartsWith("Delivery:Endpoints:b:Fhir:TakesTasks: one record system", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5 in 00:15:00, 11 in 01:00:00", true)]
    [InlineData("", true)]
    [InlineData("many", false)]
    [InlineData("0 in 00:15:00", false)]
    [InlineData("5 in 00:00:00", false)]
    public void LimitsAreRead(string text, bool isGood) => Assert.Equal(isGood, Settings.Problems(Configuration(new() { ["Delivery:Throttle:sms"] = text })).Count == 0);

    private static IReadOnlyList<string> Problems(params string[] endpoints) => Settings.Problems(Configuration(endpoints.Zip("ab").SelectMany(one => one.First.Split(';').Select(setting => setting.Split('=', 2)).Select(
        setting => KeyValuePair.Create($"Delivery:Endpoints:{one.Second}:{setting[0]}", (string?)setting[1]))).ToDictionary(one => one.Key, one => one.Value)));

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
