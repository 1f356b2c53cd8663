namespace Runink.Domain.Referrals.Tray;

/// <summary>One file of an item, as it came: a PDF, a picture, the text of a mail.</summary>
public sealed class TrayFile
{
    /// <summary>Between pages, in <see cref="Text"/>.</summary>
    public const char PageBreak = '\f';

    /// <summary>How often a file is tried to be read. What ended the program twice is read by eye.</summary>
    public const int MostTries = 2;

    public required string ItemId { get; init; }

    public required int Ordinal { get; init; }

    public required string Name { get; init; }

    /// <summary>What its first bytes say it is; null when it is nothing that is kept with referrals.</summary>
    public string? ContentType { get; init; }

    public required int Bytes { get; init; }

    public required string Sha256 { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>Pages of text; null while it was not read, and where there is none.</summary>
    public string? Text { get; private set; }

    public int Pages { get; private set; }

    /// <summary>Why there is no text, or not all of it, in words.</summary>
    public string? Fault { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public int Tries { get; private set; }

    public void Trying() => Tries++;

    public void Read(TrayText text, DateTimeOffset now) => (Text, Pages, Fault, ReadAt) = (text.Pages.Count == 0 ? null : string.Join(PageBreak, text.Pages), text.PageCount, text.Fault, now);

    public IReadOnlyList<TrayPage> PagesOfText() => Text is null ? [] : [.. Text.Split(PageBreak).Select((text, at) => new TrayPage(Ordinal, at + 1, text))];
}

/// <param name="Pages">Their text, in order; empty when there is none.</param>
/// <param name="PageCount">How many it has, read or not.</param>
/// <param name="Fault">Why there is no text, or not all of it.</param>
public sealed record TrayText(IReadOnlyList<string> Pages, int PageCount, string? Fault)
{
    public static TrayText None(string fault, int pages = 0) => new([], pages, fault);
}

/// <param name="File">Which file of the item.</param>
/// <param name="Number">From 1.</param>
public sealed record TrayPage(int File, int Number, string Text);
