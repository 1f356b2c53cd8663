namespace Runink.Domain.Triggers.Authoring;

/// <summary>One row of the table of everything that a check can say.</summary>
/// <param name="Code">Stable, such as <c>RNK1301</c>.</param>
/// <param name="Mend">What to do about it.</param>
/// <param name="Wrong">A file that a check answers with this code and no other.</param>
/// <param name="Right">The same, mended: a check has nothing to say about it.</param>
public sealed record DiagnosticCode(string Code, string Title, string Meaning, string Mend, string Wrong, string Right)
{
    private const int LongestShown = 600;

    public string Family => Code[4] switch
    {
        '1' => "The file",
        '2' => "Syntax",
        '3' => "Names",
        '4' => "Types and units",
        '5' => "Time and windows",
        '6' => "Actions",
        _ => "Lints",
    };

    /// <summary>For a page: an example that is wrong by its size is cut.</summary>
    public string WrongShown => Wrong.Length <= LongestShown ? Wrong : $"{Wrong[..60]}… and so on for {Wrong.Length / 1024} KiB\n";
}
