using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>A request as it went out.</summary>
public sealed record AuthorizationFile(string Name, string ContentType, byte[] Content);

/// <summary>Asks payers, shows what they answered, and takes what they said to a person.</summary>
public sealed class AuthorizationUseCases(CompanionStore store, StoreWriter writer, AuthorizationPlans plans, AuthorizationCommandHandler requests, ServicesReviewAnswers answers, PhiAccessLog reads, TimeProvider time)
{
    private const int LongestInterchange = 10 * 1024 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<Outcome<AuthorizationView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await DossierUseCases.ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        var referral = await db.Referrals.AsNoTracking().FirstAsync(row => row.Id == id, cancel);
        var rows = await db.AuthorizationRequests.AsNoTracking().Where(row => row.ReferralId == id).OrderByDescending(row => row.Id).ToListAsync(cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        var payer = plans.Payers.Find(referral.Payer);
        var mayNot = caller.Lacks(Permission.ActOnReferrals) ?? ReferralUseCases.MayAct(db, caller, id);
        var whyNot = mayNot ?? AuthorizationCommandHandler.WhyNot(referral, rows.Find(row => row.IsOpen), now);
        return new AuthorizationView(
            referral.AuthorizationGate, referral.Payer, payer?.Channel ?? PayerChannel.Hand, whyNot?.Message, (mayNot ?? (referral.State == ReferralState.Authorization ? null : new Refusal("not-allowed-now", "No answer is waited for.")))?.Message,
            referral.AuthorizationSubmittedAt, referral.State == ReferralState.Authorization ? referral.DueAt : null, referral.AuthorizationGate is "denied" or "modified" or "appealed" ? referral.AppealDueAt : null,
            referral.AuthorizationGate is "approved" or "modified" ? new AuthorizationLeftView(referral.AuthorizationNumber, referral.AuthorizedUnits, referral.UnitsUsed, referral.UnitsLeft, referral.AuthorizedFrom, referral.AuthorizedUntil, AuthorizationUse.Decide(referral, now)?.Words) : null,
            [.. rows.Select(AuthorizationRequestView.Of)], referral.Version);
    }

    /// <param name="ask">Null for what is usually asked.</param>
    public async Task<Outcome<AuthorizationPreview>> PreviewAsync(Caller caller, string id, AuthorizationAsk? ask, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await DossierUseCases.ClosedAsync(db, caller, id, cancel) is { } closed)
            return closed;
        var referral = await db.Referrals.AsNoTracking().FirstAsync(row => row.Id == id, cancel);
        await reads.NoteAsync(caller, "referral_read", new Subject("referral", id), cancel, referral.PatientId);
        var planned = plans.Of(db, referral, ask, time.GetUtcNow());
        if (planned.Value is not { } plan)
            return planned.Refusal!;
        var content = plan.Write("GIVEN-WHEN-IT-IS-SENT", 0);
        return new AuthorizationPreview(
            plan.Payer.Name, plan.Payer.Channel, plan.Ask, plan.Ask.Fault(), string.Join(' ', new[] { plan.Party.Given, plan.Party.Family }.OfType<string>()), plan.Party.BirthDate, plan.Party.MemberId, $"{plan.Party.Requester}, NPI {plan.Party.Npi}", plan.IsUrgent,
            [.. plan.Entries.Where(entry => entry.Withheld is null)], [.. plan.Entries.Where(entry => entry.Withheld is not null)], plan.Payer.Channel == PayerChannel.Pas ? Shown(content) : content) { Known = plan.Known };
    }

    public async Task<Outcome<AuthorizationView>> SubmitAsync(Caller caller, string id, AuthorizationAsk ask, int version, CancellationToken cancel) =>
        await WriteAsync(caller, id, scope => requests.Submit(scope, id, ask, version, caller.Actor), cancel);

    public async Task<Outcome<AuthorizationView>> AgainAsync(Caller caller, string id, string request, CancellationToken cancel) =>
        await WriteAsync(caller, id, scope => AuthorizationCommandHandler.Again(scope, id, request, caller.Actor), cancel);

    public async Task<Outcome<AuthorizationView>> HandOverAsync(Caller caller, string id, string request, CancellationToken cancel) =>
        await WriteAsync(caller, id, scope => requests.HandOver(scope, id, request, caller.Actor), cancel);

    public async Task<Outcome<AuthorizationView>> WithdrawAsync(Caller caller, string id, string request, string? reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var said = WrittenText.Note(reason, "The reason");
        return said.Refusal is { } unwritable ? unwritable
            : said.Value is not { Length: > 0 } why ? new Refusal("reason-required", "Say why it is taken back.")
            : await WriteAsync(caller, id, scope => AuthorizationCommandHandler.Withdraw(scope, id, request, why, caller.Actor), cancel);
    }

    /// <summary>What a payer said to a person; how and by whom stands beside it.</summary>
    public async Task<Outcome<AuthorizationView>> HearAsync(Caller caller, string id, PayerWord word, int version, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        var (from, number) = (WrittenText.Name(word.From, "Who said so"), WrittenText.Name(word.Answer.Number, "The number"));
        if ((from.Refusal ?? number.Refusal) is { } unwritable)
            return unwritable;
        if (!AnnouncementCommandHandler.Ways.ContainsKey(word.How))
            return new Refusal("invalid", $"It was heard by one of {string.Join(", ", AnnouncementCommandHandler.Ways.Keys)}.");
        if (from.Value is not { Length: > 0 } who)
            return new Refusal("invalid", "Say who said so: a name, or a role.");
        if (word.Answer.Decision == PayerDecision.Approved && string.IsNullOrWhiteSpace(number.Value))
            return new Refusal("invalid", "An approval has a number: without it nothing can be billed.");
        if (word.Answer.Decision is PayerDecision.Denied or PayerDecision.Modified or PayerDecision.Pended && word.Answer.Reasons.All(reason => string.IsNullOrWhiteSpace(reason.Text)))
            return new Refusal("reason-required", "Write down the reason that the payer gave: it has to give one.");
        if (word.Answer.Units is < 1 or > AuthorizationAsk.MostUnits)
            return new Refusal("invalid", $"The number of visits is from 1 to {AuthorizationAsk.MostUnits}.");
        if (word.Answer.Until < word.Answer.From)
            return new Refusal("invalid", "The last day lies before the first.");
        var answer = word.Answer with { Number = number.Value is { Length: > 0 } given ? given : null };
        return await WriteAsync(caller, id, scope => requests.HearByHand(scope, id, word with { From = who, Answer = answer }, version, caller.Actor), cancel);
    }

    public async Task<Outcome<AuthorizationFile>> FileAsync(Caller caller, string id, string request, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await DossierUseCases.ClosedAsync(db, caller, id, cancel) is { } refusal)
            return refusal;
        if (await db.AuthorizationRequests.AsNoTracking().FirstOrDefaultAsync(row => row.Id == request && row.ReferralId == id, cancel) is not { Content: { } content } row)
            return new Refusal("not-found", "There is no such request.");
        await reads.NoteAsync(caller, "authorization_taken", new Subject("referral", id), cancel, await db.Referrals.Where(one => one.Id == id).Select(one => one.PatientId).FirstAsync(cancel));
        return row.Channel == PayerChannel.X12 ? new AuthorizationFile(row.FileName, "text/plain", Encoding.ASCII.GetBytes(content)) : new AuthorizationFile($"authorization-{row.Id}.json", "application/fhir+json", Encoding.UTF8.GetBytes(content));
    }

    /// <summary>A file with 278 responses that a person got from a payer: whoever may act everywhere, since it can be about anybody.</summary>
    public async Task<Outcome<IReadOnlyList<ServicesReviewResult>>> TakeAsync(Caller caller, string? text, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        if (caller.UnitsFor(Permission.ActOnReferrals) is not null)
            return new Refusal("forbidden", "A file can be about patients of all units: somebody who works on referrals everywhere takes it.");
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestInterchange)
            return new Refusal("invalid", "Send the text of the file, of at most 10 MB.");
        return await writer.WriteAsync(scope => answers.Take(scope, text, "uploaded", caller.Actor), cancel);
    }

    private async Task<Outcome<AuthorizationView>> WriteAsync(Caller caller, string id, Func<WriteScope, Outcome<string>> act, CancellationToken cancel)
    {
        if ((caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients)) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(scope => ReferralUseCases.MayAct(scope.Db, caller, id) ?? act(scope), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Files are shown by their names, not by their letters.</summary>
    private static string Shown(string bundle)
    {
        var text = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(bundle), Indented);
        return string.Join('\n', text.Split('\n').Select(line => line.Length > 400 ? $"{line[..80]}… ({line.Length} characters)" : line));
    }
}
