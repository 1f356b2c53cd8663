using System.Globalization;
using System.Text;
using Runink.Domain.Analytics;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Facts;
using Runink.Tests.Architecture;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Store;

/// <summary>What others count is said once, told on a page, and understood by every database.</summary>
public abstract class AnalyticsFactsTests
{
    private const string Head = "## What each row says\n";

    public sealed class OnSqlite : AnalyticsFactsTests
    {
        [Fact]
        public void SqlServerUnderstandsTheViewsAndTheQuestions()
        {
            var dialect = new SqlServerDialect("Server=script;Database=script");
            Assert.Empty(TransactSql.Problems(AnalyticsViews.Script(dialect)));
            Assert.All(AnalyticsFacts.All, fact => Assert.Empty(TransactSql.Problems(dialect.Translate(AnalyticsReader.Statement(fact, dialect)))));
            Assert.Empty(TransactSql.Problems(dialect.Views));
            Assert.DoesNotContain("{", AnalyticsViews.Script(dialect), StringComparison.Ordinal);
        }

        [Fact]
        public void ThePageTellsEachColumn()
        {
            var path = Path.Combine(SourceTree.Root, "Runink.Companion", "Docs", "Analytics.md");
            var page = File.ReadAllText(path);
            var told = page[..(page.IndexOf(Head, StringComparison.Ordinal) + Head.Length)] + Told();
            if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
                File.WriteAllText(path, told);
            Assert.Equal(told, File.ReadAllText(path));
        }

        [Fact]
        public void NamesOfColumnsAreOneOfEachAndInOneStyle()
        {
            Assert.All(AnalyticsFacts.All, fact => Assert.Equal(fact.Columns.Count, fact.Columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count()));
            Assert.All(AnalyticsFacts.All.SelectMany(fact => fact.Columns), column => Assert.Matches("^[a-z]+(_[a-z]+)*$", column.Name));
            Assert.All(AnalyticsFacts.All.SelectMany(fact => fact.Columns), column => Assert.Equal(column.Kind == FactKind.Instant, column.Name.EndsWith("_at", StringComparison.Ordinal) || column.Name == "at"));
            Assert.All(AnalyticsFacts.All.SelectMany(fact => fact.Columns), column => Assert.Equal(column.Kind == FactKind.Seconds, column.Name.StartsWith("seconds", StringComparison.Ordinal)));
        }

        [Fact]
        public void APseudonymIsTheSameUnderOneKeyAndAnotherUnderAnother()
        {
            var (one, other) = (new Pseudonyms(new byte[32]), new Pseudonyms([.. Enumerable.Repeat((byte)1, 32)]));
            Assert.Equal(one.Of("01J"), one.Of("01J"));
            Assert.NotEqual(one.Of("01J"), one.Of("01K"));
            Assert.NotEqual(one.Of("01J"), other.Of("01J"));
            Assert.Matches("^[0-9a-f]{32}$", one.Of("01J"));
        }

        [Theory]
        [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00+00:00")]
        [InlineData("UTC", "2026-03-29", "2026-03-29T00:00:00+00:00")]
        // Clocks in Beirut go forward at midnight: the day begins at one; in Havana one o'clock comes twice: the day begins the first time.
        [InlineData("Asia/Beirut", "2025-03-30", "2025-03-29T22:00:00+00:00")]
        [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00+00:00")]
        public void ADayBeginsWhereItIs(string zone, string day, string begins) =>
            Assert.Equal(DateTimeOffset.Parse(begins, CultureInfo.InvariantCulture), AnalyticsReader.Start(DateOnly.Parse(day, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

        private static string Told()
        {
            var text = new StringBuilder();
            foreach (var fact in AnalyticsFacts.All)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n### {fact.Name} · `{fact.View}`\n{fact.Meaning} Filed by `{fact.Columns.First(column => column.Sql == fact.At).Name}`.\n\n| column | kind | |\n|---|---|---|\n");
                foreach (var column in fact.Columns)
                    text.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Kind} | {column.Meaning} |\n");
            }

            return text.ToString();
        }
    }

    public sealed class OnPostgreSql : AnalyticsFactsTests;

    [Fact]
    public async Task ViewsAreMadeAnswerAndGo()
    {
        await using var hospital = await TemporaryStore.NewAsync();
        Assert.False(AnalyticsViews.AreThere(hospital.Store));
        AnalyticsViews.Make(hospital.Store);
        AnalyticsViews.Make(hospital.Store);
        Assert.True(AnalyticsViews.AreThere(hospital.Store));
        await using (var connection = hospital.Store.OpenReader())
        {
            foreach (var fact in AnalyticsFacts.All)
            {
                await using var ask = connection.CreateCommand();
                ask.CommandText = $"SELECT * FROM {fact.View}";
                await using var rows = await ask.ExecuteReaderAsync(TestContext.Current.CancellationToken);
                Assert.Equal(fact.Columns.Select(column => column.Name), Enumerable.Range(0, rows.FieldCount).Select(rows.GetName));
            }
        }

        AnalyticsViews.Drop(hospital.Store);
        Assert.False(AnalyticsViews.AreThere(hospital.Store));
    }
}
