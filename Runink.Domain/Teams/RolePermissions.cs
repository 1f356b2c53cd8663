using static Runink.Domain.Teams.Permission;

namespace Runink.Domain.Teams;

/// <summary>Minimum necessary by role: who sees patients and who never does.</summary>
public static class RolePermissions
{
    /// <summary>What can be narrowed down to a unit. Everything else concerns the whole hospital, and a role on a unit does not give it.</summary>
    private const Permission OnUnits = ReadWorklist | ActOnEscalations | ReadReferrals | ActOnReferrals | ReadPatients | ReadTriggers | ReviewAccess;

    public static Permission Of(RoleOnUnit role) => role.Unit is null ? Of(role.Role) : Of(role.Role) & OnUnits;

    public static Permission Of(Role role) => role switch
    {
        Role.Nurse => ReadWorklist | ActOnEscalations | ReadReferrals | ReadPatients | ReadTriggers | DecideIdentity,
        Role.Navigator => ReadWorklist | ActOnEscalations | ReadReferrals | ActOnReferrals | ReadPatients | ReadTriggers | ReadDeliveries | DecideIdentity,
        Role.Author => ReadWorklist | ReadReferrals | ReadTriggers | EditTriggers | PublishTriggers | ReadKpis,
        Role.Approver => ReadWorklist | ReadReferrals | ReadTriggers | PublishTriggers | ApproveTriggers | ReadKpis,
        Role.QualityLead => ReadWorklist | ReadReferrals | ReadTriggers | ReadKpis | ManageKpis | ReadLedger | ReviewAccess | EditRotas,
        Role.Auditor => ReadLedger | ReadKpis | ReadTriggers | ReviewAccess,
        Role.Administrator => ReadTriggers | MendQuarantine | ReadDeliveries | Administer | Operate | EditRotas,
    };
}
