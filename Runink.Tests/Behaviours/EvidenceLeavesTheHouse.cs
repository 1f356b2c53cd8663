using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Ledger.Evidence;
using Runink.Domain.Foundation;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A package proves an escalation, a patient or some days without the app, and shows of others nothing.</summary>
public sealed class EvidenceLeavesTheHouse
{
    private const string OtherName = "Quetzalcoatlus";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APackageHoldsAndTellsOfItsSubjectOnly()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, escalation) = await LiveAsync(hospital);

        var package = await PackageAsync(hospital, $"escalation/{escalation}");

        var verdict = EvidenceVerifier.Verify(new MemoryStream(package));
        Assert.Empty(verdict.Findings);
        Assert.Equal(($"escalation/{escalation}", 0), (verdict.Subject, verdict.Uncovered));
        Assert.True(verdict.Rows >= 3, $"{verdict.Rows} rows");
        var files = Files(package);
        Assert.Contains("record/explanation.json", files.Keys);
        Assert.Contains(files.Keys, name => name.StartsWith("record/messages/", StringComparison.Ordinal));
        Assert.Contains(mrn, files["record/escalation.json"], StringComparison.Ordinal);
        Assert.DoesNotContain(files.Values, text => text.Contains(OtherName, StringComparison.Ordinal));
        var exported = (await hospital.ItemsAsync("/api/v1/ledger?kind=evidence_exported"))[0];
        Assert.Equal(escalation, exported.GetProperty("subject").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("patient")]
    [InlineData("period")]
    public async Task APatientAndSomeDaysArePackagesAsWell(string kind)
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, _) = await LiveAsync(hospital);

        var verdict = EvidenceVerifier.Verify(new MemoryStream(await PackageAsync(hospital, kind == "patient" ? $"patient/{mrn}" : "period/2026-03-01..2026-03-02")));

        Assert.Empty(verdict.Findings);
        Assert.True(verdict.Rows > 0);
    }

    /// <summary>The two that are read as JSON have tests of their own.</summary>
    [Fact]
    public async Task AnyChangeOfAPackageIsFound()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, escalation) = await LiveAsync(hospital);
        var package = await PackageAsync(hospital, $"escalation/{escalation}");
        foreach (var name in Files(package).Keys.Except(["manifest.json", "ledger.json"], StringComparer.Ordinal))
        {
            Assert.NotEmpty(Findings(Changed(package, name, text => "A" + text)));
            Assert.NotEmpty(Findings(Changed(package, name, _ => null)));
        }

        Assert.NotEmpty(Findings(Changed(package, "record/more.json", _ => "{}")));
    }

    /// <summary>Whoever makes the manifest fit again still meets the chain and the signatures.</summary>
    [Theory]
    [InlineData("\"actor\": \"", "\"actor\": \"x")]
    [InlineData("\"ticks\": \"6", "\"ticks\": \"7")]
    [InlineData("\"content\": \"", "\"content\": \"0")]
    [InlineData("\"kind\": \"escalation_triggered\"", "\"kind\": \"escalation_resolved\"")]
    public async Task ARowThatWasForgedDoesNotLeadToTheSignedCheckpoint(string part, string forged)
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, escalation) = await LiveAsync(hospital);
        var package = await PackageAsync(hospital, $"escalation/{escalation}");
        var ledger = Files(package)["ledger.json"];
        Assert.Contains(part, ledger, StringComparison.Ordinal);
        var at = ledger.IndexOf(part, StringComparison.Ordinal);
        var edited = ledger[..at] + forged + ledger[(at + part.Length)..];

        var findings = Findings(Changed(package, "ledger.json", _ => edited));

        Assert.Contains(findings, finding => finding.Contains("does not fit its hash", StringComparison.Ordinal) || finding.Contains("do not lead to the checkpoint", StringComparison.Ordinal) || finding.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("escalation/01ARZ3NDEKTSV4RRFFQ69G5FAV", HttpStatusCode.NotFound)]
    [InlineData("patient/nobody", HttpStatusCode.NotFound)]
    [InlineData("period/yesterday", HttpStatusCode.UnprocessableEntity)]
    [InlineData("ward/5", HttpStatusCode.UnprocessableEntity)]
    public async Task WhatCannotBeMadeIsRefusedWithTheReason(string about, HttpStatusCode status)
    {
        await using var hospital = await Hospital.StartAsync();

        using var answer = await hospital.Web.GetAsync(new Uri($"/api/v1/ledger/evidence/{about}", UriKind.Relative), Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task WithoutTheRightToTheThingItselfThereAreItsRowsOnly()
    {
        await using var hospital = await Hospital.StartAsync();
        var (_, escalation) = await LiveAsync(hospital);
        var secret = (await hospital.Services.GetRequiredService<ApiKeyStore>().CreateAsync("auditor", Scopes.Parse("ledger.read")!.Value, null, Actor.System, Stop)).Value!.Secret;
        using var auditor = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        auditor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

        using var answer = await auditor.GetAsync(new Uri($"/api/v1/ledger/evidence/escalation/{escalation}", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var package = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.Empty(Findings(package));
        Assert.DoesNotContain(Files(package).Keys, name => name.StartsWith("record/", StringComparison.Ordinal));
    }

    /// <summary>An escalation, and other patients around it.</summary>
    private static async Task<(string Mrn, string Escalation)> LiveAsync(Hospital hospital)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            Some.Arrival(Some.Mrn(), now, name: $"{OtherName}^One"), Some.Arrival(mrn, now), Some.Arrival(Some.Mrn(), now, name: $"{OtherName}^Two"), Some.Lactate(mrn, "L1", now, "3.4"));
        return (mrn, (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString()!);
    }

    private static Task<byte[]> PackageAsync(Hospital hospital, string about) => hospital.Web.GetByteArrayAsync(new Uri($"/api/v1/ledger/evidence/{about}", UriKind.Relative), Stop);

    private static IReadOnlyList<string> Findings(byte[] package) => EvidenceVerifier.Verify(new MemoryStream(package)).Findings;

    private static Dictionary<string, string> Files(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return zip.Entries.ToDictionary(entry => entry.FullName, Text, StringComparer.Ordinal);
    }

    /// <param name="change">Null takes the file out.</param>
    private static byte[] Changed(byte[] package, string name, Func<string, string?> change)
    {
        var files = Files(package);
        files[name] = change(files.GetValueOrDefault(name, ""))!;
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (file, text) in files)
            {
                if (text is null)
                    continue;
                using var entry = zip.CreateEntry(file).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), new UTF8Encoding(false));
        return reader.ReadToEnd();
    }
}
