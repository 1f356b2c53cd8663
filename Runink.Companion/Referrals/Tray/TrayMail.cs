using System.Text;
using MimeKit;
using MimeKit.Text;
using MimeKit.Tnef;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals.Tray;

/// <summary>A mail as files: what it says, and what is attached, also to mails that it forwards.</summary>
internal static class TrayMail
{
    private const int MostFiles = 20, MostDepth = 12;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = MostDepth, MaxAddressGroupDepth = 3 };

    public static Outcome<(string Subject, string From, IReadOnlyList<TrayFileDraft> Files)> Open(byte[] content, CancellationToken cancel)
    {
        MimeMessage mail;
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            mail = MimeMessage.Load(Options, stream, cancel);
        }
        catch (FormatException)
        {
            return new Refusal("invalid", "This is not a mail that can be read.");
        }

        if (mail.From.Count == 0 && mail.Headers.Count < 2)
            return new Refusal("invalid", "This is not a mail that can be read.");
        var files = new List<TrayFileDraft>();
        Body(mail, files);
        foreach (var part in Attached(mail.Body, 0))
        {
            if (files.Count == MostFiles)
                return new Refusal("too-long", $"The mail has more than {MostFiles - 1} files. Save them, and bring those that matter.");
            using var plain = new MemoryStream();
            part.Content?.DecodeTo(plain, cancel);
            var bytes = plain.ToArray();
            if (bytes.Length > 0)
                files.Add(new TrayFileDraft(part.FileName is { Length: > 0 } name ? name.Split('/', '\\')[^1] : $"Attachment {files.Count}", ReferralDocument.TypeOf(bytes), bytes));
        }

        return (mail.Subject is { Length: > 0 } subject ? subject : "Mail without a subject", Sender(mail), files);
    }

    private static string Sender(MimeMessage mail) =>
        mail.From.Mailboxes.FirstOrDefault() is { } from ? string.IsNullOrWhiteSpace(from.Name) ? from.Address : $"{from.Name} <{from.Address}>" : "A sender who is not named";

    private static void Body(MimeMessage mail, List<TrayFileDraft> files)
    {
        var said = mail.TextBody ?? (mail.HtmlBody is { } html ? PlainOf(html) : null);
        var text = new StringBuilder().Append("From: ").Append(Sender(mail)).Append("\nDate: ").Append(mail.Date.ToString("yyyy-MM-dd HH:mm zzz", System.Globalization.CultureInfo.InvariantCulture)).Append("\nSubject: ").Append(mail.Subject)
            .Append("\n\n").Append(said?.ReplaceLineEndings("\n").Trim()).Append('\n');
        files.Add(new TrayFileDraft("Mail.txt", "text/plain", Encoding.UTF8.GetBytes(PlainText.Of(text.ToString()))));
    }

    private static IEnumerable<MimePart> Attached(MimeEntity? entity, int depth) => entity switch
    {
        _ when depth > MostDepth => [],
        Multipart parts => parts.SelectMany(part => Attached(part, depth + 1)),
        MessagePart { Message: { } forwarded } => Attached(forwarded.Body, depth + 1),
        TnefPart winmail => winmail.ExtractAttachments().OfType<MimePart>(),
        TextPart { IsAttachment: false } => [],
        MimePart part => [part],
        _ => [],
    };

    /// <summary>The words of a page of HTML; nothing of it is shown as a page.</summary>
    private static string PlainOf(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html));
        var silent = false;
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { Id: HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title } quiet:
                    silent = !quiet.IsEndTag && !quiet.IsEmptyElement;
                    break;
                case HtmlTagToken { Id: HtmlTagId.TD or HtmlTagId.TH, IsEndTag: true }:
                    text.Append("   ");
                    break;
                case HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 }:
                    text.Append('\n');
                    break;
                case HtmlDataToken data when !silent:
                    text.Append(data.Data.Replace('\n', ' '));
                    break;
            }
        }

        return text.ToString();
    }
}
