namespace Runink.Domain.Referrals;

/// <summary>By what a patient was tried, as a set.</summary>
[Flags]
public enum ContactChannels
{
    None = 0,
    Telephone = 1 << 0,
    Message = 1 << 1,
    Letter = 1 << 2,
}
