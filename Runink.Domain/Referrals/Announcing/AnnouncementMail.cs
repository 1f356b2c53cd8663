namespace Runink.Domain.Referrals.Announcing;

/// <summary>A link that goes with a mail, or the mail with which it went.</summary>
/// <param name="Url">Null when it went before: what it contains is kept nowhere.</param>
/// <param name="Day">Until when it opens, or when it was sent.</param>
public sealed record MailedLink(string? Url, DateOnly Day);

/// <summary>News of a referral in a mail: that there is some, and where to read it. A mailbox is not a chart: nothing of the patient, not even the service or the day of a visit.</summary>
public static class AnnouncementMail
{
    /// <param name="link">Null when nothing more is to be read or done.</param>
    public static (string Subject, string Body) Of(AnnouncedReferral referral, string us, string them, MailedLink? link)
    {
        if (referral.Audience == AnnouncementAudience.Referrer)
            return ToReferrer(referral, us);
        var isFirst = referral.News == ReferralNews.Requested;
        var subject = isFirst ? $"A referral for you from {us}" : $"A referral that you have from {us}: {NewsWords.Of(referral.News)}";
        var news = isFirst ? $"{us} has sent you a referral." : $"There is news of a referral that you have from {us}: {NewsWords.Of(referral.News)}.";
        var how = link switch
        {
            null => "You need not do anything more for it.",
            { Url: { } url } => $"Open it here to see it and to answer, without an account:\n{url}\n\nThe link is for {them} alone and opens until {link.Day:yyyy-MM-dd}.",
            _ => $"Your link to it came with our message of {link.Day:yyyy-MM-dd} with the same reference. Call us if you need a new one.",
        };
        return (subject, $"{news}\n\n{how}\n\nReference: {referral.Id}\n");
    }

    /// <summary>Under their own number; what is asked for is clinical, and not said here.</summary>
    private static (string Subject, string Body) ToReferrer(AnnouncedReferral referral, string us)
    {
        var news = NewsWords.Of(referral.News);
        var how = referral.News switch
        {
            ReferralNews.InformationAsked => "Something is missing that is needed to decide. Call us, or send it the way you send referrals; a mail does not say what it is.",
            ReferralNews.Declined => "Somebody else is looked for. Call us for the reason.",
            _ => "You need not do anything for this message.",
        };
        return ($"A referral that you sent to {us}: {news}", $"There is news of a referral that you sent to {us}: {news}.\n\n{how}\n\n{(referral.Order is { } order ? $"Your number: {order.Value}\n" : "")}Reference: {referral.Id}\n");
    }
}
