namespace Runink.Companion.Hosting;

/// <summary>Command line options as settings: <c>--data DIR</c> and <c>--no-samples</c> beside <c>--Section:Key value</c>.</summary>
public static class Arguments
{
    public static string[] Normalise(string[] args) => [.. args.Select(arg => arg switch
    {
        "--no-samples" => "--SampleMessages=false",
        "--data" => "--Store:DataDirectory",
        _ when arg.StartsWith("--data=", StringComparison.Ordinal) => $"--Store:DataDirectory={arg["--data=".Length..]}",
        _ => arg,
    })];
}
