using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Intake;

/// <summary>Settings under <c>Intake:Bodies</c>.</summary>
public sealed class BodyRoomOptions
{
    public const string Section = "Intake:Bodies";

    /// <summary>MiB of all bodies together that are being read or worked through. One byte of FHIR can become seventy of memory.</summary>
    [Range(33, 4096, ErrorMessage = "33 to 4096 MiB: the largest body that is taken has 32, and must find room.")]
    public int MaxMiB { get; set; } = 64;

    /// <summary>Objects of JSON or elements of XML in one body: each costs some hundred bytes of memory, however short it is.</summary>
    [Range(10_000, 10_000_000, ErrorMessage = "10,000 to 10,000,000 objects in one body; a transaction of 32 MiB of usual resources has some 350,000.")]
    public int MaxElements { get; set; } = 500_000;
}
