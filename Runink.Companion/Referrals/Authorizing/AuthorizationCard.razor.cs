using Microsoft.AspNetCore.Components;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Authorizing;

/// <summary>Question and answer of a payer on the page of a referral.</summary>
public sealed partial class AuthorizationCard
{
    private AuthorizationView? view;
    private bool open;
    private bool asking;
    private bool hearing;
    private string? taking;

    [Parameter, EditorRequired] public required string Id { get; set; }

    private bool MayAct => Caller.May(Permission.ActOnReferrals);

    protected override void OnInitialized() => Watch(change => change.Kind == "referral" && change.Id == Id, _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync() => view = (await UseCases.FindAsync(Caller, Id, Gone)).Value;

    private static bool IsOpen(AuthorizationRequestView request) => request.State is AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending or AuthorizationRequestState.Pended;

    /// <summary>Certified in total, without more words, is what was asked.</summary>
    private static string Granted(AuthorizationRequestView request, string said, bool isSilent) => isSilent && request.Decision == PayerDecision.Approved ? "as asked" : said;

    private Task HandOverAsync(AuthorizationRequestView request) => DoAsync(UseCases.HandOverAsync(Caller, Id, request.Id, Gone), "The payer has the file.");

    private Task AgainAsync(AuthorizationRequestView request) => DoAsync(UseCases.AgainAsync(Caller, Id, request.Id, Gone), "The payer is asked first whether it has the request.");

    private Task AcceptAsync() => DoAsync(Referrals.ActAsync(Caller, Id, "approve-authorization", new ReferralInput(view!.Version), Gone), "What the payer granted holds.");

    private async Task DoAsync<T>(Task<Outcome<T>> act, string done)
    {
        var outcome = await act;
        if (outcome.Refusal is { } refusal)
            Toasts.Refuse(refusal);
        else
            Toasts.Say(done);
        await LoadAsync();
    }

    private Task SentAsync()
    {
        asking = false;
        Toasts.Say("The request is on its way. What becomes of it shows here.");
        return LoadAsync();
    }

    private Task HeardAsync()
    {
        hearing = false;
        Toasts.Say("The payer's answer is written down.");
        return LoadAsync();
    }

    private Task TakenAsync()
    {
        taking = null;
        Toasts.Say("The request is taken back.");
        return LoadAsync();
    }
}
