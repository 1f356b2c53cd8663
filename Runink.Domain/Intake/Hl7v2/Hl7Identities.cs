namespace Runink.Domain.Intake.Hl7v2;

/// <summary>MRG, and the two patients of A24 and A37: whose records are one, and which stays move.</summary>
internal static class Hl7Identities
{
    public static IEnumerable<IdentityNotice> Read(IReadOnlyList<Hl7PatientGroup> groups, IReadOnlyList<PatientNotice> patients, IdentityAct act, string sender)
    {
        if (act is IdentityAct.Link or IdentityAct.Unlink)
        {
            for (var i = 1; i < groups.Count; i++)
                yield return new IdentityNotice(act, patients[i].Identifiers, patients[0].Identifiers, null, null, "PID");
            yield break;
        }

        for (var i = 0; i < groups.Count; i++)
        {
            if (groups[i].Prior is not { } mrg)
                continue;
            var prior = Hl7Patient.ReadIdentifiers(mrg, 1, sender);
            var visit = act == IdentityAct.MoveEncounter ? PriorVisit(mrg, sender) : null;
            yield return new IdentityNotice(
                act, prior, patients[i].Identifiers, visit,
                act == IdentityAct.MoveEncounter ? (groups[i].Visit is { } pv1 ? Hl7Visit.VisitNumber(pv1, sender) : null) ?? Hl7Visit.AccountNumber(groups[i].Pid, sender) : null, "MRG");
        }
    }

    /// <summary>MRG-5 is the visit, MRG-3 the account.</summary>
    private static Identifier? PriorVisit(Hl7Segment mrg, string sender) =>
        mrg.Get(5) is { } visit ? new Identifier(mrg.Get(5, 4) ?? $"{sender}/VISIT", visit, "VN")
        : mrg.Get(3) is { } account ? new Identifier(mrg.Get(3, 4) ?? $"{sender}/ACCOUNT", account, "AN")
        : null;
}
