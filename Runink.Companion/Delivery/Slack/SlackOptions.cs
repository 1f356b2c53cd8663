using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Slack;

/// <summary>Settings under <c>Delivery:Endpoints:NAME:Slack</c>. The bot's token is the endpoint's secret.</summary>
public sealed class SlackOptions
{
    /// <summary>Id of the channel that messages go to, like C0123456789.</summary>
    public string Channel { get; set; } = "";

    /// <summary>Of the app, with which Slack signs what it sends us. Without it buttons only open links.</summary>
    public string? SigningSecret { get; set; }

    public string? SigningSecretFile { get; set; }

    /// <summary>Who is who: Slack's id of a user (U0123456789) → login here.</summary>
    public Dictionary<string, string> People { get; set; } = new(StringComparer.Ordinal);

    public string? ReadSigningSecret() => SecretSetting.Read(SigningSecret, SigningSecretFile);

    internal IEnumerable<string> Problems()
    {
        if (Channel.Length == 0)
            yield return "Slack:Channel: say the id of the channel, like C0123456789.";
        if (SecretSetting.Problem("SigningSecret", SigningSecret, SigningSecretFile, isNeeded: People.Count > 0) is { } problem)
            yield return $"Slack:{problem}";
    }
}
