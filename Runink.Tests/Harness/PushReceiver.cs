using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Tests.Harness;

/// <summary>A browser and its push service on loopback: it knows the keys, decrypts what comes (RFC 8291) and checks who sent it (RFC 8292).</summary>
public sealed class PushReceiver : IAsyncDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);
    private readonly OutsideServer server;

    private PushReceiver(OutsideServer server) => this.server = server;

    /// <summary>What the push service answers.</summary>
    public int Status { get; set; } = 201;

    public IReadOnlyCollection<OutsideServer.Asked> Requests => server.Requests;

    public PushSubscriptionKeys Keys => new($"{server.Url}/push/abc", Base64Url.EncodeToString(Point(key.PublicKey)), Base64Url.EncodeToString(auth));

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Delivery:Browser:Services"] = "127.0.0.1", ["Delivery:Browser:AllowPrivate"] = "true" };

    public static async Task<PushReceiver> StartAsync()
    {
        var receiver = new PushReceiver(await OutsideServer.StartAsync());
        receiver.server.Behaves = (_, _) => Task.FromResult(new OutsideServer.Answer(receiver.Status));
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        key.Dispose();
    }

    /// <summary>One record of aes128gcm: salt, size, the sender's point, text, a delimiter.</summary>
    public JsonElement Decrypt(OutsideServer.Asked asked)
    {
        Assert.Equal("aes128gcm", asked.Headers["content-encoding"]);
        var body = asked.Bytes;
        var salt = body[..16];
        Assert.True(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)) >= (uint)body.Length - 86);
        var sender = body[21..(21 + body[20])];
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..65] } });
        byte[] info = [.. "WebPush: info\0"u8, .. Point(key.PublicKey), .. sender];
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.DeriveRawSecretAgreement(other.PublicKey), 32, auth, info);
        using var gcm = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray()), 16);
        var sealedText = body[(21 + body[20])..];
        var text = new byte[sealedText.Length - 16];
        gcm.Decrypt(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 12, salt, "Content-Encoding: nonce\0"u8.ToArray()), sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length), text);
        var end = Array.FindLastIndex(text, one => one != 0);
        Assert.Equal(2, text[end]);
        return JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(text, 0, end));
    }

    /// <summary>The sender's public key, when its proof is good for this push service.</summary>
    public async Task<string> SenderAsync(OutsideServer.Asked asked)
    {
        var header = asked.Headers["authorization"];
        Assert.StartsWith("vapid ", header, StringComparison.OrdinalIgnoreCase);
        var parts = header["vapid ".Length..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var point = Base64Url.DecodeFromChars(parts["k"]);
        using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] } });
        var proof = await new JsonWebTokenHandler().ValidateTokenAsync(parts["t"], new TokenValidationParameters { IssuerSigningKey = new ECDsaSecurityKey(curve), ValidateIssuer = false, // The origin; the library leaves out a port, which push services do not have.
            ValidAudience = "http://127.0.0.1", ValidAlgorithms = ["ES256"] });
        Assert.True(proof.IsValid, proof.Exception?.Message);
        Assert.StartsWith("mailto:", ((JsonWebToken)proof.SecurityToken).Subject, StringComparison.Ordinal);
        return parts["k"];
    }

    private static byte[] Point(ECDiffieHellmanPublicKey key)
    {
        var q = key.ExportParameters().Q;
        return [4, .. q.X!, .. q.Y!];
    }
}
