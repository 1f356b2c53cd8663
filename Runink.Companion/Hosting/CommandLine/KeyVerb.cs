using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Makes an API key and prints its secret, once.</summary>
internal static class KeyVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, ["scopes", .. Options.OfStore]);
        if (options is not { Free: ["new", var name] } || !options.Named.TryGetValue("scopes", out var scopes))
            return Verbs.Usage("key knows: new NAME --scopes SCOPES.");
        if (Scopes.Parse(scopes) is not { } parsed)
            return Verbs.Usage($"Scopes are {Scopes.Known}.");
        var store = options.Store(mustExist: false);
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!);
        Console.WriteLine(await new ApiKeyStore(host.Store, host.Writer, TimeProvider.System)
            .CreateAsync(name, parsed, new Actor("operator", "command-line", "Command line"), null, CancellationToken.None));
        return Verbs.Fine;
    }
}
