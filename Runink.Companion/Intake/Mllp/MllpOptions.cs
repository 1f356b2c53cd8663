using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Settings under <c>Intake:Mllp</c>.</summary>
public sealed class MllpOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Loopback only, unless somebody decides otherwise: MLLP itself has no encryption and no sign-in.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>0 takes any free port and prints it.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 2575;

    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 256;

    /// <summary>Bytes of one message.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>How long a connection may be silent between messages.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a message may take from its first to its last byte.</summary>
    public TimeSpan Frame { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a sender may take to read its answer.</summary>
    public TimeSpan Write { get; set; } = TimeSpan.FromSeconds(10);
}
