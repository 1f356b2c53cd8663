namespace Runink.Companion.Hosting;

/// <summary>How triggers come into force. Settings under <c>Triggers</c>.</summary>
public sealed class TriggerOptions
{
    public const string Section = "Triggers";

    /// <summary>Whether somebody else approves a text before it calls anybody. Null: yes, but not in the sample hospital.</summary>
    public bool? Approval { get; set; }

    public bool NeedsApproval(ProfileOptions profile) => Approval ?? !profile.IsSample;
}
