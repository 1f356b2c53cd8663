using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery;

/// <summary>The words that messengers show: the same everywhere, and nothing of the patient.</summary>
internal static class NoticeWords
{
    public static string Severity(this EscalationNotice notice) => $"{char.ToUpperInvariant(notice.Severity[0])}{notice.Severity[1..]}";

    public static string Headline(this EscalationNotice notice) => $"{notice.Severity()}: {notice.TriggerName}{(string.IsNullOrEmpty(notice.Unit) ? "" : $", {notice.Unit}")}";

    public static string? DueOn(this EscalationNotice notice, SiteOptions site) => notice.Due is { } due ? $"{TimeZoneInfo.ConvertTime(due, site.Zone):yyyy-MM-dd HH:mm} ({site.TimeZone})" : null;
}
