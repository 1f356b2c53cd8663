using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals.Authorizing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What would go to a payer, before anything does.</summary>
/// <param name="Entries">What of the record goes along, and what stays here and why.</param>
public sealed record AuthorizationPlan(Payer Payer, AuthorizationAsk Ask, AuthorizationParty Party, IReadOnlyList<DossierEntry> Entries, bool IsUrgent)
{
    /// <summary>Diagnoses of the record, of which a person chooses.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Written out for a trace number and a control number.</summary>
    public required Func<string, int, string> Write { get; init; }
}

/// <summary>What a payer said to a person.</summary>
/// <param name="How">phone, portal, fax or in-person.</param>
/// <param name="From">Who said so: a name, or a role.</param>
public sealed record PayerWord(PayerAnswer Answer, string How, string From);
