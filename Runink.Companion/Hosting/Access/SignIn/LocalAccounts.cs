using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>Accounts of this product itself, where no identity provider is set: passphrase, authenticator app, recovery codes.</summary>
public sealed class LocalAccounts(
    CompanionStore store, StoreWriter writer, AttemptLimits limits, SignInOptions options, SiteOptions site, IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan GivenFor = TimeSpan.FromHours(24);

    private const string ProductWords = "runink companion";

    /// <summary>One answer for everything that can be wrong: which it was is nobody's business but the ledger's.</summary>
    private static readonly Refusal No = new("refused", "That did not work.");

    // OWASP's number for PBKDF2 with HMAC-SHA-512.
    private static readonly PasswordHasher<LocalCredential> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(null!, Passphrases.NewGiven()));

    private readonly IDataProtector protector = protection.CreateProtector("Runink.Companion.Totp");

    public bool NeedsSecondFactor => options.SecondFactor == "Required";

    /// <summary>The first step. Takes as long and answers the same whether the login exists, rests, is disabled or the passphrase is wrong.</summary>
    public async Task<Outcome<SignInProof>> PassphraseAsync(string login, string passphrase, string address, CancellationToken cancel)
    {
        login = login.Trim().ToLowerInvariant();
        await using var db = store.Read();
        var person = await db.People.FirstOrDefaultAsync(row => row.Login == login, cancel);
        var credential = person is null ? null : await db.LocalCredentials.FirstOrDefaultAsync(row => row.PersonId == person.Id, cancel);
        var verified = await Task.Run(() => Hasher.VerifyHashedPassword(credential!, credential?.PassphraseHash ?? NobodysHash.Value, passphrase.Length > Passphrases.Longest ? "" : passphrase), cancel);
        var now = time.GetUtcNow();
        var why = (person, credential) switch
        {
            (null, _) or (_, null) => "unknown",
            _ when limits.Rests(login) || credential.RestsUntil > now => "resting",
            _ when verified == PasswordVerificationResult.Failed => "passphrase",
            _ when !person.IsActive => "disabled",
            _ when credential is { MustChange: true, GivenUntil: { } until } && until <= now => "given-too-long-ago",
            _ => null,
        };
        if (why is not null)
            return await FailAsync(login, person, credential, why, address, cancel);
        limits.Succeeded(login);
        if (credential!.Failures > 0)
            await ChangeAsync(person!.Id, row => (row.Failures, row.RestsUntil) = (0, null), cancel);
        return new SignInProof(person!.Id, SignInStep.Passphrase, now + SignInProofs.Life);
    }

    /// <summary>A code of the app, or a recovery code, which is then used up.</summary>
    public async Task<Outcome<SignInProof>> CodeAsync(SignInProof proof, string code, string address, CancellationToken cancel)
    {
        var (person, credential) = await FindAsync(proof.PersonId, cancel);
        if (person is null || credential?.TotpSecret is not { } kept)
            return No;
        if (limits.Rests(person.Login) || credential.RestsUntil > time.GetUtcNow())
            return await FailAsync(person.Login, person, credential, "resting", address, cancel);
        var step = Totp.Accept(Unprotect(kept), code, credential.LastTotpStep, time.GetUtcNow());
        var left = step is null ? RecoveryCodes.Take(credential.RecoveryHashes, code) : null;
        if (step is null && left is null)
            return await FailAsync(person.Login, person, credential, "code", address, cancel);
        // Taken inside the writer: the same code sent twice at once opens one door.
        var isTaken = await writer.WriteAsync(scope =>
        {
            if (scope.Db.LocalCredentials.Find(person.Id) is not { } row)
                return false;
            if (step is { } taken)
            {
                if (row.LastTotpStep >= taken)
                    return false;
                row.LastTotpStep = taken;
            }
            else
            {
                if (RecoveryCodes.Take(row.RecoveryHashes, code) is not { } rest)
                    return false;
                row.RecoveryHashes = rest;
                scope.Record("recovery_code_used", new Subject("person", person.Id), new Actor("person", person.Id, person.Name), Detail.Of(("left", row.RecoveryCodesLeft)));
            }

            (row.Failures, row.RestsUntil) = (0, null);
            return true;
        }, cancel);
        if (!isTaken)
            return await FailAsync(person.Login, person, credential, "code", address, cancel);
        limits.Succeeded(person.Login);
        return proof with { Proven = SignInStep.Code };
    }

    /// <summary>A new passphrase of the person's own.</summary>
    public async Task<Outcome<SignInProof>> ChooseAsync(SignInProof proof, string passphrase, CancellationToken cancel)
    {
        var (person, credential) = await FindAsync(proof.PersonId, cancel);
        if (person is null || credential is null)
            return No;
        if (Passphrases.Problem(passphrase, person.Login, person.Name, site.Name, ProductWords) is { } problem)
            return problem;
        if (Hasher.VerifyHashedPassword(credential, credential.PassphraseHash, passphrase) != PasswordVerificationResult.Failed)
            return new Refusal("invalid", "That is the passphrase that you have. Choose another.");
        var hash = await Task.Run(() => Hasher.HashPassword(credential, passphrase), cancel);
        await ChangeAsync(person.Id, row => (row.PassphraseHash, row.MustChange, row.GivenUntil, row.ChangedAt) = (hash, false, null, time.GetUtcNow()), cancel, "passphrase_changed", person);
        return proof with { Proven = SignInStep.NewPassphrase };
    }

    /// <summary>A secret for an authenticator app that is not in force yet.</summary>
    public static SignInProof Offer(SignInProof proof) => proof.Offered is null ? proof with { Offered = Convert.ToBase64String(Totp.NewSecret()) } : proof;

    public async Task<string?> OfferedAddressAsync(SignInProof proof, CancellationToken cancel) =>
        proof.Offered is { } offered && (await FindAsync(proof.PersonId, cancel)).Person is { } person ? Totp.Address(Convert.FromBase64String(offered), $"Runink {site.Name}".Trim(), person.Login) : null;

    /// <summary>Puts the offered secret into force once a code of it is shown, and makes recovery codes.</summary>
    public async Task<Outcome<SignInProof>> EnrolAsync(SignInProof proof, string code, CancellationToken cancel)
    {
        var (person, credential) = await FindAsync(proof.PersonId, cancel);
        if (person is null || credential is null || proof.Offered is null)
            return No;
        var secret = Convert.FromBase64String(proof.Offered);
        if (Totp.Accept(secret, code, 0, time.GetUtcNow()) is not { } step)
            return new Refusal("invalid", "That is not the code that the app shows now. Look again, and check the clock of your phone.");
        var codes = RecoveryCodes.New();
        await ChangeAsync(person.Id, row => (row.TotpSecret, row.LastTotpStep, row.RecoveryHashes) = (protector.Protect(Convert.ToBase64String(secret)), step, RecoveryCodes.HashAll(codes)), cancel, "second_factor_enrolled", person);
        return proof with { Proven = SignInStep.EnrolCode, Offered = null, Codes = codes };
    }

    /// <summary>New recovery codes; the old ones open nothing any more.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> NewRecoveryCodesAsync(string personId, CancellationToken cancel)
    {
        var (person, credential) = await FindAsync(personId, cancel);
        if (person is null || credential?.TotpSecret is null)
            return new Refusal("not-allowed-now", "Recovery codes stand beside an authenticator app, and none is enrolled.");
        var codes = RecoveryCodes.New();
        await ChangeAsync(personId, row => row.RecoveryHashes = RecoveryCodes.HashAll(codes), cancel, "recovery_codes_made", person);
        return new Outcome<IReadOnlyList<string>>(codes, null);
    }

    public async Task<SignInStep> NextAsync(SignInProof proof, CancellationToken cancel) =>
        (await FindAsync(proof.PersonId, cancel)).Credential is { } credential ? SignInSteps.Next(credential, proof.Proven, NeedsSecondFactor) : SignInStep.Passphrase;

    public async Task<Person?> ActiveAsync(string personId, CancellationToken cancel) => (await FindAsync(personId, cancel)).Person;

    public async Task<LocalCredential?> CredentialAsync(string personId, CancellationToken cancel) => (await FindAsync(personId, cancel)).Credential;

    /// <summary>A passphrase that opens the door once, within a day; the app is to be enrolled anew, and passkeys go. Answered once and never again.</summary>
    public static Outcome<string> Give(WriteScope scope, string personId, Actor actor)
    {
        if (scope.Db.People.Find(personId) is not { DisabledAt: null } person)
            return new Refusal("not-found", "There is no such person, or the person is disabled.");
        var given = Passphrases.NewGiven();
        if (scope.Db.LocalCredentials.Find(personId) is { } before)
            scope.Db.LocalCredentials.Remove(before);
        scope.Db.SaveChanges();
        var made = new LocalCredential { PersonId = personId, PassphraseHash = "", MustChange = true, GivenUntil = scope.Now + GivenFor, ChangedAt = scope.Now };
        made.PassphraseHash = Hasher.HashPassword(made, given);
        scope.Db.LocalCredentials.Add(made);
        foreach (var session in scope.Db.SignInSessions.Where(row => row.PersonId == personId && row.EndedAt == null).ToList())
            (session.EndedAt, session.EndReason) = (scope.Now, "credential-changed");
        PasskeyCommandHandler.RemoveAll(scope, personId, actor);
        scope.Record("passphrase_given", new Subject("person", person.Id), actor, Detail.Of(("until", made.GivenUntil)));
        return new Outcome<string>(given, null);
    }

    private async Task<Outcome<SignInProof>> FailAsync(string login, Person? person, LocalCredential? credential, string why, string address, CancellationToken cancel)
    {
        var (failures, rests) = limits.Failed(login, address, credential?.Failures ?? 0);
        await writer.WriteAsync(scope =>
        {
            if (credential is not null && scope.Db.LocalCredentials.Find(credential.PersonId) is { } row)
                (row.Failures, row.RestsUntil) = (failures, rests);
            // What was typed as a login may be a passphrase in the wrong field.
            scope.Record("sign_in_refused", person is null ? new Subject("login", Detail.HashOf(login)![..16]) : new Subject("person", person.Id), Actor.System, Detail.Of(("reason", why), ("address", address), ("failures", failures)));
            return true;
        }, cancel);
        return No;
    }

    private async Task<(Person? Person, LocalCredential? Credential)> FindAsync(string personId, CancellationToken cancel)
    {
        await using var db = store.Read();
        var person = await db.People.FirstOrDefaultAsync(row => row.Id == personId && row.DisabledAt == null, cancel);
        return (person, person is null ? null : await db.LocalCredentials.FirstOrDefaultAsync(row => row.PersonId == personId, cancel));
    }

    private Task<bool> ChangeAsync(string personId, Action<LocalCredential> change, CancellationToken cancel, string? fact = null, Person? person = null) => writer.WriteAsync(scope =>
    {
        if (scope.Db.LocalCredentials.Find(personId) is not { } row)
            return false;
        change(row);
        if (fact is not null && person is not null)
            scope.Record(fact, new Subject("person", personId), new Actor("person", personId, person.Name));
        return true;
    }, cancel);

    private byte[] Unprotect(string kept)
    {
        try
        {
            return Convert.FromBase64String(protector.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            // The keys that protect it are gone: no code fits, recovery codes still do.
            return RandomNumberGenerator.GetBytes(20);
        }
    }
}
