using System.Text;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Teams;

/// <summary>The pure rules of accounts and sessions.</summary>
public sealed class AccountTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The vectors of RFC 6238, appendix B, in six digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void CodesAreThoseOfTheStandard(long seconds, string code)
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, Totp.CodeAt(secret, Totp.StepAt(at)));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Write(secret));

        var step = Totp.Accept(secret, code, 0, at.AddSeconds(29));
        Assert.Equal(Totp.StepAt(at), step);
        Assert.Null(Totp.Accept(secret, code, step!.Value, at));
        Assert.Null(Totp.Accept(secret, code, 0, at.AddSeconds(90)));
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("abcdefghijklmnop", false)]
    [InlineData("1234567890123456", false)]
    [InlineData("Password2026!!!!", false)]
    [InlineData("iloveyouiloveyou", false)]
    [InlineData("ana.ruiz Emergency", false)]
    [InlineData("walrus bench copper nine", true)]
    [InlineData("Möwe-Kante-Brot-7", true)]
    public void APassphraseIsLongAndNotGuessedFirst(string passphrase, bool isTaken) =>
        Assert.Equal(isTaken, Passphrases.Problem(passphrase, "ana.ruiz", "Ana Ruiz", "Emergency") is null);

    [Fact]
    public void AnAccountRestsLongerAfterEachFailureAndNeverForever()
    {
        Assert.Equal([0, 0, 30, 60, 120, 900, 900], new[] { 1, 4, 5, 6, 7, 12, 5000 }.Select(failures => (int)FailureRules.RestAfter(failures).TotalSeconds));
    }

    [Theory]
    [InlineData(0, 0, SessionState.Alive)]
    [InlineData(14, 14, SessionState.Alive)]
    [InlineData(20, 15, SessionState.Idle)]
    [InlineData(719, 0, SessionState.Alive)]
    [InlineData(720, 0, SessionState.TooOld)]
    public void ASessionEndsWhenNobodyIsThereAndAfterAShift(int age, int quiet, SessionState expected)
    {
        var limits = new SessionLimits(TimeSpan.FromMinutes(15), TimeSpan.FromHours(12), TimeSpan.FromMinutes(5));
        var session = new SignInSession { Id = "s", PersonId = "p", Method = "sample", Device = "", Address = "", CreatedAt = Now.AddMinutes(-age), LastSeenAt = Now.AddMinutes(-quiet), ConfirmedAt = Now };
        Assert.Equal(expected, SessionRules.Decide(session, limits, Now));
        session.EndedAt = Now;
        Assert.Equal(SessionState.Ended, SessionRules.Decide(session, limits, Now));
    }

    [Theory]
    [InlineData(true, false, SignInStep.Passphrase, true, SignInStep.NewPassphrase)]
    [InlineData(true, true, SignInStep.Passphrase, true, SignInStep.Code)]
    [InlineData(true, true, SignInStep.Code, true, SignInStep.NewPassphrase)]
    [InlineData(false, false, SignInStep.NewPassphrase, true, SignInStep.EnrolCode)]
    [InlineData(false, false, SignInStep.Passphrase, true, SignInStep.EnrolCode)]
    [InlineData(false, false, SignInStep.Passphrase, false, SignInStep.Done)]
    [InlineData(false, true, SignInStep.Passphrase, false, SignInStep.Code)]
    [InlineData(false, true, SignInStep.Code, true, SignInStep.Done)]
    [InlineData(false, true, SignInStep.EnrolCode, true, SignInStep.Done)]
    public void TheNextStepFollowsFromWhatIsKnown(bool mustChange, bool hasApp, SignInStep proven, bool needsApp, SignInStep next)
    {
        var credential = new LocalCredential { PersonId = "p", PassphraseHash = "", MustChange = mustChange, TotpSecret = hasApp ? "x" : null, ChangedAt = Now };
        Assert.Equal(next, SignInSteps.Next(credential, proven, needsApp));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(7, 8, true)]
    [InlineData(7, 7, false)]
    [InlineData(7, 6, false)]
    [InlineData(7, 0, false)]
    public void APasskeyThatCountsGoesOnCounting(long before, long now, bool isNext)
    {
        var passkey = new Passkey { Id = "k", PersonId = "p", Name = "", CredentialHash = "", CredentialId = "", PublicKey = "", CreatedAt = Now, SignCount = before };
        Assert.Equal(isNext, passkey.IsNext(now));
    }

    [Fact]
    public void ARecoveryCodeOpensOnceHoweverItIsTyped()
    {
        var codes = RecoveryCodes.New();
        var hashes = RecoveryCodes.HashAll(codes);
        var left = RecoveryCodes.Take(hashes, codes[2].ToUpperInvariant().Replace("-", "", StringComparison.Ordinal));
        Assert.NotNull(left);
        Assert.Null(RecoveryCodes.Take(left, codes[2]));
        Assert.Equal(codes.Count - 1, left.Split(' ').Length);
        Assert.DoesNotContain(codes[0], hashes, StringComparison.Ordinal);
    }

    [Fact]
    public void AGroupMeansWhatTheSettingsSayElseTheRoleOfItsName()
    {
        var meanings = new GroupMeanings([new("4 West nurses", Role.Nurse, "4 West", "charge_nurse"), new("night", Role.Nurse, null, null), new("Auditor", null, null, "committee")]);
        Assert.Equal(new RoleOnUnit(Role.Nurse, "4 West"), Assert.Single(meanings.RolesOf(["4 WEST NURSES"])));
        Assert.Equal([new RoleOnUnit(Role.Nurse, null), new RoleOnUnit(Role.QualityLead, null)], meanings.RolesOf(["night", "qualitylead", "everybody", "0"]));
        Assert.Empty(meanings.RolesOf(["Auditor"]));
        Assert.Equal(["charge_nurse"], meanings.TeamsOf("4 west nurses"));
    }
}
