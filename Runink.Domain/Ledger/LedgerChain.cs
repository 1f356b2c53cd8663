using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Runink.Domain.Foundation;

namespace Runink.Domain.Ledger;

/// <summary>
/// Row hash = SHA-256(previous hash ‖ seq ‖ UTC ticks ‖ actor ‖ kind ‖ subject type ‖ subject id ‖ detail), numbers as
/// 8 bytes little-endian, texts as UTF-8 behind their length in 4 bytes. The first row follows 32 zero bytes.
/// </summary>
public static class LedgerChain
{
    public static readonly byte[] Genesis = new byte[SHA256.HashSizeInBytes];

    public static byte[] Hash(ReadOnlySpan<byte> previous, long seq, DateTimeOffset at, string actor, string kind, Subject subject, string detail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, seq);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64LittleEndian(number, at.UtcTicks);
        hash.AppendData(number);
        foreach (var text in (ReadOnlySpan<string>)[actor, kind, subject.Type, subject.Id, detail])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(number, bytes.Length);
            hash.AppendData(number[..4]);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
