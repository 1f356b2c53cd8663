using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Intake.Webhooks;

/// <summary>Somebody who sends JSON by himself: settings under <c>Intake:Webhooks:NAME</c>. What it means says the profile whose feeds name it.</summary>
public sealed partial class WebhookSourceOptions
{
    public const string Section = "Intake:Webhooks";

    private const int ShortestSecret = 32;

    /// <summary>By which the sender signs; set it in the environment, or in a file that <see cref="SecretFile"/> names.</summary>
    public string? Secret { get; set; }

    public string? SecretFile { get; set; }

    /// <summary>Good as well while senders go over to the new one; take it away afterwards.</summary>
    public string? PreviousSecret { get; set; }

    public string? PreviousSecretFile { get; set; }

    /// <summary>A signature is good for so long before and after the time that it names.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:15:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The path of an array whose entries are a row each, with what stands around it beside them: <c>readings</c>.</summary>
    public string Each { get; set; } = "";

    [Range(1, 5000)]
    public int MaxRows { get; set; } = 1000;

    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 1024 * 1024;

    public string? ReadSecret() => SecretSetting.Read(Secret, SecretFile);

    public string? ReadPreviousSecret() => SecretSetting.Read(PreviousSecret, PreviousSecretFile);

    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, WebhookSourceOptions> all)
    {
        foreach (var (name, options) in all)
        {
            if (!Name().IsMatch(name))
                yield return $"{Section}:{name}: a name has letters, digits, hyphens, dots and underscores.";
            var said = false;
            foreach (var problem in new[] { SecretSetting.Problem("Secret", options.Secret, options.SecretFile, isNeeded: true), SecretSetting.Problem("PreviousSecret", options.PreviousSecret, options.PreviousSecretFile, isNeeded: false) }.OfType<string>())
            {
                said = true;
                yield return $"{Section}:{name}:{problem}";
            }

            if (!said && new[] { options.ReadSecret(), options.ReadPreviousSecret() }.OfType<string>().Any(secret => secret.Length < ShortestSecret))
                yield return $"{Section}:{name}: a secret has {ShortestSecret} characters at least.";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
