namespace Runink.Domain.Teams;

/// <summary>A list as somebody wants to find it again: the part of its address behind the question mark.</summary>
public sealed class SavedView
{
    public const int LongestName = 60;

    /// <summary>Of one person in one list.</summary>
    public const int MostOfOne = 30;

    public required string Id { get; init; }

    /// <summary>The list: worklist, referrals, a dashboard.</summary>
    public required string Area { get; init; }

    public required string OwnerId { get; init; }

    public required string OwnerName { get; init; }

    public required string Name { get; set; }

    /// <summary>As <c>view=late&amp;unit=ICU</c>; never of a patient.</summary>
    public required string Query { get; set; }

    /// <summary>Whoever may see the list sees the view; what is in it stays what each may see.</summary>
    public bool IsShared { get; set; }
}
