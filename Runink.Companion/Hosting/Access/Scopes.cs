using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>Names of what a key may do, as written on the command line and in the key list.</summary>
public static class Scopes
{
    private static readonly Dictionary<string, Permission> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["intake"] = Permission.SendMessages,
        ["worklist.read"] = Permission.ReadWorklist | Permission.ReadPatients,
        ["worklist.act"] = Permission.ReadWorklist | Permission.ReadPatients | Permission.ActOnEscalations,
        ["referrals.read"] = Permission.ReadReferrals | Permission.ReadPatients,
        ["referrals.act"] = Permission.ReadReferrals | Permission.ReadPatients | Permission.ActOnReferrals,
        ["referrals.answer"] = Permission.AnswerReferrals,
        ["patients.read"] = Permission.ReadPatients,
        ["identity"] = Permission.ReadPatients | Permission.DecideIdentity,
        ["triggers.read"] = Permission.ReadTriggers,
        ["triggers.edit"] = Permission.ReadTriggers | Permission.EditTriggers | Permission.PublishTriggers,
        ["kpis.read"] = Permission.ReadKpis,
        ["ledger.read"] = Permission.ReadLedger,
        ["quarantine"] = Permission.MendQuarantine,
        ["deliveries.read"] = Permission.ReadDeliveries,
        ["admin"] = Permission.Administer,
        ["scim"] = Permission.Provision,
        ["access.review"] = Permission.ReviewAccess,
        ["operations"] = Permission.Operate,
        ["wall"] = Permission.ReadWall,
        ["rotas"] = Permission.EditRotas,
    };

    public static Permission All { get; } = ByName.Values.Aggregate((all, scope) => all | scope);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static string Known => string.Join(", ", ByName.Keys.Append("all"));

    /// <summary>Null when a name is unknown or there is none.</summary>
    public static Permission? Parse(string text)
    {
        var sum = Permission.None;
        foreach (var name in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (string.Equals(name, "all", StringComparison.OrdinalIgnoreCase))
                sum = All;
            else if (ByName.TryGetValue(name, out var scope))
                sum |= scope;
            else
                return null;
        }

        return sum == Permission.None ? null : sum;
    }

    public static string Write(Permission scopes) => scopes == All
        ? "all"
        : string.Join(", ", ByName.Where(scope => (scopes & scope.Value) == scope.Value).Select(scope => scope.Key));
}
