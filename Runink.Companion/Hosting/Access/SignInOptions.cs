using System.ComponentModel.DataAnnotations;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>How long a sign-in lasts and what it takes. Settings under <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    /// <summary>Minutes without a key or a pointer after which a session ends.</summary>
    [Range(1, 120, ErrorMessage = "1 to 120 minutes; a ward's screen is left alone often.")]
    public int IdleMinutes { get; set; } = 15;

    /// <summary>Hours after which a session ends in any case.</summary>
    [Range(1, 24, ErrorMessage = "1 to 24 hours: no shift is longer.")]
    public int AbsoluteHours { get; set; } = 12;

    /// <summary>Minutes for which a proof of who one is counts for dangerous acts.</summary>
    [Range(1, 60, ErrorMessage = "1 to 60 minutes.")]
    public int ConfirmMinutes { get; set; } = 5;

    /// <summary>At how many places a person may be signed in; one more ends the one that was touched longest ago.</summary>
    [Range(1, 100, ErrorMessage = "1 to 100 sessions of one person.")]
    public int SessionsPerPerson { get; set; } = 10;

    /// <summary><c>Required</c> or <c>Optional</c>: a code from an authenticator app beside the passphrase of a local account.</summary>
    [AllowedValues("Required", "Optional", ErrorMessage = "Required or Optional.")]
    public string SecondFactor { get; set; } = "Required";

    public SessionLimits Limits => new(TimeSpan.FromMinutes(IdleMinutes), TimeSpan.FromHours(AbsoluteHours), TimeSpan.FromMinutes(ConfirmMinutes));
}

/// <summary>Who checks who somebody is.</summary>
public enum SignInKind { SamplePeople, LocalAccounts, Provider }
