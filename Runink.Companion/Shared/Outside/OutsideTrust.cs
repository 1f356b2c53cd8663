using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runink.Companion.Shared.Outside;

/// <summary>Whose certificates count at an endpoint.</summary>
internal static class OutsideTrust
{
    /// <returns>Null when those of this machine do.</returns>
    public static X509ChainPolicy? Of(string authorities)
    {
        if (authorities.Length == 0)
            return null;
        // An authority of the house seldom has a list of what it revoked where we could ask.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorities);
        return policy;
    }

    public static string? Problem(string authorities)
    {
        try
        {
            return Of(authorities) is { CustomTrustStore.Count: 0 } ? $"Authorities: {authorities} holds no certificates." : null;
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"Authorities: {authorities} cannot be read.";
        }
    }
}
