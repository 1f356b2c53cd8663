using Runink.Domain.Store;
using Runink.Domain.Store.Archive;

namespace Runink.Tests.Domain.Store;

/// <summary>What is written of a row is read again as it was, whatever stands in it.</summary>
public sealed class SiteRecordsTests
{
    private static readonly Dictionary<Type, object?[]> Odd = new()
    {
        [typeof(string)] = ["", "Zoë \"Å\"\r\n\t\u2028\u0085", "a\0b", "𝄞 {\"x\":1}", null],
        [typeof(long)] = [0L, -1L, long.MinValue, long.MaxValue, DateTimeOffset.MaxValue.Ticks, DateTimeOffset.MaxValue.Ticks + 1, 638_000_000_000_000_001L, TimeSpan.TicksPerDay - 1, null],
        [typeof(int)] = [0, int.MinValue, int.MaxValue, null],
        [typeof(double)] = [0.1, double.MaxValue, -double.Epsilon, 1e-300, null],
        [typeof(bool)] = [true, false, null],
        [typeof(byte[])] = [Array.Empty<byte>(), new byte[] { 0, 255, 10 }, null],
        [typeof(DateOnly)] = [DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(1948, 3, 12), null],
    };

    public static TheoryData<string> Tables => [.. SiteTables.Leaving.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void ARowComesBackAsItWas(string name)
    {
        var table = Table(name);
        var folder = Directory.CreateTempSubdirectory("companion-records-").FullName;
        var rows = Enumerable.Range(0, 9).Select(turn => table.Columns.Select((column, at) => Value(name, column, turn + at)).ToArray()).ToList();
        using (var file = new SiteFolderWriter(folder).Open("rows.ndjson"))
            Assert.Equal(9, SiteRecords.Write(file, table, rows, _ => { }));

        var read = SiteRecords.Read(File.ReadLines(Path.Combine(folder, "rows.ndjson")), table).ToList();
        Assert.Equal(rows.Select(row => Expected(table, row)), read);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"unit":1,"name":"x"}""")]
    [InlineData("""{"unit":"x","nome":"x"}""")]
    [InlineData("""{"unit":"x","name":"x","more":1}""")]
    public void WhatIsNoRowIsNamedWithItsLine(string line)
    {
        var refused = Assert.Throws<InvalidDataException>(() => SiteRecords.Read(["""{"name":"x","unit":"x"}""", line], Table("beds")).Count());
        Assert.StartsWith("Line 2 of beds is not a row", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWaitedWaitsForAPersonAndLinksEnd()
    {
        var at = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var (arrival, outbox, links) = (new SiteArrival(at), Table("outbox"), Table("partnerlinks"));
        var messages = arrival.Settled([Row(outbox, ("status", "Pending"), ("nextattemptat", 5L)), Row(outbox, ("status", "Delivered"), ("receipt", "250 ok"))], outbox).ToList();
        Assert.Equal(("Failed", null, at.UtcTicks), (messages[0][outbox.IndexOf("status")], messages[0][outbox.IndexOf("nextattemptat")], messages[0][outbox.IndexOf("doneat")]));
        Assert.Equal(("Delivered", "250 ok"), (messages[1][outbox.IndexOf("status")], messages[1][outbox.IndexOf("receipt")]));
        var ended = arrival.Settled([Row(links, ("expiresat", at.UtcTicks + 1)), Row(links, ("expiresat", at.UtcTicks - 1)), Row(links, ("expiresat", at.UtcTicks + 1), ("revokedat", 7L))], links).ToList();
        Assert.Equal([at.UtcTicks, at.UtcTicks, 7L], ended.Select(row => row[links.IndexOf("revokedat")]));
        Assert.Equal((1, 1), (arrival.Waiting, arrival.Links));
    }

    private static object?[] Row(StoreTable table, params (string Column, object Value)[] values)
    {
        var row = new object?[table.Columns.Count];
        foreach (var (column, value) in values)
            row[table.IndexOf(column)] = value;
        return row;
    }

    /// <summary>What would stay behind is left out: all rows here leave.</summary>
    private static object? Value(string table, StoreColumn column, int turn) =>
        SiteTables.WithheldRows.Any(one => one.Table == table && one.Column == column.Name) ? false : Odd[column.Type][turn % Odd[column.Type].Length];

    private static object?[] Expected(StoreTable table, object?[] row)
    {
        var expected = (object?[])row.Clone();
        foreach (var one in SiteTables.Withheld.Where(one => one.Table == table.Name))
            expected[table.IndexOf(one.Column)] = one.Instead(name => row[table.IndexOf(name)]);
        return expected;
    }

    private static StoreTable Table(string name)
    {
        using var db = new CompanionStore(Path.Combine(Path.GetTempPath(), "none.db")).Read();
        return StoreTable.Of(db).Single(table => table.Name == name);
    }
}
