using System.ComponentModel.DataAnnotations;

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

    public bool StartTls { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}
