using Runink.Domain.Referrals.Authorizing;

namespace Runink.Companion.Referrals;

/// <summary>Settings under <c>Referrals:Authorization</c>: who pays, and how an authorization is asked for.</summary>
public sealed class AuthorizationOptions
{
    public const string Section = "Referrals:Authorization";

    /// <summary>National Provider Identifier under which payers are asked.</summary>
    public string Npi { get; set; } = "";

    public Dictionary<string, PayerOptions> Payers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where visits of a service are booked, when charges do not say so.</summary>
    public Dictionary<string, string> CostCentres { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public static Payers In(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<AuthorizationOptions>() ?? new AuthorizationOptions();
        return new Payers(options.Npi, options.Payers.Select(one => one.Value.Named(one.Key)), options.CostCentres);
    }

    /// <param name="kindOf">The kind of a registered endpoint; null when there is none of this name.</param>
    internal IEnumerable<string> Problems(Func<string, string?> kindOf)
    {
        if (Payers.Values.Any(payer => payer.Channel != PayerChannel.Hand) && !Domain.Referrals.Authorizing.Payers.IsNpi(Npi))
            yield return $"{Section}:Npi: ten digits whose check digit holds; payers know us by it.";
        foreach (var (name, payer) in Payers)
        {
            foreach (var problem in payer.Problems(kindOf))
                yield return $"{Section}:Payers:{name}:{problem}";
        }

        foreach (var twice in Payers.SelectMany(one => one.Value.Named(one.Key).Covers.Select(covered => (covered, one.Key))).GroupBy(one => one.covered, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"{Section}:Payers: {string.Join(" and ", twice.Select(one => one.Key))} both cover as {twice.Key}.";
    }
}

/// <summary>One payer.</summary>
public sealed class PayerOptions
{
    /// <summary>How coverages call it; its own name where this is empty.</summary>
    public List<string> Covers { get; set; } = [];

    public PayerChannel Channel { get; set; } = PayerChannel.Hand;

    /// <summary>For Pas: endpoint of kind fhir under <c>Delivery:Endpoints</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The number by which claims name it.</summary>
    public string PayerId { get; set; } = "";

    /// <summary>The agreement under which is billed.</summary>
    public string Contract { get; set; } = "";

    public X12Options X12 { get; set; } = new();

    internal Payer Named(string name) => new(
        name, Covers.Count == 0 ? [name] : Covers, Channel, Endpoint, PayerId, Contract,
        Channel == PayerChannel.X12 ? new X12Route(X12.SenderQualifier, X12.Sender, X12.ReceiverQualifier, X12.Receiver, X12.Test, X12.Folder, X12.Answers) : null);

    internal IEnumerable<string> Problems(Func<string, string?> kindOf)
    {
        if (Channel != PayerChannel.Hand && PayerId.Length is 0 or > 80)
            yield return "PayerId: the number by which claims name it.";
        if (Channel == PayerChannel.Pas && kindOf(Endpoint) != "fhir")
            yield return $"Endpoint: {(Endpoint.Length == 0 ? "nothing" : Endpoint)} is no endpoint of kind fhir under Delivery:Endpoints.";
        if (Channel != PayerChannel.X12)
            yield break;
        foreach (var (setting, said) in new[] { ("Sender", X12.Sender), ("Receiver", X12.Receiver) })
        {
            if (said.Length is 0 or > 15)
                yield return $"X12:{setting}: from 1 to 15 characters, as the payer's companion guide gives them.";
        }

        if (X12.SenderQualifier.Length != 2 || X12.ReceiverQualifier.Length != 2)
            yield return "X12:SenderQualifier and ReceiverQualifier: two characters each, like ZZ or 30.";
        foreach (var (setting, folder) in new[] { ("Folder", X12.Folder), ("Answers", X12.Answers) })
        {
            if (folder.Length > 0 && !Path.IsPathFullyQualified(folder))
                yield return $"X12:{setting}: a whole path, like /srv/x12/out.";
        }

        if (X12.Folder.Length > 0 && X12.Folder == X12.Answers)
            yield return "X12:Answers: another folder than that of the requests.";
    }
}

/// <summary>How interchanges with a payer are headed, and where their files lie.</summary>
public sealed class X12Options
{
    public string SenderQualifier { get; set; } = "ZZ";

    public string Sender { get; set; } = "";

    public string ReceiverQualifier { get; set; } = "ZZ";

    public string Receiver { get; set; } = "";

    /// <summary>ISA-15 says T: the payer takes it as a test.</summary>
    public bool Test { get; set; }

    /// <summary>Where requests are put. Empty: people download them.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Where responses are found. Empty: people upload them.</summary>
    public string Answers { get; set; } = "";
}
