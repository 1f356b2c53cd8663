using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Ledger;

/// <summary>
/// Row hash = SHA-256(previous hash ‖ content hash), content hash = SHA-256(seq ‖ UTC ticks ‖ actor ‖ kind ‖ subject type ‖
/// subject id ‖ detail), numbers as 8 bytes little-endian, texts as UTF-8 behind their length in 4 bytes. The first row follows 32
/// zero bytes. Two steps, so that whoever is handed some rows can be shown their place in the chain without being shown the others.
/// </summary>
public static class LedgerChain
{
    public const int HashBytes = SHA256.HashSizeInBytes;
    private const int OnStack = 1024;

    public static readonly byte[] Genesis = new byte[HashBytes];

    public static byte[] Hash(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> content)
    {
        Span<byte> both = stackalloc byte[2 * HashBytes];
        previous.CopyTo(both);
        content.CopyTo(both[HashBytes..]);
        return SHA256.HashData(both);
    }

    public static byte[] Hash(ReadOnlySpan<byte> previous, LedgerContent row)
    {
        Span<byte> content = stackalloc byte[HashBytes];
        HashContent(row, content);
        return Hash(previous, content);
    }

    public static byte[] HashContent(LedgerContent row)
    {
        var content = new byte[HashBytes];
        HashContent(row, content);
        return content;
    }

    private static void HashContent(LedgerContent row, Span<byte> into)
    {
        ReadOnlySpan<string> texts = [row.Actor, row.Kind, row.SubjectType, row.SubjectId, row.Detail];
        var most = 2 * sizeof(long);
        foreach (var text in texts)
            most += sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> buffer = rented ?? stackalloc byte[OnStack];
        BinaryPrimitives.WriteInt64LittleEndian(buffer, row.Seq);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[sizeof(long)..], row.Ticks);
        var length = 2 * sizeof(long);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text, buffer[(length + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(buffer[length..], bytes);
            length += sizeof(int) + bytes;
        }

        SHA256.HashData(buffer[..length], into);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }
}

/// <summary>What the hash of a row covers.</summary>
/// <param name="Ticks">UTC, of 100 ns since year 1. Whatever number stands in the store: one that is no time at all is still hashed.</param>
public readonly record struct LedgerContent(long Seq, long Ticks, string Actor, string Kind, string SubjectType, string SubjectId, string Detail);
