using System.Globalization;
using Runink.Companion.Hosting.Retention;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Removes what is older than the settings under <c>Retention</c> keep it, or only says what that would be.</summary>
internal static class RetainVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var isDry = args.Contains("--dry-run", StringComparer.Ordinal);
        if (Options.Read([.. args.Where(arg => arg != "--dry-run")], Options.OfStore) is not { Free: [] } options)
            return Verbs.Usage("store retain knows: --dry-run.");
        var settings = WebApplication.CreateBuilder().Configuration.GetSection("Retention").Get<RetentionOptions>() ?? new RetentionOptions();
        if (settings.Problems().ToList() is { Count: > 0 } problems)
            return Verbs.Usage(string.Join('\n', problems));
        var store = options.Store(mustExist: true);
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!);
        var retention = new Retention.Retention(host.Store, host.Writer, settings, TimeProvider.System);
        var results = isDry ? await retention.PlanAsync(CancellationToken.None) : await retention.RunAsync(CancellationToken.None);
        if (results.Count == 0)
            Console.WriteLine(isDry ? "Everything is kept for ever: nothing is set under Retention." : "There was nothing to remove.");
        foreach (var result in results)
        {
            var range = result.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", from {result.From:yyyy-MM-dd} to {result.To:yyyy-MM-dd}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Kind}: {result.Count:N0} older than {result.Days} days{range}{(isDry ? " would go" : " went")}."));
        }

        return Verbs.Fine;
    }
}
