namespace Runink.Domain.Ledger;

/// <summary>What kinds of rows have in common.</summary>
public static class LedgerKinds
{
    /// <summary>Reading leaves rows as well as changing does; these are the ones of reading.</summary>
    public static bool IsLook(string kind) =>
        kind.EndsWith("_read", StringComparison.Ordinal) || kind.EndsWith("_listed", StringComparison.Ordinal)
        || kind is "fhir_search" or "fhir_history" or "fhir_everything" or "explanation_rerun" or "ledger_exported" or "evidence_exported";
}
