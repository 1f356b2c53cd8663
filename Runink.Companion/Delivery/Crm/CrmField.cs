using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Domain.Escalations;

namespace Runink.Companion.Delivery.Crm;

/// <summary>What may go into a CRM: who has it, how far it is, until when; and numbers by which it is found again.</summary>
internal static partial class CrmField
{
    public static IReadOnlyList<string> Names { get; } = ["escalation.id", "patient.id", "owner.id", "owner.name", "stage", "due"];

    public static string? Of(string name, Escalation escalation) => name switch
    {
        "escalation.id" => escalation.Id,
        "patient.id" => escalation.PatientId,
        "owner.id" => escalation.OwnerId,
        "owner.name" => escalation.OwnerName,
        "stage" => escalation.Status.ToString().ToLowerInvariant(),
        "due" => (escalation.AcknowledgedAt is null ? escalation.AcknowledgeDueAt : escalation.ResolveDueAt)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The start would not have let it through."),
    };

    public static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,79}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
