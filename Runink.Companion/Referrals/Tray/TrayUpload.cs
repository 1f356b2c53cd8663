using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals.Tray;

/// <summary>What somebody brings: a file of a kind that is kept, or a mail with its files.</summary>
public static class TrayUpload
{
    public const int MostBytes = 25 * 1024 * 1024;

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0];

    /// <param name="from">Who sent it, if whoever brings it says so.</param>
    public static Outcome<TrayArrival> Open(string name, byte[] content, string door, string from, string broughtBy, CancellationToken cancel)
    {
        var called = PlainText.Line(name.Split('/', '\\')[^1]).Trim();
        if (content.Length == 0)
            return new Refusal("invalid", "The file is empty.");
        if (content.Length > MostBytes)
            return new Refusal("too-long", $"The file is larger than {MostBytes / 1024 / 1024} MB.");
        var hash = ReferralDocument.HashOf(content);
        if (content.AsSpan().StartsWith(Ole))
            return new Refusal("invalid", "Outlook's own files (.msg) and old Word files are not read. Save it as .eml or as PDF.");
        var type = ReferralDocument.TypeOf(content);
        if (type != "application/pdf" && (called.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || (type == "text/plain" && IsMail(content))))
        {
            var mail = TrayMail.Open(content, cancel);
            return mail.Refusal is { } unread ? unread : new TrayArrival("mail", mail.Value.Subject, mail.Value.From, hash, mail.Value.Files, broughtBy);
        }

        if (type is null)
            return new Refusal("invalid", "Only PDF, mails (.eml), JPEG, PNG, TIFF, XML and plain text are taken.");
        return content.Length > ReferralDocument.LargestBytes
            ? new Refusal("too-long", $"The file is larger than the {ReferralDocument.LargestBytes / 1024 / 1024} MB that a referral keeps.")
            : new TrayArrival(door, called.Length == 0 ? "Document" : called, from, hash, [new TrayFileDraft(called, type, content)], broughtBy);
    }

    private static bool IsMail(byte[] content)
    {
        var head = Encoding.ASCII.GetString(content, 0, Math.Min(content.Length, 2048));
        return new[] { "Received:", "From:", "Return-Path:", "MIME-Version:", "Message-ID:", "Delivered-To:" }.Any(start => head.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            && head.Contains("\nSubject:", StringComparison.OrdinalIgnoreCase);
    }
}
