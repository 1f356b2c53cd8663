namespace Runink.Domain.Intake;

/// <summary>What a register says about records: A18, A34, A40 and FHIR links merge; A24 and A37 link; A41, A44 and A45 move stays.</summary>
public enum IdentityAct { Merge, MoveEncounter, ChangeNumber, Link, Unlink }

/// <param name="Prior">Under which the record was known.</param>
/// <param name="Surviving">Under which it is known from now on.</param>
/// <param name="PriorVisit">The stay that moves; null when all of the record does.</param>
/// <param name="Visit">What the moved stay is called from now on; null when its number stays.</param>
public sealed record IdentityNotice(
    IdentityAct Act, IReadOnlyList<Identifier> Prior, IReadOnlyList<Identifier> Surviving, Identifier? PriorVisit, Identifier? Visit, string Place);
