using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Layout;

/// <summary>Names of the code as people say them.</summary>
public static class Labels
{
    public static string Role(Role? role) => role switch
    {
        Domain.Teams.Role.Nurse => "Nurse",
        Domain.Teams.Role.Navigator => "Referral navigator",
        Domain.Teams.Role.Author => "Trigger author",
        Domain.Teams.Role.Approver => "Approver",
        Domain.Teams.Role.QualityLead => "Quality lead",
        Domain.Teams.Role.Auditor => "Compliance auditor",
        Domain.Teams.Role.Administrator => "Administrator",
        null => "No role",
    };

    /// <summary>snake_case or kebab-case as a sentence: "escalation_claimed" → "Escalation claimed".</summary>
    public static string Spoken(string name)
    {
        var words = name.Replace('_', ' ').Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
