using System.Security.Cryptography;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;

namespace Runink.Tests.Domain.Ledger;

public sealed class LedgerVerifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void AWholeChainHolds(int rows) =>
        Assert.Equal(new LedgerVerification(true, rows, null, null, null), LedgerVerifier.Verify(Chain(new Random(1), rows), null));

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void AnySingleChangeOfAnyRowIsFoundAtThatRow(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var rows = Chain(random, random.Next(2, 25));
            var at = random.Next(rows.Count);
            var what = random.Next(7);
            rows[at] = Edited(rows[at], what, random);

            var found = LedgerVerifier.Verify(rows, null);

            Assert.False(found.Ok, $"edit {what} of row {at + 1}");
            Assert.Equal(at + 1, found.FirstBad);
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void ARowThatIsMissingDoubledOrOutOfPlaceIsFound(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var rows = Chain(random, random.Next(3, 25));
            var at = random.Next(rows.Count - 1);
            var other = at + 1 + random.Next(rows.Count - at - 1);
            var renumber = random.Next(2) == 0;
            switch (round % 3)
            {
                case 0:
                    rows.RemoveAt(at);
                    break;
                case 1:
                    rows.Insert(at, rows[other]);
                    break;
                default:
                    (rows[at], rows[other]) = (rows[other], rows[at]);
                    break;
            }

            if (renumber)
                rows = [.. rows.Select((row, index) => With(row, seq: index + 1))];

            Assert.False(LedgerVerifier.Verify(rows, null).Ok, $"change {round % 3} at {at + 1}, renumbered {renumber}");
        }
    }

    [Fact]
    public void ACutTailAndARewrittenChainAreFoundByTheCheckpoint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rows = Chain(new Random(5), 20);
        var checkpoint = LedgerCheckpoint.Sign(20, rows[^1].Hash, Now, key);

        Assert.Equal((true, 20L), (LedgerVerifier.Verify(rows, checkpoint).Ok, LedgerVerifier.Verify(rows, checkpoint).Checkpoint));
        Assert.Equal(20, LedgerVerifier.Verify(rows.Take(19), checkpoint).FirstBad);
        Assert.Equal(1, LedgerVerifier.Verify([], checkpoint).FirstBad);
        Assert.Equal(20, LedgerVerifier.Verify(Chain(new Random(6), 25), checkpoint).FirstBad);
        Assert.True(LedgerVerifier.Verify(Chain(new Random(5), 20), checkpoint).Ok);
    }

    [Fact]
    public void TextCannotMoveFromOneFieldToTheNextUnseen()
    {
        var one = LedgerChain.Hash(LedgerChain.Genesis, 1, Now, "ab", "c", new Subject("d", "e"), "{}");

        Assert.NotEqual(one, LedgerChain.Hash(LedgerChain.Genesis, 1, Now, "a", "bc", new Subject("d", "e"), "{}"));
        Assert.NotEqual(one, LedgerChain.Hash(LedgerChain.Genesis, 1, Now, "ab", "c", new Subject("", "de"), "{}"));
        Assert.Equal(one, LedgerChain.Hash(LedgerChain.Genesis, 1, Now.ToOffset(TimeSpan.FromHours(5)), "ab", "c", new Subject("d", "e"), "{}"));
    }

    [Fact]
    public void TheHashIsWhatItsDefinitionSays()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(new byte[32]);
        writer.Write(1L);
        writer.Write(Now.UtcTicks);
        foreach (var text in new[] { "person:ana", "escalation_claimed", "escalation", "01J", "{\"é\":1}" })
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        Assert.Equal(
            SHA256.HashData(bytes.ToArray()),
            LedgerChain.Hash(LedgerChain.Genesis, 1, Now, "person:ana", "escalation_claimed", new Subject("escalation", "01J"), "{\"é\":1}"));
    }

    [Fact]
    public void ASignatureHoldsForItsContentAndItsKeyOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var checkpoint = LedgerCheckpoint.FromLine(LedgerCheckpoint.Sign(7, SHA256.HashData([1]), Now, key).ToLine())!;

        Assert.True(checkpoint.IsSignedBy(key));
        Assert.False(checkpoint.IsSignedBy(other));
        Assert.False((checkpoint with { Seq = 8 }).IsSignedBy(key));
        Assert.False((checkpoint with { At = Now.AddTicks(1) }).IsSignedBy(key));
        Assert.False((checkpoint with { Hash = Convert.ToHexStringLower(SHA256.HashData([2])) }).IsSignedBy(key));
    }

    private static List<LedgerRow> Chain(Random random, int count)
    {
        var rows = new List<LedgerRow>();
        for (var seq = 1; seq <= count; seq++)
        {
            var row = new LedgerRow
            {
                Seq = seq, At = Now.AddSeconds(seq), Actor = $"person:{random.Next(5)}", Kind = $"kind_{random.Next(5)}", SubjectType = "escalation",
                SubjectId = $"{random.Next()}", Detail = $"{{\"n\":{random.Next()}}}", Hash = [],
            };
            rows.Add(With(row, hash: Hash(rows.Count == 0 ? LedgerChain.Genesis : rows[^1].Hash, row)));
        }

        return rows;
    }

    private static byte[] Hash(byte[] previous, LedgerRow row) =>
        LedgerChain.Hash(previous, row.Seq, row.At, row.Actor, row.Kind, new Subject(row.SubjectType, row.SubjectId), row.Detail);

    private static LedgerRow Edited(LedgerRow row, int what, Random random) => what switch
    {
        0 => With(row, at: row.At.AddTicks(1)),
        1 => With(row, actor: row.Actor + "x"),
        2 => With(row, kind: "other"),
        3 => With(row, subjectType: "referral"),
        4 => With(row, subjectId: row.SubjectId + "0"),
        5 => With(row, detail: row.Detail.Replace("}", ",\"x\":1}", StringComparison.Ordinal)),
        _ => With(row, hash: [.. row.Hash.Select((part, index) => index == 3 ? (byte)(part ^ (1 << random.Next(8))) : part)]),
    };

    private static LedgerRow With(
        LedgerRow row, long? seq = null, DateTimeOffset? at = null, string? actor = null, string? kind = null, string? subjectType = null, string? subjectId = null,
        string? detail = null, byte[]? hash = null) => new()
        {
            Seq = seq ?? row.Seq, At = at ?? row.At, Actor = actor ?? row.Actor, Kind = kind ?? row.Kind, SubjectType = subjectType ?? row.SubjectType,
            SubjectId = subjectId ?? row.SubjectId, Detail = detail ?? row.Detail, Hash = hash ?? row.Hash,
        };
}
