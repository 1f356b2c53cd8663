using System.Text;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Ids out of names, names out of file names.</summary>
internal static class Slug
{
    private static readonly string[] Acronyms = ["ED", "ICU", "AKI", "NEWS2", "qSOFA", "SIRS", "BP", "HF", "RPM", "INR", "FIT", "EHR", "SpO2"];

    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-') is { Length: > 0 } made ? made : "trigger";
    }

    /// <summary>sepsis-older-ed-patients.yaml → Sepsis older ED patients.</summary>
    public static string NameOfFile(string file)
    {
        var words = Path.GetFileNameWithoutExtension(file).Split(['-', '_', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Acronyms.FirstOrDefault(a => a.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word);
        var name = string.Join(' ', words);
        return name.Length == 0 ? "Trigger" : char.ToUpperInvariant(name[0]) + name[1..];
    }
}
