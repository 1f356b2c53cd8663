using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>A git repository in which texts are kept: settings under <c>Repositories:NAME</c>. Branch, folder and pause are changed on its page afterwards; address and secrets stand here alone.</summary>
public sealed partial class RepositoryOptions
{
    public const string Section = "Repositories";

    private const int ShortestSecret = 16;

    /// <summary>Where it is cloned from, over https.</summary>
    public Uri? Address { get; set; }

    /// <summary>Beside the token; hosts that know tokens alone take any.</summary>
    public string User { get; set; } = "x-access-token";

    /// <summary>Set it in the environment, or in a file that <see cref="TokenFile"/> names. Empty: a repository that everybody may read.</summary>
    public string? Token { get; set; }

    public string? TokenFile { get; set; }

    /// <summary>By which the host signs what it pushes; empty: it is only asked.</summary>
    public string? WebhookSecret { get; set; }

    public string? WebhookSecretFile { get; set; }

    /// <summary>Good as well while the host goes over to the new one.</summary>
    public string? PreviousWebhookSecret { get; set; }

    public string? PreviousWebhookSecretFile { get; set; }

    /// <summary>With which it begins.</summary>
    public string Branch { get; set; } = "main";

    public string Folder { get; set; } = "";

    /// <summary>How often it is asked, whatever is pushed.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>For one fetch or push, from the first byte to the last.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public bool AllowPrivate { get; set; }

    public string Authorities { get; set; } = "";

    /// <summary>Of one fetch; a repository of texts is small.</summary>
    [Range(1, 2048)]
    public int MaxMiB { get; set; } = 64;

    [Range(1, 20_000)]
    public int MaxFiles { get; set; } = 2000;

    /// <summary>GitHub's REST interface, for pull requests: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c>. Empty: a branch is pushed, and its text is shown to copy.</summary>
    public Uri? Api { get; set; }

    public string? ReadToken() => SecretSetting.Read(Token, TokenFile);

    public string? ReadWebhookSecret() => SecretSetting.Read(WebhookSecret, WebhookSecretFile);

    public string? ReadPreviousWebhookSecret() => SecretSetting.Read(PreviousWebhookSecret, PreviousWebhookSecretFile);

    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, RepositoryOptions> all)
    {
        foreach (var (name, options) in all)
        {
            if (!Name().IsMatch(name))
                yield return $"{Section}:{name}: a name has small letters, digits and hyphens, at most 40.";
            if (options.Address is not { IsAbsoluteUri: true } address || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Query.Length > 0)
                yield return $"{Section}:{name}:Address: the address for cloning over https, without a name or a password in it.";
            else if (address.Scheme == "http" && !options.AllowPrivate)
                yield return $"{Section}:{name}:Address: http only in the hospital's own network, with AllowPrivate.";
            if (options.Api is { } api && (!api.IsAbsoluteUri || api.Scheme is not ("https" or "http")))
                yield return $"{Section}:{name}:Api: an address that begins with https://.";
            if (!RepositoryState.IsBranch(options.Branch))
                yield return $"{Section}:{name}:Branch: {options.Branch} is not the name of a branch.";
            if (!RepositoryState.IsFolder(options.Folder))
                yield return $"{Section}:{name}:Folder: {options.Folder} is not a folder below the root, like hospital/rules.";
            foreach (var problem in SecretProblems(options))
                yield return $"{Section}:{name}:{problem}";
        }
    }

    private static IEnumerable<string> SecretProblems(RepositoryOptions options)
    {
        foreach (var problem in new[]
        {
            SecretSetting.Problem("Token", options.Token, options.TokenFile, isNeeded: false), SecretSetting.Problem("WebhookSecret", options.WebhookSecret, options.WebhookSecretFile, isNeeded: false),
            SecretSetting.Problem("PreviousWebhookSecret", options.PreviousWebhookSecret, options.PreviousWebhookSecretFile, isNeeded: false),
        }.OfType<string>())
            yield return problem;
        if (new[] { options.ReadWebhookSecret(), options.ReadPreviousWebhookSecret() }.OfType<string>().Any(secret => secret.Length < ShortestSecret))
            yield return $"WebhookSecret: it has {ShortestSecret} characters at least.";
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
