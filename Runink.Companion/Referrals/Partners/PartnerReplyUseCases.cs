using System.Globalization;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Files;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Partners;

/// <param name="Result">taken, known or refused.</param>
public sealed record RepliedRow(int Line, string Referral, string Answer, string Result, string? Reason);

/// <param name="Written">False for a dry run.</param>
public sealed record ReplyImport(bool Written, IReadOnlyList<RepliedRow> Rows)
{
    public int Taken => Rows.Count(row => row.Result == "taken");

    public int Refused => Rows.Count(row => row.Result == "refused");
}

/// <summary>Files with which recipients answer. Each row is an answer to one referral by our number, by the rules of the page of a link; a row that is refused stops no other.</summary>
public sealed class PartnerReplyUseCases(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, SiteOptions site, TimeProvider time)
{
    public const int MostRows = 1000;
    public const int MostCharacters = 1_000_000;

    public static readonly string[] Columns = ["referral", "answer", "reason", "date"];

    public async Task<Outcome<ReplyImport>> TakeAsync(Caller caller, string csv, bool dryRun, CancellationToken cancel)
    {
        if (!caller.May(Permission.AnswerReferrals) && caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        if (csv.Length > MostCharacters)
            return new Refusal("too-long", $"A file has at most {MostRows:N0} rows.");
        var read = CsvTable.Read(csv, ["referral", "answer"], Columns, MostRows);
        if (read.Value is not { } rows)
            return read.Refusal!;
        var parties = Parties(caller);
        if (parties is { Count: 0 })
            return new Refusal("not-allowed-now", $"The directory has no entry that is called {caller.Name}, as this key is.");
        var file = Detail.HashOf(csv);
        var done = new List<RepliedRow>(rows.Count);
        foreach (var row in rows)
        {
            var reply = Reply(row);
            var taken = reply.Value is not { } said ? reply.Refusal! : dryRun ? Try(caller, said, parties) : await writer.WriteAsync(
                scope => Closed(scope.Db, caller, said.ReferralId) ?? PartnerReplyCommandHandler.Take(scope, referrals, said, parties, caller.Actor, $"file {file} line {row.Line}"), cancel);
            done.Add(new RepliedRow(row.Line, row["referral"] ?? "", row["answer"] ?? "", taken.Refusal is not null ? "refused" : taken.Value ? "known" : "taken", taken.Refusal?.Message));
        }

        return new ReplyImport(!dryRun, done);
    }

    /// <summary>Null: whoever the referral is with. A key of a recipient answers for the entries of its name only.</summary>
    private List<string>? Parties(Caller caller)
    {
        if (caller.May(Permission.ActOnReferrals))
            return null;
        using var db = store.Read();
        return [.. db.HealthcareServices.Select(row => new { row.Id, row.Name }).AsEnumerable().Where(row => string.Equals(row.Name, caller.Name, StringComparison.OrdinalIgnoreCase)).Select(row => row.Id)];
    }

    private Outcome<bool> Try(Caller caller, PartnerReply said, List<string>? parties)
    {
        using var db = store.Read();
        return Closed(db, caller, said.ReferralId) ?? PartnerReplyCommandHandler.Try(db, referrals, said, parties, time.GetUtcNow());
    }

    /// <summary>People answer for a recipient where they may act themselves; a recipient's key where the referral is with it.</summary>
    private static Refusal? Closed(CompanionDb db, Caller caller, string referral) => caller.May(Permission.ActOnReferrals) ? ReferralUseCases.MayAct(db, caller, referral) : null;

    private Outcome<PartnerReply> Reply(CsvRow row)
    {
        if (row["referral"] is not { Length: <= 40 } referral)
            return new Refusal("invalid", "Say which referral, by its number here.");
        if (row["answer"]?.ToLowerInvariant() is not ("accept" or "decline" or "ask" or "propose" or "accepted" or "declined" or "question" or "proposed") and not null || row["answer"] is not { } answer)
            return new Refusal("invalid", "answer is accept, decline, ask or propose.");
        var kind = answer.ToLowerInvariant() switch { "accepted" => "accept", "declined" => "decline", "question" => "ask", "proposed" => "propose", var word => word };
        var text = WrittenText.Note(row["reason"], "The reason");
        if (text.Refusal is { } unwritable)
            return unwritable;
        DateTimeOffset? date = null;
        if (row["date"] is { } written && (date = Time(written)) is null)
            return new Refusal("invalid", "date is a time like 2026-12-24 09:00 at the site, or with an offset like 2026-12-24T09:00:00+01:00.");
        return new PartnerReply(referral, new PartnerAnswer(kind, text.Value, date));
    }

    /// <summary>Without an offset it is the site's clock; an hour that the clock leaves out is none.</summary>
    private DateTimeOffset? Time(string text)
    {
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return site.Zone.IsInvalidTime(local) ? null : new DateTimeOffset(local, site.Zone.GetUtcOffset(local)).ToUniversalTime();
        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null;
    }
}
