using Runink.Domain.Signals;

namespace Runink.Companion.Hosting;

/// <summary>The shipped names with those of the site, which add to them or take their place.</summary>
public static class SiteVocabulary
{
    /// <param name="path">The site's file; null or empty when it has none.</param>
    /// <exception cref="FormatException">The file is not there or not a vocabulary; the message says where it is wrong.</exception>
    public static Vocabulary Read(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return Vocabulary.Shipped;
        try
        {
            return Vocabulary.Shipped.Extend(File.ReadAllText(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{path} cannot be read: {problem.Message}", problem);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{path}: {wrong.Message}", wrong);
        }
    }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public static string? Problem(string? path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
