namespace Runink.Domain.Referrals.Authorizing;

/// <summary>How a payer is asked for an authorization.</summary>
public enum PayerChannel
{
    /// <summary>By a person: telephone, fax, a portal.</summary>
    Hand,

    /// <summary>HL7 Da Vinci PAS: a Claim of use preauthorization to <c>Claim/$submit</c>.</summary>
    Pas,

    /// <summary>X12 278 (005010X217) as a file.</summary>
    X12,
}

/// <summary>How interchanges with one payer are headed, and where their files lie.</summary>
/// <param name="Sender">ISA-06 and GS-02.</param>
/// <param name="Receiver">ISA-08 and GS-03.</param>
/// <param name="IsTest">ISA-15 says T.</param>
/// <param name="Folder">Where requests are put; empty: they are downloaded.</param>
/// <param name="Answers">Where responses are found; empty: they are uploaded.</param>
public sealed record X12Route(string SenderQualifier, string Sender, string ReceiverQualifier, string Receiver, bool IsTest, string Folder, string Answers);

/// <summary>Somebody who pays, and how they are asked. Settings under <c>Referrals:Authorization:Payers</c>.</summary>
/// <param name="Covers">How coverages call it; its own name where the settings say nothing.</param>
/// <param name="Endpoint">Registered endpoint of kind fhir, for PAS.</param>
/// <param name="PayerId">The number by which claims name it.</param>
/// <param name="Contract">The agreement under which is billed; empty when there is none.</param>
public sealed record Payer(string Name, IReadOnlyList<string> Covers, PayerChannel Channel, string Endpoint, string PayerId, string Contract, X12Route? Route);

/// <summary>All payers that the settings name, who we are to them, and where work is booked.</summary>
/// <param name="npi">National Provider Identifier under which we ask.</param>
/// <param name="costCentres">By service, where it is the same for all of its visits.</param>
public sealed class Payers(string npi, IEnumerable<Payer> all, IReadOnlyDictionary<string, string> costCentres)
{
    private readonly List<Payer> payers = [.. all];

    public static Payers None { get; } = new("", [], new Dictionary<string, string>());

    public string Npi => npi;

    public IReadOnlyList<Payer> All => payers;

    /// <param name="covered">As a coverage calls it.</param>
    public Payer? Find(string? covered) => payers.Find(payer => payer.Covers.Any(name => string.Equals(name, covered?.Trim(), StringComparison.OrdinalIgnoreCase)));

    public Payer? Named(string name) => payers.Find(payer => string.Equals(payer.Name, name, StringComparison.OrdinalIgnoreCase));

    public string? CostCentreOf(string service) => costCentres.FirstOrDefault(one => string.Equals(one.Key, service, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Ten digits of which the last is a check digit (Luhn over 80840 and the first nine).</summary>
    public static bool IsNpi(string text)
    {
        if (text.Length != 10 || !text.All(char.IsAsciiDigit))
            return false;
        // The prefix 80840 always adds 24.
        var sum = 24;
        for (var at = 0; at < 9; at++)
        {
            var digit = text[at] - '0';
            sum += at % 2 == 0 ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
        }

        return (sum + text[9] - '0') % 10 == 0;
    }
}
