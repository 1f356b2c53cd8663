using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Admin.People;

/// <summary>One person: who it is, what the person may do, where the person is signed in.</summary>
public sealed partial class PersonPage
{
    private PersonView? person;
    private IReadOnlyList<SessionView> sessions = [];
    private Refusal? refusal;
    private string? open;
    private string? reason;
    private string? problem;
    private string? given;

    [Inject] public required PeopleUseCases UseCases { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Parameter] public string Id { get; set; } = "";

    protected override void OnInitialized() => Watch(change => change.Kind == "person" && change.Id == Id, _ => LoadAsync());

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (person, refusal) = (outcome.Value, outcome.Refusal);
        sessions = (await UseCases.SessionsAsync(Caller, Id, Gone)).Value ?? [];
    }

    private static string Origin(string origin) => origin switch
    {
        "csv" => "from a file",
        "scim" => "sent by the identity provider",
        "provider" => "at the first sign-in",
        "command-line" => "made on the command line",
        "sample" or "sample-colleague" => "with the sample hospital",
        _ => "added by an administrator",
    };

    private static string Passphrase(LocalAccountView? local) => local switch
    {
        null => "None yet: the person cannot sign in.",
        { MustChange: true } => $"A new start was given; it opens the door until {When.DayClock(local.GivenUntil ?? local.ChangedAt)}.",
        _ => $"Chosen {When.Day(local.ChangedAt)}; {(local.HasSecondFactor ? $"an authenticator app and {local.RecoveryCodesLeft} recovery codes" : "no authenticator app")}{Passkeys(local.Passkeys)}.",
    };

    private static string Passkeys(int count) => count switch { 0 => "", 1 => ", one passkey", _ => $", {count} passkeys" };

    /// <summary>Dangerous acts ask for a fresh proof before anything is typed.</summary>
    private void Open(string dialog)
    {
        if (IsConfirmed())
            (open, reason, problem) = (dialog, null, null);
    }

    private void Close() => (open, given) = (null, null);

    private void Show(PersonView saved)
    {
        person = saved;
        Toasts.Say($"{saved.Name} is saved.");
    }

    private async Task DisableAsync()
    {
        var outcome = await UseCases.DisableAsync(Caller, Id, reason ?? "", person!.Version, Gone);
        problem = outcome.Refusal?.Message;
        if (outcome.Value is not { } saved)
            return;
        (person, open) = (saved, null);
        Toasts.Say($"{saved.Name} is disabled.");
        await LoadAsync();
    }

    private async Task EnableAsync()
    {
        if (!IsConfirmed())
            return;
        var outcome = await UseCases.EnableAsync(Caller, Id, person!.Version, Gone);
        if (outcome.Refusal is { } why)
            Toasts.Refuse(why);
        else
            Show(outcome.Value!);
    }

    private async Task EndSessionsAsync()
    {
        var outcome = await UseCases.EndSessionsAsync(Caller, Id, null, Gone);
        if (outcome.Refusal is { } why)
            Toasts.Refuse(why);
        else
            Toasts.Say($"{outcome.Value} sessions of {person!.Name} ended.");
        await LoadAsync();
    }

    private async Task GiveAsync()
    {
        if (!IsConfirmed())
            return;
        var outcome = await UseCases.GivePassphraseAsync(Caller, Id, Gone);
        if (outcome.Refusal is { } why)
            Toasts.Refuse(why);
        (given, open) = (outcome.Value, outcome.Value is null ? null : "given");
        await LoadAsync();
    }
}
