using Microsoft.IdentityModel.Tokens;

namespace Runink.Companion.Hosting.Access.CdsClients;

/// <summary>Settings under <c>CdsHooks</c>: record systems that prove with tokens of their own who calls.</summary>
public sealed class CdsHooksOptions
{
    public const string Section = "CdsHooks";

    public Dictionary<string, CdsClientOptions> Clients { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Problems() => Clients.SelectMany(client => client.Value.Problems().Select(problem => $"{Section}:Clients:{client.Key}:{problem}"))
        .Concat(Clients.GroupBy(client => client.Value.Issuer, StringComparer.Ordinal).SelectMany(same => same.Skip(1)).Select(client => $"{Section}:Clients:{client.Key}:Issuer: another client has it."));
}

public sealed class CdsClientOptions
{
    /// <summary>As its tokens say (<c>iss</c>).</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Its public keys, as a JSON Web Key Set; a file that was replaced counts at once.</summary>
    public string JwksFile { get; set; } = "";

    internal IEnumerable<string> Problems()
    {
        if (Issuer.Length == 0)
            yield return "Issuer: say what its tokens name as iss.";
        if (!File.Exists(JwksFile))
            yield return $"JwksFile: there is no file {JwksFile}.";
        else if (Keys() is not { Count: > 0 })
            yield return $"JwksFile: {JwksFile} holds no keys.";
    }

    /// <summary>Null when the file cannot be read.</summary>
    internal IList<SecurityKey>? Keys()
    {
        try
        {
            return new JsonWebKeySet(File.ReadAllText(JwksFile)).GetSigningKeys();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
