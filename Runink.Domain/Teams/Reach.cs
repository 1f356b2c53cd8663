namespace Runink.Domain.Teams;

/// <summary>Where a message goes.</summary>
/// <param name="Channel">email, sms, slack, teams, webhook, push, in-app …</param>
/// <param name="Address">As that channel wants it.</param>
public sealed record Recipient(PersonRef? Person, string Channel, string Address);

/// <summary>Whom a message reaches.</summary>
/// <param name="Why">Set when there are no recipients: "Nobody is on call in Medicine until 08:00."</param>
public sealed record Reach(IReadOnlyList<Recipient> Recipients, string? Why)
{
    public bool IsNobody => Recipients.Count == 0;

    internal static Reach To(Recipient recipient) => new([recipient], null);

    internal static Reach Nobody(string why) => new([], why);
}
