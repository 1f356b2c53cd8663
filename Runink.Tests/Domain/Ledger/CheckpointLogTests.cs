using System.Security.Cryptography;
using Runink.Domain.Ledger;

namespace Runink.Tests.Domain.Ledger;

public sealed class CheckpointLogTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void LinesThatWereSignedOneAfterTheOtherHold()
    {
        var log = CheckpointLog.Read(Text(Lines(6)), [key]);

        Assert.Empty(log.Findings);
        Assert.Equal((6, 60L, false), (log.Lines.Count, log.Head!.Seq, log.IsTorn));
    }

    [Fact]
    public void ASignatureHoldsForItsContentAndItsKeyOnly()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var checkpoint = LedgerCheckpoint.FromLine(Lines(1)[0])!;

        Assert.True(checkpoint.IsSignedBy(key));
        Assert.False(checkpoint.IsSignedBy(other));
        Assert.All(
            [
                checkpoint with { Seq = 8 }, checkpoint with { At = Now.AddTicks(1) }, checkpoint with { Hash = Convert.ToHexStringLower(SHA256.HashData([2])) },
                checkpoint with { Kind = CheckpointKind.Accepted }, checkpoint with { Note = "x" }, checkpoint with { Previous = checkpoint.Hash }, checkpoint with { Key = "0" },
            ],
            forged => Assert.False(forged.IsSignedBy(key)));
    }

    /// <summary>Only the last signature is asked for where each line names the one before: an edit anywhere must still be seen.</summary>
    [Fact]
    public void AnyEditOfAnyLineIsFound()
    {
        var lines = Lines(6);
        for (var at = 0; at < lines.Length; at++)
        {
            foreach (var (part, forged) in new[] { ("\"seq\":", "\"seq\":1"), ("\"hash\":\"", "\"hash\":\"0"), ("2026-03-02T08:00:0", "2026-03-02T08:01:0"), ("\"head\"", "\"accepted\"") })
            {
                var edited = (string[])lines.Clone();
                edited[at] = edited[at].Replace(part, forged, StringComparison.Ordinal);

                Assert.NotEqual(lines[at], edited[at]);
                Assert.True(CheckpointLog.Read(Text(edited), [key]).Findings.Count > 0, $"line {at + 1}: {forged}");
            }

            Assert.True(CheckpointLog.Read(Text([.. lines[..at], "not json", .. lines[(at + 1)..]]), [key]).Findings.Count > 0);
        }
    }

    [Fact]
    public void ALineThatIsMissingBetweenOthersIsFound()
    {
        var lines = Lines(6);
        for (var at = 0; at < lines.Length - 1; at++)
            Assert.True(CheckpointLog.Read(Text([.. lines[..at], .. lines[(at + 1)..]]), [key]).Findings.Count > 0, $"line {at + 1}");
    }

    [Fact]
    public void WhatAPowerCutLeftOfALineIsNoTampering()
    {
        var lines = Lines(3);

        var log = CheckpointLog.Read(Text(lines[..2]) + lines[2][..40], [key]);

        Assert.Empty(log.Findings);
        Assert.Equal((2, true), (log.Lines.Count, log.IsTorn));
    }

    [Fact]
    public void AnotherKeyIsAFindingUnlessAPersonSaysWhy()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = Line(CheckpointKind.Head, 10, LedgerCheckpoint.NoPrevious, key);
        var head = Line(CheckpointKind.Head, 20, LedgerCheckpoint.HashOf(first), other);
        var accepted = Line(CheckpointKind.Accepted, 20, LedgerCheckpoint.HashOf(first), other);

        Assert.NotEmpty(CheckpointLog.Read(Text([first, head]), [key, other]).Findings);
        Assert.Empty(CheckpointLog.Read(Text([first, accepted]), [key, other]).Findings);
        Assert.NotEmpty(CheckpointLog.Read(Text([first, accepted]), [key]).Findings);
    }

    [Fact]
    public void ACopyOfSomeLinesHoldsByTheSignatureOfEach()
    {
        var lines = Lines(6);

        Assert.Empty(CheckpointLog.Read(Text([lines[1], lines[4]]), [key], isWhole: false).Findings);
        Assert.NotEmpty(CheckpointLog.Read(Text([lines[1].Replace("\"seq\":20", "\"seq\":21", StringComparison.Ordinal), lines[4]]), [key], isWhole: false).Findings);
    }

    public void Dispose() => key.Dispose();

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private string[] Lines(int count)
    {
        var lines = new List<string>();
        for (var at = 1; at <= count; at++)
            lines.Add(Line(CheckpointKind.Head, at * 10, lines.Count == 0 ? LedgerCheckpoint.NoPrevious : LedgerCheckpoint.HashOf(lines[^1]), key));
        return [.. lines];
    }

    private static string Line(CheckpointKind kind, long seq, string previous, ECDsa key) =>
        LedgerCheckpoint.Sign(kind, seq, SHA256.HashData([(byte)seq]), Now.AddSeconds(seq / 10), null, previous, key).ToLine();
}
