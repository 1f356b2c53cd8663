using System.ComponentModel.DataAnnotations;
using MailKit.Security;

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

    /// <summary>Port 587: the connection must be encrypted after its first words, or nothing is sent.</summary>
    public bool StartTls { get; set; }

    /// <summary>Port 465: encrypted from the first byte.</summary>
    public bool ImplicitTls { get; set; }

    internal SecureSocketOptions Security => ImplicitTls ? SecureSocketOptions.SslOnConnect : StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}
