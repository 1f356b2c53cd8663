using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Signals;

/// <summary>
/// What a result is called by its sender (order number, test, sub-id; or a resource's id), so that a correction finds what it
/// corrects. Kept as the first 128 bits of its SHA-256: series hold many.
/// </summary>
public readonly record struct ResultKey(UInt128 Hash)
{
    public static ResultKey Of(string name) => new(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    public static ResultKey Parse(string hex) => new(UInt128.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public override string ToString() => Hash.ToString("x32", CultureInfo.InvariantCulture);
}
