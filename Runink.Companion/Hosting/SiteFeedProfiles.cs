using Runink.Domain.Intake.Hl7v2.Profiles;

namespace Runink.Companion.Hosting;

/// <summary>The profiles of a site's feeds: every YAML file of one folder, in the order of their names.</summary>
public static class SiteFeedProfiles
{
    /// <param name="path">A folder or one file; null or empty when the site has none.</param>
    /// <exception cref="FormatException">A profile cannot be read, or one of its own tests fails: what it would say of patients is not what its author meant.</exception>
    public static FeedProfiles Read(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return FeedProfiles.None;
        var profiles = new List<FeedProfile>();
        foreach (var file in Files(path))
        {
            var profile = ReadFile(file);
            if (ProfileCheck.Run(profile, TimeZoneInfo.Utc) is [var (line, problem), ..])
                throw new FormatException($"{file}:{line}: {problem}");
            profiles.Add(profile);
        }

        return new FeedProfiles(profiles);
    }

    /// <exception cref="FormatException">There are none.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        string[] files = File.Exists(path) ? [path] : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.y*ml").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0 ? files : throw new FormatException($"There is no profile at {path}.");
    }

    /// <exception cref="FormatException">It is no profile; the message says where.</exception>
    public static FeedProfile ReadFile(string file)
    {
        try
        {
            return FeedProfileReader.Read(File.ReadAllText(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{file} cannot be read: {problem.Message}", problem);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{file}: {wrong.Message}", wrong);
        }
    }

    /// <summary>Why they cannot be used; null when they can.</summary>
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
