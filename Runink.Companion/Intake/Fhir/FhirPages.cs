using System.Security.Cryptography;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Intake.Fhir;

/// <summary>
/// What a search found, kept while its pages are fetched: the pages are cut from one and the same list, so none can repeat or
/// lose a row, whatever is written meanwhile. Bounded; the list that nobody has turned for longest goes first.
/// </summary>
public sealed class FhirPages
{
    private const int MostHits = 1_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Token, FhirPageList List)>> byToken = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Token, FhirPageList List)> byUse = [];
    private long hits;

    public string Keep(FhirPageList list)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (gate)
        {
            byToken[token] = byUse.AddFirst((token, list));
            hits += list.Hits.Count;
            while (hits > MostHits && byUse.Count > 1)
            {
                hits -= byUse.Last!.Value.List.Hits.Count;
                byToken.Remove(byUse.Last.Value.Token);
                byUse.RemoveLast();
            }
        }

        return token;
    }

    /// <summary>Null when the token is unknown, forgotten, or somebody else's.</summary>
    public FhirPageList? Find(string token, string callerId)
    {
        lock (gate)
        {
            if (!byToken.TryGetValue(token, out var node) || node.Value.List.CallerId != callerId)
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.List;
        }
    }
}

/// <param name="CallerId">Who searched; nobody else may turn the pages.</param>
public sealed record FhirPageList(string CallerId, FhirQuery Query, IReadOnlyList<FhirHit> Hits);
