namespace Runink.Domain.Teams;

/// <summary>How a person signs in where no identity provider does it.</summary>
public sealed class LocalCredential
{
    public required string PersonId { get; init; }

    public required string PassphraseHash { get; set; }

    /// <summary>Given by somebody else: it opens the door once, to choose another.</summary>
    public bool MustChange { get; set; }

    /// <summary>Until when a given passphrase opens the door.</summary>
    public DateTimeOffset? GivenUntil { get; set; }

    /// <summary>Secret of the authenticator app, encrypted; null until one is enrolled.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>A code is taken once: the last step whose code was.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>SHA-256 of the recovery codes that are left, separated by spaces.</summary>
    public string RecoveryHashes { get; set; } = "";

    public int Failures { get; set; }

    public DateTimeOffset? RestsUntil { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public int RecoveryCodesLeft => RecoveryHashes.Length == 0 ? 0 : RecoveryHashes.Split(' ').Length;
}

/// <summary>An account rests longer after each failure from the fifth on; nobody is told whether it does.</summary>
public static class FailureRules
{
    public const int Free = 5;
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>How long to rest after so many failures in a row; zero for the first ones.</summary>
    public static TimeSpan RestAfter(int failures) =>
        failures < Free ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(Longest.Ticks, TimeSpan.FromSeconds(30).Ticks << Math.Min(failures - Free, 16)));
}

/// <summary>What is still asked of somebody who signs in here.</summary>
public enum SignInStep { Passphrase, NewPassphrase, EnrolCode, Code, Done }

public static class SignInSteps
{
    /// <param name="proven">What was shown so far.</param>
    public static SignInStep Next(LocalCredential credential, SignInStep proven, bool needsSecondFactor) => proven switch
    {
        SignInStep.Passphrase when credential.TotpSecret is not null => SignInStep.Code,
        SignInStep.Passphrase or SignInStep.Code when credential.MustChange => SignInStep.NewPassphrase,
        SignInStep.Passphrase or SignInStep.NewPassphrase when needsSecondFactor && credential.TotpSecret is null => SignInStep.EnrolCode,
        _ => SignInStep.Done,
    };
}
