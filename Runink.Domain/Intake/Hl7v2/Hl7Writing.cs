using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Parts of HL7 v2 messages that we write: the other way round than they are read.</summary>
public static class Hl7Writing
{
    public static string Text(string text) => Hl7Escapes.Escape(text, Hl7Delimiters.Usual);

    public static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";

    /// <summary>Who gives a number, as a HD in a component.</summary>
    public static string Authority(string system) => Parts(system) is (var name, { } kind) ? $"&{name}&{kind}" : Text(system);

    /// <summary>The same as the last components of an EI.</summary>
    public static string Entity(string system) => Parts(system) is (var name, { } kind) ? $"^{name}^{kind}" : Text(system);

    private static (string Name, string? Kind) Parts(string system) =>
        system.StartsWith("urn:oid:", StringComparison.Ordinal) ? (Text(system["urn:oid:".Length..]), "ISO")
        : system.StartsWith("urn:uuid:", StringComparison.Ordinal) ? (Text(system["urn:uuid:".Length..]), "UUID")
        : (system, null);
}
