using System.ComponentModel.DataAnnotations;

namespace Runink.Domain.Pipeline;

/// <summary>Settings under <c>Memory</c>.</summary>
public sealed class MemoryOptions
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>
    /// Bytes of the patients that are kept ready for the next message. Those who were not touched for longest are forgotten beyond it and
    /// read from the store when they come again.
    /// </summary>
    [Range(16 * Megabyte, 65_536 * Megabyte)]
    public long PatientBytes { get; set; } = 512 * Megabyte;
}

/// <summary>What the patients that are ready for the next message take of memory.</summary>
/// <param name="Bytes">An estimate by the sizes of what is kept; between two pieces of work at most <paramref name="MostBytes"/>, but for a single patient who is larger.</param>
public readonly record struct PatientMemory(int Patients, long Bytes, long MostBytes);
