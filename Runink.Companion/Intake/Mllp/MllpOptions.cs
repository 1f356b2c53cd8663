using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Settings under <c>Intake:Mllp</c>.</summary>
public sealed class MllpOptions
{
    private const string Second = "00:00:01";
    private const string Hour = "01:00:00";
    private const string Week = "7.00:00:00";

    public bool Enabled { get; set; } = true;

    /// <summary>Loopback only, unless somebody decides otherwise: MLLP itself has no encryption and no sign-in.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>0 takes any free port and prints it.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 2575;

    /// <summary>When so many are open the idlest one without a message on its way makes room for a new one.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 256;

    /// <summary>The same for one address, so that one sender cannot push all others out. An engine with many channels is one address.</summary>
    [Range(1, 10_000)]
    public int MaxConnectionsPerAddress { get; set; } = 128;

    /// <summary>Bytes of one message.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Bytes of long messages that are unfinished or being taken in, of all connections together.</summary>
    [Range(1024 * 1024, 1024 * 1024 * 1024)]
    public int MaxUnfinishedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a new connection may take to send its first message's first byte.</summary>
    [Range(typeof(TimeSpan), Second, Week)]
    public TimeSpan FirstByte { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection that has delivered a message may be silent.</summary>
    [Range(typeof(TimeSpan), Second, Week)]
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a message may take from its first to its last byte.</summary>
    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan Frame { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a sender may take to read its answer.</summary>
    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan Write { get; set; } = TimeSpan.FromSeconds(10);

    public MllpTlsOptions Tls { get; set; } = new();

    /// <summary>What these settings cannot mean, each with its name.</summary>
    /// <param name="isProduction">Real patients: nothing of them leaves this machine unencrypted.</param>
    public IEnumerable<string> Problems(bool isProduction)
    {
        if (isProduction && Enabled && !Tls.IsOn && IPAddress.TryParse(Address, out var address) && !IPAddress.IsLoopback(address))
            yield return $"Intake:Mllp:Tls:Certificate: MLLP on {Address} is open to other machines; name the certificate that encrypts it, or listen on loopback.";
        if (!IPAddress.TryParse(Address, out _))
            yield return $"Intake:Mllp:Address: {Address} is not an IP address.";
        if (MaxUnfinishedBytes < MaxMessageBytes)
            yield return "Intake:Mllp:MaxUnfinishedBytes: it is less than one message may have (MaxMessageBytes).";
        foreach (var problem in MllpTls.Problems(Tls))
            yield return problem;
    }
}
