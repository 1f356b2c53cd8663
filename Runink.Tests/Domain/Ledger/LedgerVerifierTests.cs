using System.Security.Cryptography;
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
        Assert.Equal((rows == 0 ? LedgerVerdict.Holds : LedgerVerdict.NoEvidence, (long)rows, null), Told(LedgerVerifier.Verify(Chain(new Random(1), rows), CheckpointLog.Empty)));

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

            var found = LedgerVerifier.Verify(rows, CheckpointLog.Empty);

            Assert.True(found.Verdict == LedgerVerdict.Broken, $"edit {what} of row {at + 1}");
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
                rows = [.. rows.Select((row, index) => row with { Content = row.Content with { Seq = index + 1 } })];

            Assert.True(LedgerVerifier.Verify(rows, CheckpointLog.Empty).Verdict == LedgerVerdict.Broken, $"change {round % 3} at {at + 1}, renumbered {renumber}");
        }
    }

    [Fact]
    public void ACutTailAndARewrittenChainAreFoundByTheCheckpoint()
    {
        var rows = Chain(new Random(5), 20);
        var log = Log(rows, 20);

        Assert.Equal((LedgerVerdict.Holds, 20, null), Told(LedgerVerifier.Verify(rows, log)));
        Assert.Equal((LedgerVerdict.Broken, 19, 20), Told(LedgerVerifier.Verify(rows.Take(19), log)));
        Assert.Equal((LedgerVerdict.Broken, 0, 1), Told(LedgerVerifier.Verify([], log)));
        Assert.Equal((LedgerVerdict.Broken, 25, 20), Told(LedgerVerifier.Verify(Chain(new Random(6), 25), log)));
    }

    /// <summary>What an honest write signs after a change does not hide the change: every checkpoint counts, not the last.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void ARowThatWasChangedAndRechainedIsFoundByAnyCheckpointAfterIt(int changed)
    {
        var honest = Chain(new Random(5), 20);
        var forged = Rechained(honest, changed, "{\"other\":true}", 25);

        var found = LedgerVerifier.Verify(forged, Log([(honest, 10), (honest, 20), (forged, 25)]));

        Assert.Equal((LedgerVerdict.Broken, 10), (found.Verdict, found.FirstBad));
    }

    [Fact]
    public void RowsAfterTheLastCheckpointAreNotCoveredYet()
    {
        var rows = Chain(new Random(5), 64);

        var found = LedgerVerifier.Verify(rows, Log(rows, 20));

        Assert.Equal((LedgerVerdict.NotCoveredYet, 44L, 20L), (found.Verdict, found.Uncovered, found.Checkpoint));
        Assert.Contains("44 rows are not covered yet", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointFileThatWasShortenedIsToldByTheRowThatSawIt()
    {
        var start = Chain(new Random(5), 10);
        var whole = Log(start, 5, 10);
        var rows = Chain(new Random(5), 12, at => at == 11 ? (LedgerVerifier.Witnessed, $"{{\"line\":\"{whole.LastLineHash}\"}}") : null);
        var shortened = new CheckpointLog([whole.Lines[0]], [whole.LineHashes[0]], [], false);

        Assert.Equal(LedgerVerdict.NotCoveredYet, LedgerVerifier.Verify(rows, whole).Verdict);
        Assert.Equal((LedgerVerdict.Broken, 11), (LedgerVerifier.Verify(rows, shortened).Verdict, LedgerVerifier.Verify(rows, shortened).FirstBad));
        Assert.Equal(LedgerVerdict.Broken, LedgerVerifier.Verify(rows, CheckpointLog.Empty).Verdict);
    }

    [Fact]
    public void AFindingThatWasSignedStaysUntilAPersonAcceptsIt()
    {
        var rows = Chain(new Random(5), 20);
        rows[4] = rows[4] with { Content = rows[4].Content with { Actor = "person:nobody" } };
        var finding = Line(CheckpointKind.Finding, 5, rows[4].Hash, "Row 5 does not follow from the row before it.");
        var accepted = Line(CheckpointKind.Accepted, 15, rows[14].Hash, "Ana Ruiz: restored after a disk fault");
        var later = Line(CheckpointKind.Head, 20, rows[19].Hash, null);

        Assert.Equal((LedgerVerdict.Broken, 5), (Found(finding).Verdict, Found(finding).FirstBad));
        Assert.Equal(LedgerVerdict.HoldsSinceAcceptance, Found(finding, accepted, later).Verdict);
        Assert.Contains("Ana Ruiz", Found(finding, accepted, later).Finding, StringComparison.Ordinal);

        // What is spoiled after the acceptance is not excused by it.
        rows[17] = rows[17] with { Content = rows[17].Content with { Actor = "person:nobody" } };
        Assert.Equal((LedgerVerdict.Broken, 18), (Found(finding, accepted, later).Verdict, Found(finding, accepted, later).FirstBad));

        LedgerVerification Found(params LedgerCheckpoint[] lines) =>
            LedgerVerifier.Verify(rows, new CheckpointLog(lines, [.. lines.Select(line => LedgerCheckpoint.HashOf(line.ToLine()))], [], false));
    }

    [Fact]
    public void ARowWithAnImpossibleTimeBlindsNobody()
    {
        var rows = Chain(new Random(5), 20);
        rows[7] = rows[7] with { Content = rows[7].Content with { Ticks = long.MinValue } };

        Assert.Equal((LedgerVerdict.Broken, 20, 8), Told(LedgerVerifier.Verify(rows, CheckpointLog.Empty)));
    }

    [Fact]
    public void NothingIsSignedOverAStoreThatDoesNotContainWhatWasSigned()
    {
        var honest = Chain(new Random(5), 20);
        var last = Line(CheckpointKind.Head, 15, honest[14].Hash, null);

        Assert.Equal((20L, null), Told(LedgerExtension.Decide(last, honest.Skip(14))));
        Assert.Equal((20L, null), Told(LedgerExtension.Decide(null, honest)));
        Assert.Equal(15, LedgerExtension.Decide(last, []).Seq);
        Assert.NotNull(LedgerExtension.Decide(last, []).Finding);
        Assert.NotNull(LedgerExtension.Decide(last, Rechained(honest, 10, "{\"other\":true}", 20).Skip(14)).Finding);
        Assert.Equal(18, LedgerExtension.Decide(last, honest.Skip(14).Where(row => row.Content.Seq != 18)).Seq);

        static (long, string?) Told(LedgerExtension one) => (one.Seq, one.Finding);
    }

    [Fact]
    public void TextCannotMoveFromOneFieldToTheNextUnseen()
    {
        var row = new LedgerContent(1, Now.UtcTicks, "ab", "c", "d", "e", "{}");

        Assert.NotEqual(LedgerChain.HashContent(row), LedgerChain.HashContent(row with { Actor = "a", Kind = "bc" }));
        Assert.NotEqual(LedgerChain.HashContent(row), LedgerChain.HashContent(row with { SubjectType = "", SubjectId = "de" }));
        Assert.NotEqual(LedgerChain.HashContent(row), LedgerChain.HashContent(row with { Detail = "{} " }));
        Assert.Equal(LedgerChain.HashContent(row), LedgerChain.HashContent(row with { Ticks = Now.ToOffset(TimeSpan.FromHours(5)).UtcTicks }));
    }

    [Theory]
    [InlineData("{\"é\":1}")]
    [InlineData(null)]
    public void TheHashIsWhatItsDefinitionSays(string? detail)
    {
        detail ??= new string('é', 4000);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(1L);
        writer.Write(Now.UtcTicks);
        foreach (var text in new[] { "person:ana", "escalation_claimed", "escalation", "01J", detail })
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        var row = new LedgerContent(1, Now.UtcTicks, "person:ana", "escalation_claimed", "escalation", "01J", detail);

        Assert.Equal(SHA256.HashData(bytes.ToArray()), LedgerChain.HashContent(row));
        Assert.Equal(SHA256.HashData([.. new byte[32], .. SHA256.HashData(bytes.ToArray())]), LedgerChain.Hash(LedgerChain.Genesis, row));
    }

    private static (LedgerVerdict Verdict, long Rows, long? FirstBad) Told(LedgerVerification found) => (found.Verdict, found.Rows, found.FirstBad);

    private static CheckpointLog Log(List<StoredLedgerRow> rows, params int[] heads) => Log([.. heads.Select(head => (rows, head))]);

    private static CheckpointLog Log(params (List<StoredLedgerRow> Rows, int Head)[] heads)
    {
        var lines = heads.Select(one => Line(CheckpointKind.Head, one.Head, one.Rows[one.Head - 1].Hash, null)).ToList();
        return new CheckpointLog(lines, [.. lines.Select(line => LedgerCheckpoint.HashOf(line.ToLine()))], [], false);
    }

    private static LedgerCheckpoint Line(CheckpointKind kind, long seq, byte[] hash, string? note) =>
        new(kind, seq, Convert.ToHexStringLower(hash), Now, note, LedgerCheckpoint.NoPrevious, "", "");

    private static List<StoredLedgerRow> Chain(Random random, int count, Func<int, (string Kind, string Detail)?>? told = null)
    {
        var rows = new List<StoredLedgerRow>();
        for (var seq = 1; seq <= count; seq++)
        {
            var content = new LedgerContent(
                seq, Now.AddSeconds(seq).UtcTicks, $"person:{random.Next(5)}", $"kind_{random.Next(5)}", "escalation", $"{random.Next()}", $"{{\"n\":{random.Next()}}}");
            if (told?.Invoke(seq) is var (kind, detail))
                content = content with { Kind = kind, Detail = detail };
            rows.Add(new StoredLedgerRow(content, LedgerChain.Hash(rows.Count == 0 ? LedgerChain.Genesis : rows[^1].Hash, content)));
        }

        return rows;
    }

    /// <summary>The same rows, one of them changed and all hashes after it made new, with some more at the end.</summary>
    private static List<StoredLedgerRow> Rechained(List<StoredLedgerRow> honest, int changed, string detail, int count)
    {
        var rows = new List<StoredLedgerRow>();
        for (var seq = 1; seq <= count; seq++)
        {
            var content = seq <= honest.Count ? honest[seq - 1].Content : honest[0].Content with { Seq = seq };
            if (seq == changed)
                content = content with { Detail = detail };
            rows.Add(new StoredLedgerRow(content, LedgerChain.Hash(rows.Count == 0 ? LedgerChain.Genesis : rows[^1].Hash, content)));
        }

        return rows;
    }

    private static StoredLedgerRow Edited(StoredLedgerRow row, int what, Random random) => what switch
    {
        0 => row with { Content = row.Content with { Ticks = row.Content.Ticks + 1 } },
        1 => row with { Content = row.Content with { Actor = row.Content.Actor + "x" } },
        2 => row with { Content = row.Content with { Kind = "other" } },
        3 => row with { Content = row.Content with { SubjectType = "referral" } },
        4 => row with { Content = row.Content with { SubjectId = row.Content.SubjectId + "0" } },
        5 => row with { Content = row.Content with { Detail = row.Content.Detail.Replace("}", ",\"x\":1}", StringComparison.Ordinal) } },
        _ => row with { Hash = [.. row.Hash.Select((part, index) => index == 3 ? (byte)(part ^ (1 << random.Next(8))) : part)] },
    };
}
