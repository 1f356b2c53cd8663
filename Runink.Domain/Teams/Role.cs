namespace Runink.Domain.Teams;

public enum Role { Nurse, Navigator, Author, Approver, QualityLead, Auditor, Administrator }

/// <summary>What somebody may do. Checked on the server by every query and command.</summary>
[Flags]
public enum Permission
{
    None = 0,
    ReadWorklist = 1 << 0,
    ActOnEscalations = 1 << 1,
    ReadReferrals = 1 << 2,
    ActOnReferrals = 1 << 3,
    ReadTriggers = 1 << 4,
    EditTriggers = 1 << 5,
    PublishTriggers = 1 << 6,
    ReadPatients = 1 << 7,
    ReadKpis = 1 << 8,
    ReadLedger = 1 << 9,
    SendMessages = 1 << 10,
    MendQuarantine = 1 << 11,
    ReadDeliveries = 1 << 12,
    Administer = 1 << 13,
    DecideIdentity = 1 << 14,
    Provision = 1 << 15,

    /// <summary>Says whether it was justified that somebody opened a patient of another unit.</summary>
    ReviewAccess = 1 << 16,

    /// <summary>Reads measures of the program, which say nothing of patients.</summary>
    Operate = 1 << 17,

    /// <summary>Says who is on call, for everybody.</summary>
    EditRotas = 1 << 18,

    /// <summary>Says that somebody else's trigger may call people. Only a person can: no scope of a key gives it.</summary>
    ApproveTriggers = 1 << 19,

    /// <summary>Reads the numbers of the wall board: of all units, nothing of patients. Whoever reads the worklist may anyway.</summary>
    ReadWall = 1 << 20,

    /// <summary>Answers for the numbers: sets their targets, notes what explains a day, sees whose work was late. No scope of a key gives it.</summary>
    ManageKpis = 1 << 21,

    /// <summary>Answers referrals for the entry of the directory that has the key's name, and reads none. No role gives it.</summary>
    AnswerReferrals = 1 << 22,
}
