using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runink.Tests.Harness;

/// <summary>A device with a passkey, and the browser before it: what both hand on by WebAuthn, each part of which can be made wrong.</summary>
public sealed class PasskeyDevice : IDisposable
{
    private const byte Present = 0x01, Verified = 0x04, BackupEligible = 0x08, Attested = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>How often it has signed.</summary>
    public uint Count { get; set; }

    /// <summary>Whether it asks for a finger, a face or a PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Whose it says it is; learnt when it is made.</summary>
    public string User { get; set; } = "";

    public string Make(string options, string origin)
    {
        using var asked = JsonDocument.Parse(options);
        User = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!, Attested), .. new byte[16], 0, (byte)Id.Length, .. Id, .. cose];
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Answer(new { clientDataJSON = Text(Client("webauthn.create", asked.RootElement, origin)), attestationObject = Text(attestation), transports = new[] { "internal" } });
    }

    public string Sign(string options, string origin)
    {
        using var asked = JsonDocument.Parse(options);
        Count++;
        var client = Client("webauthn.get", asked.RootElement, origin);
        var data = Data(asked.RootElement.GetProperty("rpId").GetString()!, 0);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new { clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature), userHandle = User });
    }

    public void Dispose() => key.Dispose();

    private string Answer(object response) =>
        JsonSerializer.Serialize(new { id = Text(Id), rawId = Text(Id), type = "public-key", authenticatorAttachment = "platform", clientExtensionResults = new { }, response });

    private byte[] Data(string domain, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(Present | BackupEligible | more | (Verifies ? Verified : 0)), .. count];
    }

    private static byte[] Client(string type, JsonElement asked, string origin) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = asked.GetProperty("challenge").GetString(), origin, crossOrigin = false });

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
