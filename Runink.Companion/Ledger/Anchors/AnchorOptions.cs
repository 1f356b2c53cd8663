using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>Where copies of signed checkpoints go, out of reach of whoever runs this machine: section <c>Ledger:Anchors</c>. What is empty is not used.</summary>
public sealed class AnchorOptions : IValidatableObject
{
    public const string Section = "Ledger:Anchors";

    /// <summary>A file that only grows, best on another machine's disk.</summary>
    public string? File { get; init; }

    /// <summary>A syslog server (RFC 5424 over RFC 6587 or RFC 5425), as <c>tls://host:6514</c> or <c>tcp://host:601</c>.</summary>
    public Uri? Syslog { get; init; }

    /// <summary>A timestamping authority (RFC 3161 over HTTP), as <c>https://tsa.example/</c>.</summary>
    public Uri? TimestampAuthority { get; init; }

    /// <summary>At least this often while rows are written.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>And after as many rows.</summary>
    public int EveryRows { get; init; } = 1000;

    public bool IsSet => File is { Length: > 0 } || Syslog is not null || TimestampAuthority is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Every < TimeSpan.FromSeconds(5) || Every > TimeSpan.FromDays(1))
            yield return new("from 00:00:05 to 1.00:00:00.", [nameof(Every)]);
        if (EveryRows < 1)
            yield return new("1 or more.", [nameof(EveryRows)]);
        if (Syslog is { Scheme: not ("tls" or "tcp") } or { IsAbsoluteUri: false })
            yield return new("an address such as tls://host:6514 or tcp://host:601.", [nameof(Syslog)]);
        if (TimestampAuthority is { Scheme: not ("https" or "http") } or { IsAbsoluteUri: false })
            yield return new("an address that begins with https:// or http://.", [nameof(TimestampAuthority)]);
    }
}
