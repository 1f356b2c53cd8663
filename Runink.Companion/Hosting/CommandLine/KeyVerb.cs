using System.Globalization;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Makes, rotates and revokes API keys. A secret is printed once; what else there is to say goes to the error stream.</summary>
internal static class KeyVerb
{
    public const string Usage = "key new NAME --scopes SCOPES [--expires DAYS|DATE] | rotate NAME [--overlap HOURS] [--expires DAYS|DATE] | revoke NAME [--data DIR]";

    private static readonly Actor Operator = new("operator", "command-line", "Command line");

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, ["scopes", "expires", "overlap", .. Options.OfStore]);
        if (options?.Free is not [("new" or "rotate" or "revoke") and var act, var name] || (act == "new") != options.Named.ContainsKey("scopes"))
            return Verbs.Usage("key knows: new NAME --scopes SCOPES, rotate NAME and revoke NAME.");
        var scopes = options.Named.TryGetValue("scopes", out var named) ? Scopes.Parse(named) : Domain.Teams.Permission.None;
        if (scopes is null)
            return Verbs.Usage($"Scopes are {Scopes.Known}.");
        var problems = new List<string>();
        var settings = options.Section<ApiKeyOptions>(ApiKeyOptions.Section, problems);
        if (settings is null || problems.Count > 0)
            return Verbs.Usage(string.Join(Environment.NewLine, problems));
        if (!TryLifetime(options.Named.GetValueOrDefault("expires"), TimeProvider.System.GetUtcNow(), out var lifetime))
            return Verbs.Usage($"--expires takes days, such as 90, or a day to come, such as {TimeProvider.System.GetUtcNow().AddDays(90):yyyy-MM-dd}.");
        if (!TryHours(options.Named.GetValueOrDefault("overlap"), out var overlap))
            return Verbs.Usage("--overlap takes hours, such as 24.");
        var store = options.Store(mustExist: act != "new");
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!);
        var keys = new ApiKeyStore(host.Store, host.Writer, settings, TimeProvider.System);
        var why = act switch
        {
            "new" => await NewAsync(keys, name, scopes.Value, lifetime),
            "rotate" => await RotateAsync(keys, name, overlap, lifetime),
            _ => await RevokeAsync(keys, name),
        };
        if (why is null)
            return Verbs.Fine;
        await Console.Error.WriteLineAsync(why.Message);
        return why.Code == "invalid" ? Verbs.WrongUsage : Verbs.Findings;
    }

    private static async Task<Refusal?> NewAsync(ApiKeyStore keys, string name, Domain.Teams.Permission scopes, TimeSpan? lifetime)
    {
        var made = await keys.CreateAsync(name, scopes, lifetime, Operator, CancellationToken.None);
        if (made.Value is { } key)
            await SayAsync(key.Secret, $"It ends {Text(key.Key.ExpiresAt)}.");
        return made.Refusal;
    }

    private static async Task<Refusal?> RotateAsync(ApiKeyStore keys, string name, TimeSpan? overlap, TimeSpan? lifetime)
    {
        var found = await keys.NamedAsync(name, CancellationToken.None);
        if (found.Refusal is { } unknown)
            return unknown;
        var rotated = await keys.RotateAsync(found.Value!.Id, overlap, lifetime, Operator, CancellationToken.None);
        if (rotated.Value is { } pair)
            await SayAsync(pair.New.Secret, $"It ends {Text(pair.New.Key.ExpiresAt)}. The old one goes on until {Text(pair.Old.ExpiresAt)}.");
        return rotated.Refusal;
    }

    private static async Task<Refusal?> RevokeAsync(ApiKeyStore keys, string name)
    {
        var found = await keys.NamedAsync(name, CancellationToken.None);
        if (found.Refusal is { } unknown)
            return unknown;
        var revoked = await keys.RevokeAsync(found.Value!.Id, Operator, CancellationToken.None);
        if (revoked.Ok)
            Console.WriteLine($"{found.Value.Name} is revoked; an app that runs refuses it within half a minute.");
        return revoked.Refusal;
    }

    private static async Task SayAsync(string secret, string rest)
    {
        Console.WriteLine(secret);
        await Console.Error.WriteLineAsync(rest);
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static bool TryHours(string? text, out TimeSpan? hours)
    {
        hours = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 720 ? TimeSpan.FromHours(number) : null;
        return text is null || hours is not null;
    }

    private static bool TryLifetime(string? text, DateTimeOffset now, out TimeSpan? lifetime)
    {
        lifetime = int.TryParse(text?.TrimEnd('d'), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 100_000 ? TimeSpan.FromDays(days)
            : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day - now
            : null;
        return text is null || lifetime is not null;
    }
}
