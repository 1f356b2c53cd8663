using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bunit;
using MudBlazor;
using MudBlazor.Services;
using Runink.Companion.Shared.Layout;

namespace Runink.Tests.Companion.Shared;

/// <summary>One theme: every colour that the library's palette has is mapped to a token, so that none of its own can show.</summary>
public sealed partial class LibraryThemeTests
{
    [Fact]
    public async Task EveryColourOfThePaletteIsMappedToAToken()
    {
        await using var context = new BunitContext();
        context.Services.AddMudServices();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var rendered = context.Render<MudThemeProvider>(parameters => parameters.Add(provider => provider.Theme, CompanionTheme.Theme)).Markup;
        var palette = Name().Matches(rendered).Select(match => match.Value).Distinct(StringComparer.Ordinal).Where(name => !name.EndsWith("-rgb", StringComparison.Ordinal)).ToList();
        var mapped = Name().Matches(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "wwwroot-assets", "css", "library.css"))).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Assert.True(palette.Count > 60, $"The library's theme names only {palette.Count} colours.");
        Assert.DoesNotContain(palette, name => !mapped.Contains(name));
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("--mud-palette-[a-z-]+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
