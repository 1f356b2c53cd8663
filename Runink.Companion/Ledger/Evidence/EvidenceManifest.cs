using System.Text.Json;

namespace Runink.Companion.Ledger.Evidence;

/// <summary>What is in a package: every file with its hash. It is signed with the ledger's key.</summary>
/// <param name="Subject"><c>kind/id</c>: escalation, referral or patient by our id, or period as first..last day.</param>
/// <param name="Rows">Rows of the ledger that are about it.</param>
/// <param name="Verdict">What a verification of the whole ledger came to when the package was made.</param>
public sealed record EvidenceManifest(
    string Format, string Site, string Subject, DateTimeOffset MadeAt, string MadeBy, int Rows, string Verdict, string Key, IReadOnlyList<EvidenceFile> Files)
{
    public const string ThisFormat = "runink-evidence/1";
    public const string Name = "manifest.json";
    public const string SignatureName = "manifest.sig";
    public const string ProofName = "ledger.json";
    public const string KeysName = "public-keys.pem";
    public const string StampsName = "timestamps.jsonl";
    public const string RecordFolder = "record/";

    public static readonly JsonSerializerOptions Written = new(LedgerLine.Written) { WriteIndented = true };
}

/// <param name="Sha256">Lower-case hex.</param>
public sealed record EvidenceFile(string Name, long Bytes, string Sha256);
