using System.ComponentModel.DataAnnotations;
using MailKit.Security;
using MimeKit;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>Settings under <c>Delivery:Smtp</c>. Without a host, the sample hospital uses its own mail drop.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    [Required]
    public string From { get; set; } = "companion@sample-hospital.example";

    public string? User { get; set; }

    /// <summary>From the environment or a secret file, never from a file under version control.</summary>
    public string? Password { get; set; }

    public SmtpOAuthOptions OAuth { get; set; } = new();

    /// <summary>Port 587: the connection must be encrypted after its first words, or nothing is sent.</summary>
    public bool StartTls { get; set; }

    /// <summary>Port 465: encrypted from the first byte.</summary>
    public bool ImplicitTls { get; set; }

    internal SecureSocketOptions Security => ImplicitTls ? SecureSocketOptions.SslOnConnect : StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None;

    /// <summary>How long one step of a conversation with the mail server may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>What these settings cannot mean, each with its name.</summary>
    public IEnumerable<string> Problems()
    {
        if (Host is { Length: > 0 } && Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return $"Delivery:Smtp:Host: {Host} is not the name or the address of a machine; the port has a setting of its own.";
        if (!From.Contains('@', StringComparison.Ordinal) || !MailboxAddress.TryParse(From, out _))
            yield return $"Delivery:Smtp:From: {From} is not an e-mail address.";
        if (StartTls && ImplicitTls)
            yield return "Delivery:Smtp:StartTls: a connection is encrypted from the first byte (ImplicitTls) or after the first words, not both.";
        foreach (var problem in OAuth.Problems(this))
            yield return $"Delivery:Smtp:{problem}";
    }
}
