namespace Runink.Domain.Referrals;

/// <summary>What stands in a referral's way, as a set. Kept until it is cleared or overridden with a reason.</summary>
[Flags]
public enum ReferralExceptions
{
    None = 0,
    DocMissing = 1 << 0,
    IdConflict = 1 << 1,
    Duplicate = 1 << 2,
    AuthDenied = 1 << 3,
    ConsentBlock = 1 << 4,
    Capacity = 1 << 5,
    WrongService = 1 << 6,
    OutOfNetwork = 1 << 7,
    ClinicalMismatch = 1 << 8,
    NoShow = 1 << 9,
    Unreachable = 1 << 10,
    Integration = 1 << 11,
    Question = 1 << 12,
    TimeProposed = 1 << 13,
    ReportWaiting = 1 << 14,
    SlotLost = 1 << 15,
    PatientChoice = 1 << 16,
    NeedOpen = 1 << 17,
    AuthExpiring = 1 << 18,
}

/// <param name="Code">As the field writes it, in the API and in names of actions: <c>AUTH-DENIED</c>.</param>
/// <param name="Label">As a badge says it.</param>
/// <param name="Blocks">Actions that are refused while it is open.</param>
/// <param name="RaisedBy">The action that finds it by itself; null when a person says so.</param>
/// <param name="ClearedBy">Actions by which it is no longer so.</param>
/// <param name="MayBeOverridden">False where an answer of the payer or the patient is needed and no reason of ours replaces it.</param>
/// <param name="AnswerLabel">What clearing it is called where the words go to somebody.</param>
public sealed record ReferralExceptionInfo(
    ReferralExceptions Flag, string Code, string Label, IReadOnlyList<string> Blocks, string? RaisedBy, IReadOnlyList<string> ClearedBy, bool MayBeOverridden,
    string? AnswerLabel = null)
{
    public string RaiseAction => $"raise-{Code.ToLowerInvariant()}";

    public string ClearAction => $"clear-{Code.ToLowerInvariant()}";

    public string OverrideAction => $"override-{Code.ToLowerInvariant()}";
}

/// <summary>The exceptions, who finds them, what they block and how they end.</summary>
public static class ReferralExceptionCodes
{
    private static readonly string[] Forward = ["triage", "seek-authorization", "ready", "schedule"];

    public static IReadOnlyList<ReferralExceptionInfo> All { get; } =
    [
        new(ReferralExceptions.DocMissing, "DOC-MISSING", "Information missing", ["triage"], "request-information", ["complete-dossier"], true),
        new(ReferralExceptions.IdConflict, "ID-CONFLICT", "Identity in question", Forward, "review-identity", ["resolve-identity"], false),
        new(ReferralExceptions.Duplicate, "DUPLICATE", "Possible duplicate", Forward, null, [], true),
        new(ReferralExceptions.AuthDenied, "AUTH-DENIED", "Authorization denied", ["ready", "schedule"], "deny-authorization", ["approve-authorization", "waive-authorization", "clear-authorization"], false),
        new(ReferralExceptions.AuthExpiring, "AUTH-EXPIRING", "Authorization runs out", [], null, ["approve-authorization", "waive-authorization", "clear-authorization", "deny-authorization"], true),
        new(ReferralExceptions.ConsentBlock, "CONSENT-BLOCK", "No consent", ["schedule"], "withdraw-consent", ["record-consent", "clear-consent"], false),
        new(ReferralExceptions.Capacity, "CAPACITY", "No slot in time", [], null, ["schedule", "reroute"], true),
        new(ReferralExceptions.WrongService, "WRONG-SERVICE", "Wrong service", Forward, null, ["reroute"], true),
        new(ReferralExceptions.OutOfNetwork, "OUT-OF-NETWORK", "Out of network", Forward, null, ["reroute"], true),
        new(ReferralExceptions.ClinicalMismatch, "CLINICAL-MISMATCH", "Clinical mismatch", Forward, null, ["reroute"], true),
        new(ReferralExceptions.NoShow, "NO-SHOW", "Did not come", [], "no-show", ["seen"], true),
        new(ReferralExceptions.Unreachable, "UNREACHABLE", "Not reached", [], null, ["schedule"], true),
        new(ReferralExceptions.Integration, "INTEGRATION", "A message could not be followed", [], null, [], true),
        new(ReferralExceptions.Question, "QUESTION", "Partner asks", [], "partner-asks", [], true, "Answer the partner"),
        new(ReferralExceptions.TimeProposed, "TIME-PROPOSED", "Partner proposes a time", [], "partner-proposes", ["schedule"], true),
        new(ReferralExceptions.SlotLost, "SLOT-LOST", "Booked time is gone", [], null, ["schedule", "move-visit", "cancel-visit", "no-show", "seen"], true),
        new(ReferralExceptions.PatientChoice, "PATIENT-CHOICE", "Patient cannot come then", [], "patient-cannot-come", ["schedule", "move-visit", "cancel-visit", "no-show", "seen", "patient-confirms"], true),
        new(ReferralExceptions.NeedOpen, "NEED-OPEN", "A need before the visit is open", [], null, ["cancel-visit", "no-show", "seen"], true),
        new(ReferralExceptions.ReportWaiting, "REPORT-WAITING", "Report is here", [], "partner-reports", ["report-received"], true),
    ];

    public static IEnumerable<ReferralExceptionInfo> In(ReferralExceptions set) => All.Where(info => set.HasFlag(info.Flag));

    /// <returns>The first open exception that blocks an action.</returns>
    public static ReferralExceptionInfo? Blocking(string action, ReferralExceptions open) => In(open).FirstOrDefault(info => info.Blocks.Contains(action));

    /// <returns>What is open once an action was done.</returns>
    public static ReferralExceptions After(string action, ReferralExceptions open)
    {
        foreach (var info in All)
        {
            if (action == info.RaisedBy || action == info.RaiseAction)
                open |= info.Flag;
            else if (action == info.ClearAction || action == info.OverrideAction || info.ClearedBy.Contains(action))
                open &= ~info.Flag;
        }

        return open;
    }
}
