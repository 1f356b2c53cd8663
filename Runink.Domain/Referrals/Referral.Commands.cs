using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Teams;

namespace Runink.Domain.Referrals;

/// <summary>What happened, for the ledger and the referral's history.</summary>
/// <param name="From">Null for the first one.</param>
/// <param name="Barrier">What keeps the patient from coming, where it was said.</param>
public sealed record ReferralStep(string Kind, ReferralState? From, ReferralState To, string? Text, DateTimeOffset? Date, string? Barrier = null);

public sealed partial class Referral
{
    /// <summary>How long somebody has it in hand after the last thing that this person did to it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>Carries out an action of <see cref="ReferralFlow"/>, or says why not. Nothing has changed when it is refused.</summary>
    public Outcome<ReferralStep> Apply(string action, ReferralInput input, PersonRef by, ReferralClocks clocks, DateTimeOffset now)
    {
        if (input.ExpectedVersion != Version)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (ReferralFlow.Find(action) is not { } move || (move.Group == ReferralFlow.Partner) != input.FromPartner)
            return new Refusal("unknown-action", $"There is no action {action}.");
        if (!move.From.Contains(State))
            return new Refusal("not-allowed-now", $"{move.Label} is not possible while the referral is in {ReferralStates.Of(State).Title}.");
        if (ReferralFlow.WhyNot(move, this, now) is { } why)
            return new Refusal("not-allowed-now", why);
        var reason = input.Reason?.Trim() is { Length: > 0 } text ? text : null;
        if (move.NeedsReason && reason is null)
            return new Refusal("reason-required", $"{move.Label}: say why.");
        if (move.NeedsDate && input.Date is null)
            return new Refusal("date-required", action switch { "hold" => "Say when it resumes.", "appeal-authorization" => "Say by when the payer has to answer.", "partner-proposes" => "Say which day and time you propose.", _ => "Say when the visit is." });
        if (input.Date < OpenedAt)
            return new Refusal("invalid", "The date lies before the referral was made.");
        var beyond = action is "schedule" or "move-visit" ? AuthorizationUse.Beyond(this, input.Date!.Value, isMoved: action == "move-visit") : null;
        if (beyond is not null && reason is null)
            return new Refusal("reason-required", $"{beyond} Have more authorized, or say why it is booked all the same.");
        if (action == "choose-recipient" && input.Recipient is null)
            return new Refusal("invalid", "Say which entry of the directory it goes to.");
        if (input.Barrier is { } barrier && !Scheduling.Barriers.IsKnown(barrier))
            return new Refusal("invalid", $"The barrier is one of {string.Join(", ", Scheduling.Barriers.All)}.");
        if (move.NeedsPerson && input.To is null)
            return new Refusal("invalid", "Say which colleague it goes to.");
        if (action == "work" && reason is null && WorkerAt(now) is { } other && other.Id != by.Id)
            return new Refusal("reason-required", $"{other.Name} is working on this. Say why you take it over.");

        var from = State;
        Record(action, by, input, clocks, now);
        Barrier = input.Barrier ?? Barrier;
        OpenExceptions = ReferralExceptionCodes.After(action, OpenExceptions) | (beyond is null ? 0 : ReferralExceptions.AuthExpiring);
        if (action == "hold")
            Hold(input.Date!.Value, now);
        else if (action == "resume")
            Resume(clocks, now);
        else if (move.To is { } to)
            Enter(to, clocks, now);
        if (WorkerAt(now)?.Id == by.Id)
            WorkUntil = now + Lease;
        ChangedAt = now;
        Version++;
        return new ReferralStep(action, from, State, reason ?? input.Note ?? input.To?.Name, input.Date ?? (action == "seen" ? VisitAt : null), input.Barrier);
    }

    /// <summary>As many units as were used, counted anew.</summary>
    /// <returns>Whether it is another number.</returns>
    public bool Use(int units)
    {
        if (UnitsUsed == units)
            return false;
        UnitsUsed = units;
        return true;
    }

    /// <summary>Somebody was told, or there is nothing to be told of any more.</summary>
    public void Warned(string? key) => AuthorizationWarned = key;

    private void Grant(AuthorizedScope? scope, DateTimeOffset? until) =>
        (AuthorizationNumber, AuthorizedUnits, AuthorizedFrom, AuthorizedUntil, UnitsUsed, AuthorizationWarned) = (scope?.Number, scope?.Units, scope?.From, until, 0, null);

    private void Record(string action, PersonRef by, ReferralInput input, ReferralClocks clocks, DateTimeOffset now)
    {
        var date = input.Date;
        switch (action)
        {
            case "claim":
                (OwnerId, OwnerName) = (by.Id, by.Name);
                break;
            case "assign":
                (OwnerId, OwnerName) = (input.To!.Id, input.To.Name);
                break;
            case "work":
                (WorkerId, WorkerName, WorkUntil) = (by.Id, by.Name, now + Lease);
                break;
            case "stop-work":
                (WorkerId, WorkerName, WorkUntil) = (null, null, null);
                break;
            case "release":
                (OwnerId, OwnerName) = (null, null);
                break;
            case "priority-urgent" or "priority-soon" or "priority-routine":
                Priority = action["priority-".Length..];
                SetDue(clocks);
                break;
            case "clear-authorization":
                (AuthorizationGate, AuthorizationSubmittedAt, AuthorizationDecidedAt) = ("unknown", null, null);
                Grant(null, null);
                break;
            case "require-authorization":
                AuthorizationGate = "required";
                break;
            case "submit-authorization":
                (AuthorizationGate, AuthorizationSubmittedAt, AuthorizationDecidedAt) = ("submitted", now, null);
                SetDue(clocks);
                break;
            case "pend-authorization":
                AuthorizationGate = "pended";
                break;
            case "modify-authorization":
                (AuthorizationGate, AuthorizationDecidedAt) = ("modified", now);
                Grant(input.Authorized, date);
                break;
            case "appeal-authorization":
                (AuthorizationGate, AuthorizationDecidedAt, AppealDueAt) = ("appealed", null, date);
                SetDue(clocks);
                break;
            case "clear-consent":
                ConsentGate = "unknown";
                break;
            case "withdraw-consent":
                ConsentGate = "withdrawn";
                break;
            case "approve-authorization":
                // Whoever accepts what a payer granted instead need not write it down again.
                var offered = AuthorizationGate == "modified" && input.Authorized is null ? new AuthorizedScope(AuthorizationNumber, AuthorizedUnits, AuthorizedFrom) : null;
                var until = date ?? (offered is null ? null : AuthorizedUntil);
                (AuthorizationGate, AuthorizationDecidedAt) = ("approved", now);
                Grant(input.Authorized ?? offered, until);
                break;
            case "waive-authorization":
                AuthorizationGate = "not-required";
                Grant(null, null);
                break;
            case "deny-authorization":
                (AuthorizationGate, AuthorizationDecidedAt) = ("denied", now);
                Grant(null, null);
                break;
            case "attempt-telephone" or "attempt-message" or "attempt-letter":
                Attempts++;
                AttemptedBy |= action switch { "attempt-telephone" => ContactChannels.Telephone, "attempt-message" => ContactChannels.Message, _ => ContactChannels.Letter };
                FirstAttemptAt ??= now;
                break;
            case "ready" or "no-show" or "cancel-visit" or "another-visit":
                (Attempts, AttemptedBy, FirstAttemptAt, VisitAt) = (0, ContactChannels.None, null, null);
                break;
            case "record-consent":
                ConsentGate = "active";
                break;
            case "complete-dossier":
                (Dossier, DossierConfirmed) = (100, true);
                break;
            case "choose-recipient":
                (RecipientId, RecipientName) = (input.Recipient!.Id, input.Recipient.Name);
                break;
            case "decline":
                (Declines, RecipientId, RecipientName) = (Declines + 1, null, null);
                break;
            case "request-information":
                DossierConfirmed = false;
                break;
            case "schedule" or "move-visit":
                VisitAt = date;
                break;
            case "reopen":
                (OpenExceptions, Overridden, VisitAt) = (ReferralExceptions.None, ReferralExceptions.None, null);
                break;
            case var other when ReferralExceptionCodes.All.FirstOrDefault(info => info.OverrideAction == other) is { } passed:
                Overridden |= passed.Flag;
                break;
        }
    }
}
