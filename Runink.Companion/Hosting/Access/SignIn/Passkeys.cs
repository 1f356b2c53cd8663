using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <param name="Options">What the browser is asked, JSON.</param>
/// <param name="State">To be held against what it answers; never shown.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>
/// Passkeys of local accounts (WebAuthn), verified by ASP.NET Core Identity. The device itself asks for a finger, a face or a PIN, so that one is
/// both factors; a device that did not is refused.
/// </summary>
public sealed class Passkeys(CompanionStore store, StoreWriter writer, SignInKind kind, SiteOptions site, AttemptLimits limits, CallerAccess access)
{
    private const int LongestAnswer = 16_384;

    private static readonly Refusal Off = new("not-allowed-now", "Passkeys are for local accounts, and the app must be reached by a name over https.");
    private static readonly Refusal No = new("refused", "That passkey opens nothing here.");

    private readonly string? domain = DomainOf(site.BaseUrl);

    /// <summary>False where somebody else checks who people are, and where browsers would not have it: under a bare number, or without TLS.</summary>
    public bool IsOn => kind == SignInKind.LocalAccounts && domain is not null;

    public async Task<IReadOnlyList<Passkey>> OfAsync(string person, CancellationToken cancel)
    {
        await using var db = store.Read();
        return IsOn ? await db.Passkeys.Where(passkey => passkey.PersonId == person).OrderBy(passkey => passkey.Id).ToListAsync(cancel) : [];
    }

    /// <summary>What a new passkey of the caller is to be made of.</summary>
    /// <param name="page">Where the page is that asks.</param>
    public async Task<Outcome<PasskeyQuestion>> OfferAsync(Caller caller, Uri page, CancellationToken cancel)
    {
        if (await MayAsync(caller, cancel) is var may && may.Value is not { } person)
            return may.Refusal!;
        var made = await Handler().MakeCreationOptionsAsync(new PasskeyUserEntity { Id = person.Id, Name = person.Login, DisplayName = person.Name }, RequestOf(page));
        return new PasskeyQuestion(made.CreationOptionsJson, made.AttestationState!);
    }

    public async Task<Outcome<Passkey>> AddAsync(Caller caller, string name, PasskeyQuestion question, string answer, Uri page, CancellationToken cancel)
    {
        if (await MayAsync(caller, cancel) is { Refusal: { } refusal })
            return refusal;
        if (answer.Length > LongestAnswer)
            return No;
        var shown = await Handler().PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = RequestOf(page), CredentialJson = answer, AttestationState = question.State });
        if (!shown.Succeeded || shown.UserEntity.Id != caller.Id)
            return new Refusal("invalid", "The device did not answer as asked. It must ask for a finger, a face or a PIN itself.");
        var made = shown.Passkey;
        var draft = new PasskeyDraft(
            name, Base64Url.EncodeToString(made.CredentialId), Base64Url.EncodeToString(made.PublicKey), made.SignCount, made.IsBackupEligible, made.IsBackedUp,
            string.Join(' ', (made.Transports ?? []).Where(way => way is { Length: > 0 and <= 20 } && way.All(letter => char.IsAsciiLetterLower(letter) || letter == '-')).Take(6)));
        return await writer.WriteAsync(scope => PasskeyCommandHandler.Add(scope, caller.Id, draft, caller.Actor), cancel);
    }

    public async Task<Outcome<Passkey>> RemoveAsync(Caller caller, string id, CancellationToken cancel) =>
        (await MayAsync(caller, cancel)).Refusal is { } refusal ? refusal : await writer.WriteAsync(scope => PasskeyCommandHandler.Remove(scope, caller.Id, id, caller.Actor), cancel);

    /// <summary>Asks whoever is there; or one person, who confirms.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext http, Person? person)
    {
        var asked = await Handler().MakeRequestOptionsAsync(person, http);
        return new PasskeyQuestion(asked.RequestOptionsJson, asked.AssertionState!);
    }

    /// <summary>Whose passkey answered. Says the same whatever was wrong with it; the ledger says what.</summary>
    /// <param name="state">Null when the question was too long ago, or was answered already.</param>
    public async Task<Outcome<Person>> AcceptAsync(HttpContext http, string? state, string answer, CancellationToken cancel)
    {
        var passkey = await FindAsync(answer, cancel);
        if (passkey is null || state is null)
            return await RefuseAsync(http, passkey, passkey is null ? "passkey-unknown" : "passkey-late", cancel);
        var shown = await Handler().PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = answer, AssertionState = state });
        if (!shown.Succeeded || shown.User.Id != passkey.PersonId)
            return await RefuseAsync(http, passkey, "passkey", cancel);
        if (!shown.User.IsActive)
            return await RefuseAsync(http, passkey, "disabled", cancel);
        var used = await writer.WriteAsync(scope => PasskeyCommandHandler.Use(scope, passkey.Id, shown.Passkey.SignCount, shown.Passkey.IsBackedUp), cancel);
        return used.Refusal is { } refusal
            ? await RefuseAsync(http, passkey, refusal.Code == PasskeyCommandHandler.CountWentBack ? refusal.Code : "passkey-unknown", cancel)
            : shown.User;
    }

    private async Task<Outcome<Person>> RefuseAsync(HttpContext http, Passkey? passkey, string why, CancellationToken cancel)
    {
        var address = SignInEndpoints.AddressOf(http);
        limits.FailedFrom(address);
        await writer.WriteAsync(scope =>
        {
            scope.Record("sign_in_refused", passkey is null ? new Subject("address", address) : new Subject("person", passkey.PersonId), Actor.System, Detail.Of(("reason", why), ("passkey", passkey?.Id), ("address", address)));
            return true;
        }, cancel);
        return No;
    }

    /// <summary>The passkey that the answer names; whether it also signed is looked at later.</summary>
    private async Task<Passkey?> FindAsync(string answer, CancellationToken cancel)
    {
        if (answer.Length > LongestAnswer || IdOf(answer) is not { } id)
            return null;
        var hash = PasskeyStore.HashOf(id);
        await using var db = store.Read();
        return await db.Passkeys.FirstOrDefaultAsync(row => row.CredentialHash == hash, cancel);
    }

    private static byte[]? IdOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && Base64Url.IsValid(id.GetString())
                ? Base64Url.DecodeFromChars(id.GetString()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The person, where the caller may change what opens the door.</summary>
    private async Task<Outcome<Person>> MayAsync(Caller caller, CancellationToken cancel)
    {
        if (!IsOn)
            return Off;
        if (caller.Kind != "person")
            return new Refusal("forbidden", "Only people have passkeys.");
        if (access.Unconfirmed(caller) is { } unconfirmed)
            return unconfirmed;
        await using var db = store.Read();
        return await db.People.FirstOrDefaultAsync(row => row.Id == caller.Id && row.DisabledAt == null, cancel) is { } person ? person : new Refusal("not-found", "There is no such person.");
    }

    private PasskeyHandler<Person> Handler() => new(PasskeyStore.Manager(store), Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = domain,
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        ValidateOrigin = shown => ValueTask.FromResult(!shown.CrossOrigin && IsOurs(shown.Origin, shown.HttpContext.Request)),
    }));

    /// <summary>The page stands where people reach this app, or where this request came in; the host of either is one of ours.</summary>
    private bool IsOurs(string origin, HttpRequest request) =>
        string.Equals(origin, new Uri(site.BaseUrl).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>An open page has no request any more: this is the one that it would send.</summary>
    private static HttpContext RequestOf(Uri page) => new DefaultHttpContext { Request = { Scheme = page.Scheme, Host = HostString.FromUriComponent(page) } };

    /// <summary>The name that a passkey belongs to; null where browsers would refuse to make one.</summary>
    private static string? DomainOf(string baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var at) && at.HostNameType == UriHostNameType.Dns && (at.Scheme == Uri.UriSchemeHttps || at.IsLoopback) ? at.Host : null;
}
