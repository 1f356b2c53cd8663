using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Tray;

/// <summary>Where pages and the API bring something into the tray, and decide what becomes of it.</summary>
public sealed class TrayActUseCases(TrayUseCases tray, TrayCommandHandler commands, StoreWriter writer)
{
    /// <summary>Scanners and fax gateways may bring, though they read nothing.</summary>
    public async Task<Outcome<string>> AddAsync(Caller caller, string name, byte[] content, string? from, CancellationToken cancel)
    {
        if (!caller.May(Permission.SendMessages) && TrayScope.Closed(caller) is { } refusal)
            return refusal;
        var said = WrittenText.Name(from, "Who sent it");
        if (said.Refusal is { } unwritable)
            return unwritable;
        var arrival = TrayUpload.Open(name, content, caller.Kind == "key" ? "key" : "upload", said.Value is { Length: > 0 } sender ? sender : caller.Name, caller.Id, cancel);
        return arrival.Refusal is { } unread ? unread : await writer.WriteAsync(scope => TrayCommandHandler.Receive(scope, arrival.Value!, caller.Actor), cancel);
    }

    public Task<Outcome<TrayView>> WorkAsync(Caller caller, string id, int version, bool takeOver, CancellationToken cancel) =>
        ActAsync(caller, id, scope => TrayCommandHandler.Work(scope, id, version, takeOver, caller.Actor), cancel);

    public Task<Outcome<TrayView>> StopWorkAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, id, scope => TrayCommandHandler.StopWork(scope, id, caller.Actor), cancel);

    public async Task<Outcome<TrayView>> CreateAsync(Caller caller, string id, int version, TrayDraft draft, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is { } refusal)
            return refusal;
        var reason = WrittenText.Note(draft.Reason, "The reason");
        var whole = WrittenText.Note(draft.WholeReason, "The reason with what stands below it");
        if ((reason.Refusal ?? whole.Refusal) is { } unwritable)
            return unwritable;
        if (string.IsNullOrWhiteSpace(reason.Value))
            return new Refusal("reason-required", "Say why: whoever receives it decides by that.");
        var found = await tray.FindAsync(caller, id, cancel);
        if (found.Value is not { } view)
            return found.Refusal!;
        if (view.Patient is { } named && named.Id != draft.PatientId)
            return new Refusal("invalid", $"The message names {named.Name}. For somebody else make the referral by hand, and set this aside.");
        var agreed = Agreed(view, draft);
        return await ActAsync(
            caller, id,
            scope => scope.Db.Patients.SeenBy(scope.Db, caller with { Opened = [] }, Permission.ActOnReferrals).Any(row => row.Id == draft.PatientId && row.MergedInto == null)
                ? commands.Create(scope, id, version, new ReferralDraft(draft.PatientId, draft.Service, draft.Priority, whole.Value!, draft.Consent), agreed, caller.Actor)
                : new Refusal("not-found", "There is no such patient."), cancel);
    }

    public Task<Outcome<TrayView>> AttachAsync(Caller caller, string id, int version, string referral, bool isReport, CancellationToken cancel) =>
        ActAsync(caller, id, scope => ReferralUseCases.MayAct(scope.Db, caller, referral) ?? commands.Attach(scope, id, version, referral, isReport, caller.Actor), cancel);

    public async Task<Outcome<TrayView>> SetAsideAsync(Caller caller, string id, int version, string? reason, CancellationToken cancel)
    {
        var said = WrittenText.Note(reason, "The reason");
        return said.Refusal is { } unwritable ? unwritable : await ActAsync(caller, id, scope => TrayCommandHandler.SetAside(scope, id, version, said.Value, caller.Actor), cancel);
    }

    public Task<Outcome<TrayView>> PutBackAsync(Caller caller, string id, int version, CancellationToken cancel) => ActAsync(caller, id, scope => TrayCommandHandler.PutBack(scope, id, version, caller.Actor), cancel);

    private async Task<Outcome<TrayView>> ActAsync(Caller caller, string id, Func<WriteScope, Outcome<string>> act, CancellationToken cancel)
    {
        if (TrayScope.Closed(caller) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(scope => scope.Db.TrayItems.SeenBy(scope.Db, caller).Any(item => item.Id == id) ? act(scope) : new Refusal("not-found", "There is no such item in the tray."), cancel);
        return done.Refusal is { } refused ? refused : await tray.FindAsync(caller, id, cancel);
    }

    /// <summary>What was taken as it was read, and what was not, said by comparing: nobody has to tick that they agree.</summary>
    private static TrayAgreedFields Agreed(TrayView view, TrayDraft draft)
    {
        var chosen = view.Candidates.FirstOrDefault(candidate => candidate.Patient.Id == draft.PatientId);
        var (agreed, corrected) = (new List<TrayField>(), new List<TrayField>());
        foreach (var one in view.Suggestions.Where(one => one.Value.Length > 0))
        {
            bool? same = one.Field switch
            {
                TrayField.PatientName or TrayField.BirthDate or TrayField.Mrn => chosen?.Comparisons[(int)one.Field].Agreement switch { null => null, TrayAgreement.NotSaid => null, TrayAgreement.Agrees => true, _ => false },
                TrayField.Service => Same(one.Value, draft.Service),
                TrayField.Priority => Same(one.Value, draft.Priority),
                TrayField.Reason => Same(one.Value, draft.Reason),
                TrayField.Referrer => Same(one.Value, draft.Referrer),
                TrayField.Payer => Same(one.Value, draft.Payer),
                _ => Same(one.Value, draft.Diagnoses),
            };
            if (same is { } known)
                (known ? agreed : corrected).Add(one.Field);
        }

        return new TrayAgreedFields(agreed, corrected);
    }

    private static bool Same(string suggested, string? written) => string.Equals(suggested.Trim(), written?.Trim(), StringComparison.OrdinalIgnoreCase);
}
