using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>Says what was done to whom, and offers the way back where there is one of a single click.</summary>
internal static class ReferralAnswer
{
    /// <param name="after">The card as it is now.</param>
    /// <param name="reload">Brings the page up to date once the action was taken back.</param>
    public static void SayDone(this Toasts toasts, ReferralUseCases useCases, Caller caller, ReferralAction action, ReferralCard after, Func<Task> reload)
    {
        toasts.Say($"{after.Patient.Name}, {after.Service}: {char.ToLowerInvariant(action.Label[0])}{action.Label[1..]}. Next: {after.NextAction}.", "Undo", action.Undo is { } back ? UndoAsync : null);

        async Task UndoAsync()
        {
            if ((await useCases.ActAsync(caller, after.Id, back, new ReferralInput(after.Version), CancellationToken.None)).Refusal is { } refused)
                toasts.Refuse(refused);
            await reload();
        }
    }
}
