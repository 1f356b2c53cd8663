namespace Runink.Domain.Referrals.Announcing;

/// <summary>The number under which somebody outside knows a referral that they ordered.</summary>
/// <param name="System">Who gives it; null when nobody says.</param>
public sealed record OrderNumber(string Value, string? System);

/// <summary>What is said of a referral to one party, as it stood when it was decided: every attempt says the same.</summary>
/// <param name="Party">Whom it is told to, by the id of the directory or the name in the settings; with the referral it is the key of a Task.</param>
/// <param name="At">When it happened.</param>
/// <param name="Reason">Why the patient is referred; for the recipient, who decides by it.</param>
/// <param name="Text">The reason of a decline, or what is asked for.</param>
/// <param name="Order">For whoever ordered it.</param>
public sealed record AnnouncedReferral(
    string Id, AnnouncementAudience Audience, string Party, ReferralNews News, DateTimeOffset At, DateTimeOffset OpenedAt, string Service, string Priority,
    string? Reason = null, string? Text = null, DateTimeOffset? Visit = null, OrderNumber? Order = null);

/// <summary>Whose it is: what one needs to file it with the right person, and no more.</summary>
/// <param name="System">Who gives the number.</param>
/// <param name="Type">MR where nothing else is known.</param>
public sealed record AnnouncedPatient(string Number, string System, string Type, string? Family, string? Given, DateOnly? BirthDate, string? Sex);

/// <summary>From whom to whom an HL7 v2 message goes: MSH-3 to MSH-6.</summary>
public sealed record MessageHeading(string SendingApplication, string SendingFacility, string ReceivingApplication, string ReceivingFacility);
