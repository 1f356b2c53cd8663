using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Runink.Companion.Shared.Outside;

/// <summary>A private key of SMART backend services: RS384 or ES384, by its kind.</summary>
internal sealed class SmartKey : IDisposable
{
    private const int LeastRsaBits = 2048;
    private const int CurveBits = 384;

    private readonly AsymmetricAlgorithm key;

    private SmartKey(AsymmetricAlgorithm key) => this.key = key;

    public SigningCredentials Credentials(string keyId) => key is RSA rsa
        ? new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha384)
        : new SigningCredentials(new ECDsaSecurityKey((ECDsa)key) { KeyId = keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.EcdsaSha384);

    /// <exception cref="ArgumentException">It is no PEM, or of another kind.</exception>
    /// <exception cref="CryptographicException">It cannot be read.</exception>
    public static SmartKey Read(string pem)
    {
        AsymmetricAlgorithm read = IsRsa(pem) ? RSA.Create() : ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            return (read is RSA && read.KeySize >= LeastRsaBits) || (read is ECDsa && read.KeySize == CurveBits) ? new SmartKey(read) : throw new ArgumentException("The key is too short, or on another curve.", nameof(pem));
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    /// <summary>PKCS #8 says it by the object identifier inside, PKCS #1 and SEC 1 by their label.</summary>
    private static bool IsRsa(string pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return true;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    public void Dispose() => key.Dispose();
}
