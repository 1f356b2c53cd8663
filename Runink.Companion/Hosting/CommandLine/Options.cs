namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Arguments of a verb: what stands free, and what has a name.</summary>
internal sealed record Options(IReadOnlyList<string> Free, IReadOnlyDictionary<string, string> Named)
{
    /// <summary>Where the app keeps its data when nobody says otherwise.</summary>
    public DataDirectory Data => new(Path.GetFullPath(
        Named.GetValueOrDefault("data") ?? Environment.GetEnvironmentVariable("Store__DataDirectory") ?? Path.Combine(Environment.CurrentDirectory, "data")));

    /// <summary>Null when an option is unknown or has no value.</summary>
    public static Options? Read(string[] args, params string[] known)
    {
        var free = new List<string>();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                free.Add(args[i]);
                continue;
            }

            var (name, value) = args[i][2..].Split('=', 2) is [var before, var after] ? (before, after) : (args[i][2..], i + 1 < args.Length ? args[++i] : null);
            if (!known.Contains(name, StringComparer.Ordinal) || value is null)
                return null;
            named[name] = value;
        }

        return new Options(free, named);
    }
}
