using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Production without an identity provider: people sign in with a passphrase and a code, and guessing leads nowhere.</summary>
public abstract class AccountsOfThisHospital
{
    private const string Passphrase = "walrus bench copper nine";

    private static readonly Dictionary<string, string?> Production = new()
    {
        ["Profile"] = "Production", ["Site:Name"] = "St. Anna", ["Site:TimeZone"] = "UTC", ["Site:BaseUrl"] = "http://127.0.0.1", ["Delivery:Smtp:Host"] = "127.0.0.1",
    };

    public sealed class OnSqlite : AccountsOfThisHospital;

    public sealed class OnPostgreSql : AccountsOfThisHospital;

    [Fact]
    public async Task TheFirstAdministratorComesInStepByStep()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        var given = await NewAsync(hospital, "eva.stern", "Eva Stern");
        using var eva = new Visitor(hospital.Web.BaseAddress!);
        var (secret, codes) = await EnrolAsync(hospital, eva, "eva.stern", given);
        Assert.Equal("/admin", eva.At.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, eva.Status);

        // The passphrase that was given opens nothing any more, nor does a code that was used.
        using var again = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(again, "eva.stern", given);
        Assert.Equal("/sign-in", again.At.AbsolutePath);
        await SendPassphraseAsync(again, "EVA.stern ", Passphrase);
        Assert.Equal("/sign-in/code", again.At.AbsolutePath);
        await again.SendAsync("/sign-in/code", ("code", Totp.CodeAt(secret, Totp.StepAt(hospital.Time.GetUtcNow()))));
        Assert.Equal("/sign-in/code", again.At.AbsolutePath);
        hospital.Time.Advance(TimeSpan.FromSeconds(60));
        var fresh = Totp.CodeAt(secret, Totp.StepAt(hospital.Time.GetUtcNow()));
        await again.SendAsync("/sign-in/code", ("code", fresh));
        Assert.Equal("/admin", again.At.AbsolutePath);

        using var third = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(third, "eva.stern", Passphrase);
        await third.SendAsync("/sign-in/code", ("code", codes[3]));
        Assert.Equal("/admin", third.At.AbsolutePath);
        using var fourth = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(fourth, "eva.stern", Passphrase);
        await fourth.SendAsync("/sign-in/code", ("code", codes[3]));
        Assert.Equal("/sign-in/code", fourth.At.AbsolutePath);

        await using var db = hospital.Read();
        var credential = await db.LocalCredentials.SingleAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Passphrase, credential.PassphraseHash, StringComparison.Ordinal);
        Assert.DoesNotContain(Totp.Write(secret), credential.TotpSecret!, StringComparison.Ordinal);
        Assert.Equal(7, credential.RecoveryCodesLeft);
        Assert.Contains(db.Ledger, row => row.Kind == "sign_in_refused" && row.Detail.Contains("passphrase"));
    }

    [Fact]
    public async Task AWeakPassphraseIsRefusedAndAStepCannotBeLeftOut()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        var given = await NewAsync(hospital, "eva.stern", "Eva Stern");
        using var eva = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(eva, "eva.stern", given);
        foreach (var weak in new[] { "short", "Password2026!!!!", "eva.stern St. Anna", given })
        {
            await eva.SendAsync("/sign-in/passphrase", ("passphrase", weak), ("again", weak));
            Assert.Equal("/sign-in/passphrase", eva.At.AbsolutePath);
            Assert.Contains("notice bad", eva.Html, StringComparison.Ordinal);
        }

        await eva.SendAsync("/sign-in/passphrase", ("passphrase", Passphrase), ("again", Passphrase + "x"));
        Assert.Contains("not the same", eva.Html, StringComparison.Ordinal);
        // Past the choice, without having chosen.
        using var early = eva.FormOf("/sign-in/passphrase", ("code", "123456"));
        early.RequestUri = new Uri(hospital.Web.BaseAddress!, "/sign-in/enrol");
        using var refused = await eva.AskAsync(early);
        Assert.Equal("/sign-in?refused=late", refused.Headers.Location!.ToString());
        await eva.OpenAsync("/");
        Assert.Equal("/sign-in", eva.At.AbsolutePath);

        hospital.Time.Leap(LocalAccounts.GivenFor);
        using var late = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(late, "eva.stern", given);
        Assert.Equal("/sign-in", late.At.AbsolutePath);
    }

    [Fact]
    public async Task APersonChangesThePassphraseAndTheOtherSessionsEnd()
    {
        const string Another = "gravel onion seven lamp";
        await using var hospital = await Hospital.StartAsync(settings: Production);
        var given = await NewAsync(hospital, "eva.stern", "Eva Stern");
        using var eva = new Visitor(hospital.Web.BaseAddress!);
        var (secret, _) = await EnrolAsync(hospital, eva, "eva.stern", given);
        hospital.Time.Advance(TimeSpan.FromSeconds(60));
        using var elsewhere = new Visitor(hospital.Web.BaseAddress!);
        await SendPassphraseAsync(elsewhere, "eva.stern", Passphrase);
        await elsewhere.SendAsync("/sign-in/code", ("code", Totp.CodeAt(secret, Totp.StepAt(hospital.Time.GetUtcNow()))));
        Assert.Equal("/admin", elsewhere.At.AbsolutePath);

        await eva.OpenAsync("/account/passphrase");
        foreach (var (current, wanted, again) in new[] { ("not this one at all", Another, Another), (Passphrase, Another, Passphrase), (Passphrase, "short", "short"), (Passphrase, Passphrase, Passphrase), (Passphrase, "Runink Companion!", "Runink Companion!") })
        {
            await eva.SendAsync("/account/passphrase", ("current", current), ("passphrase", wanted), ("again", again));
            Assert.Contains("notice bad", eva.Html, StringComparison.Ordinal);
        }

        await eva.SendAsync("/account/passphrase", ("current", Passphrase), ("passphrase", Another), ("again", Another));
        Assert.Contains("one session elsewhere has ended", eva.Html, StringComparison.Ordinal);
        await elsewhere.OpenAsync("/account");
        Assert.Equal("/sign-in", elsewhere.At.AbsolutePath);
        await SendPassphraseAsync(elsewhere, "eva.stern", Passphrase);
        Assert.Equal("/sign-in", elsewhere.At.AbsolutePath);
        await SendPassphraseAsync(elsewhere, "eva.stern", Another);
        Assert.Equal("/sign-in/code", elsewhere.At.AbsolutePath);
        await eva.OpenAsync("/account");
        Assert.Equal("/account", eva.At.AbsolutePath);
    }

    /// <summary>Whether a login exists, rests or is disabled: the answer is the same to the letter.</summary>
    [Fact]
    public async Task GuessingIsSlowedDownAndToldNothing()
    {
        await using var hospital = await Hospital.StartAsync(settings: Production);
        var given = await NewAsync(hospital, "eva.stern", "Eva Stern");
        using var guesser = new Visitor(hospital.Web.BaseAddress!);
        var answers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            foreach (var login in new[] { "eva.stern", "nobody.here" })
            {
                await SendPassphraseAsync(guesser, login, "not this one at all");
                answers.Add($"{guesser.Status} {guesser.At.PathAndQuery} {Plain(guesser.Html)}");
            }
        }

        // The right passphrase, while the account rests.
        await SendPassphraseAsync(guesser, "eva.stern", given);
        answers.Add($"{guesser.Status} {guesser.At.PathAndQuery} {Plain(guesser.Html)}");
        Assert.Single(answers);
        hospital.Time.Advance(FailureRules.RestAfter(7));
        await SendPassphraseAsync(guesser, "eva.stern", given);
        Assert.Equal("/sign-in/passphrase", guesser.At.AbsolutePath);

        using var scanner = new Visitor(hospital.Web.BaseAddress!);
        for (var i = 0; i < 17; i++)
            await SendPassphraseAsync(scanner, $"somebody{i}", "not this one at all");
        await scanner.OpenAsync("/sign-in");
        using var form = scanner.FormOf("/sign-in", ("login", "eva.stern"), ("passphrase", given));
        using var refused = await scanner.AskAsync(form);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    internal static async Task<string> NewAsync(Hospital hospital, string login, string name, Role role = Role.Administrator)
    {
        var given = await hospital.Services.GetRequiredService<StoreWriter>().WriteAsync(scope =>
        {
            var person = PersonCommandHandler.Create(scope, new PersonDraft(login, name), "command-line", Actor.System).Value!;
            scope.Db.SaveChanges();
            Assert.True(PersonCommandHandler.Grant(scope, person.Id, [new RoleOnUnit(role, null)], "admin", null, Actor.System).Ok);
            return LocalAccounts.Give(scope, person.Id, Actor.System).Value!;
        }, TestContext.Current.CancellationToken);
        await hospital.Services.GetRequiredService<Runink.Companion.Hosting.Access.PeopleDirectory>().RefreshAsync(TestContext.Current.CancellationToken);
        return given;
    }

    internal static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> EnrolAsync(Hospital hospital, Visitor visitor, string login, string given)
    {
        await SendPassphraseAsync(visitor, login, given);
        Assert.Equal("/sign-in/passphrase", visitor.At.AbsolutePath);
        await visitor.SendAsync("/sign-in/passphrase", ("passphrase", Passphrase), ("again", Passphrase));
        Assert.Equal("/sign-in/enrol", visitor.At.AbsolutePath);
        var secret = Base32(visitor.Html.Split("class=\"mono secret\">")[1].Split('<')[0]);
        await visitor.SendAsync("/sign-in/enrol", ("code", Totp.CodeAt(secret, Totp.StepAt(hospital.Time.GetUtcNow()))));
        Assert.Equal("/sign-in/recovery", visitor.At.AbsolutePath);
        var codes = visitor.Html.Split("<li>").Skip(1).Select(part => part.Split('<')[0]).ToList();
        Assert.Equal(8, codes.Count);
        await visitor.SendAsync("/sign-in/recovery");
        return (secret, codes);
    }

    internal static async Task SendPassphraseAsync(Visitor visitor, string login, string passphrase)
    {
        await visitor.OpenAsync("/sign-in");
        await visitor.SendAsync("/sign-in", ("login", login), ("passphrase", passphrase));
    }

    /// <summary>The page without the tokens that differ each time.</summary>
    private static string Plain(string html) => string.Concat(html.Split('<').Where(tag => !tag.Contains("__RequestVerificationToken", StringComparison.Ordinal) && !tag.StartsWith("!--", StringComparison.Ordinal)));

    private static byte[] Base32(string text)
    {
        var bits = string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
