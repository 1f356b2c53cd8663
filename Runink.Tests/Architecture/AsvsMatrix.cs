using System.Text.RegularExpressions;

namespace Runink.Tests.Architecture;

/// <summary>The page about ASVS names tests that exist.</summary>
public sealed partial class AsvsMatrix
{
    private static readonly string[] Rows = File.ReadAllLines(Path.Combine(SourceTree.Root, "Runink.Companion", "Docs", "Asvs.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])).ToArray();

    [Fact]
    public void EveryNamedTestExists()
    {
        var tests = typeof(AsvsMatrix).Assembly.GetTypes().Where(type => type.IsClass && !type.IsNested).ToLookup(type => type.Name, StringComparer.Ordinal);
        var product = new[] { typeof(Program).Assembly, typeof(Runink.Domain.Teams.RolePermissions).Assembly }.SelectMany(assembly => assembly.GetTypes()).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var missing =
            from row in Rows
            from name in Name().Matches(row).Select(match => match.Groups["name"].Value)
            let parts = name.Split('.')
            where !(parts is [var only] && (product.Contains(only) || tests.Contains(only)))
                && !(parts is [var type, var method] && tests[type].Any(found => found.GetMethod(method) is { } test && test.GetCustomAttributes(true).Any(attribute => attribute is FactAttribute)))
            select $"{name} in {row[..Math.Min(40, row.Length)]}";
        Assert.Empty(missing);
    }

    [Fact]
    public void ARowThatIsMetSaysHowAndOthersSayWhatIsMissing()
    {
        Assert.True(Rows.Length > 80, $"Only {Rows.Length} rows.");
        Assert.All(Rows, row =>
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            Assert.Contains(cells[3], new[] { "met", "partly", "not met", "n.a." });
            Assert.True(cells[3] == "n.a." || cells[4].Length > 0, row);
        });
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+(\\.[A-Z][A-Za-z0-9]+)?)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
