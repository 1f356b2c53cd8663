namespace Runink.Domain.Referrals.Tray;

/// <summary>An open referral that a document of the same patient may be about.</summary>
public sealed record AwaitedReferral(string Id, string Service, ReferralState State);

/// <summary>Which referral a document without a number of an order belongs to: by patient and service, never by the patient alone.</summary>
public static class DocumentMatch
{
    /// <param name="titles">What the document calls itself: its type, its title.</param>
    /// <param name="open">Of the patient, open.</param>
    /// <returns>The one; else null and why.</returns>
    public static (AwaitedReferral? Referral, string Why) Decide(IEnumerable<string> titles, IReadOnlyList<AwaitedReferral> open)
    {
        if (open.Count == 0)
            return (null, "The patient has no open referral.");
        var said = titles.Select(Words).ToList();
        var named = open.Where(one => said.Exists(title => Has(title, Words(one.Service)))).ToList();
        var awaited = named.Where(one => one.State == ReferralState.ReportDue).ToList();
        return (named, awaited) switch
        {
            (_, [var only]) => (only, ""),
            ([], _) => (null, "It names neither a referral nor the service of one."),
            (_, []) => (null, $"The referral to {named[0].Service} does not wait for a report yet."),
            _ => (null, $"Several referrals to {awaited[0].Service} wait for a report."),
        };
    }

    private static string[] Words(string text) => text.Split([' ', ',', '-', '–', '/', '.', ':', ';', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Has(string[] title, string[] service)
    {
        for (var at = 0; service.Length > 0 && at + service.Length <= title.Length; at++)
        {
            if (title.AsSpan(at, service.Length).SequenceEqual(service, StringComparer.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
