using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Domain.Referrals;

/// <summary>What happened, for the ledger and the referral's history.</summary>
public sealed record ReferralStep(string Kind, ReferralState From, ReferralState To, string? Text);

public sealed partial class Referral
{
    /// <summary>Carries out an action of <see cref="ReferralFlow"/>, or says why not. Nothing has changed when it is refused.</summary>
    public Outcome<ReferralStep> Apply(string action, ReferralInput input, PersonRef by, DateTimeOffset now)
    {
        if (input.ExpectedVersion != Version)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (ReferralFlow.Find(action) is not { } move)
            return new Refusal("unknown-action", $"There is no action {action}.");
        if (!move.From.Contains(State))
            return new Refusal("not-allowed-now", $"{move.Label} is not possible while the referral is in {ReferralStates.Of(State).Title}.");
        if (move.Guard?.Invoke(this) is { } why)
            return new Refusal("not-allowed-now", why);
        var reason = input.Reason?.Trim() is { Length: > 0 } text ? text : null;
        if (move.NeedsReason && reason is null)
            return new Refusal("reason-required", $"{move.Label}: say why.");
        if (move.NeedsDate && input.Date is null)
            return new Refusal("date-required", action == "hold" ? "Say when it resumes." : "Say when the visit is.");
        if (input.Date < OpenedAt)
            return new Refusal("invalid", "The date lies before the referral was made.");

        var from = State;
        Record(action, by, input.Date);
        if (ReferralFlow.Target(move, this) is { } to)
            Move(to, now);
        if (State == ReferralState.OnHold && action == "hold")
            DueAt = input.Date;
        Version++;
        return new ReferralStep(action, from, State, reason ?? input.Note);
    }

    private void Record(string action, PersonRef by, DateTimeOffset? date)
    {
        switch (action)
        {
            case "claim":
                (OwnerId, OwnerName) = (by.Id, by.Name);
                break;
            case "release":
                (OwnerId, OwnerName) = (null, null);
                break;
            case "priority-urgent" or "priority-soon" or "priority-routine":
                Priority = action["priority-".Length..];
                DueAt = ReferralStates.DueAt(State, Priority, EnteredStateAt);
                break;
            case "clear-authorization":
                AuthorizationGate = "unknown";
                break;
            case "clear-consent":
                ConsentGate = "unknown";
                break;
            case "withdraw-consent":
                ConsentGate = "withdrawn";
                break;
            case "approve-authorization":
                AuthorizationGate = "approved";
                break;
            case "waive-authorization":
                AuthorizationGate = "not-required";
                break;
            case "deny-authorization":
                AuthorizationGate = "denied";
                break;
            case "record-consent":
                ConsentGate = "active";
                break;
            case "complete-dossier":
                Dossier = 100;
                break;
            case "schedule":
                VisitAt = date;
                break;
        }
    }
}
