using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Ledger.AuditEvents;

/// <summary>The hospital's audit record repository, which takes AuditEvents over FHIR (IHE ITI-20, RESTful): section <c>Ledger:AuditRepository</c>.</summary>
public sealed class AuditRepositoryOptions : IValidatableObject
{
    public const string Section = "Ledger:AuditRepository";

    /// <summary>Its FHIR base, as <c>https://audit.example/fhir/</c>; empty when there is none.</summary>
    public Uri? Address { get; init; }

    /// <summary>A file that holds a bearer token; empty for none.</summary>
    public string? TokenFile { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is { Scheme: not ("https" or "http") } or { IsAbsoluteUri: false } or { Scheme: "http", IsLoopback: false })
            yield return new("an address that begins with https://; http:// on this machine only.", [nameof(Address)]);
        if (TokenFile is { Length: > 0 } file && !File.Exists(file))
            yield return new($"there is no file {file}.", [nameof(TokenFile)]);
    }
}
