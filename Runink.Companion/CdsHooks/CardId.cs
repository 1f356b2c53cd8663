namespace Runink.Companion.CdsHooks;

/// <summary>The UUID of the card of an escalation: the same 128 bits, so that feedback finds its way back and nothing has to be remembered.</summary>
internal static class CardId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(string ulid)
    {
        var number = ulid.Aggregate(UInt128.Zero, (sum, letter) => (sum << 5) | (UInt128)(uint)Alphabet.IndexOf(letter, StringComparison.Ordinal));
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <returns>Null for what is no UUID.</returns>
    public static string? Back(string? uuid)
    {
        if (!Guid.TryParse(uuid, out var id))
            return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(26, number, static (text, rest) =>
        {
            for (var at = 25; at >= 0; at--, rest >>= 5)
                text[at] = Alphabet[(int)(rest & 31)];
        });
    }
}
