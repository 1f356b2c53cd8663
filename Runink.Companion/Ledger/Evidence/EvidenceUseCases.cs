using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Ledger.Anchors;
using Runink.Companion.Shared.Evidence;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger.Evidence;

/// <param name="Name">Of the file; it names no patient but by our id.</param>
public sealed record EvidenceZip(string Name, byte[] Bytes, int Rows);

/// <summary>Makes packages that prove, without this app, what happened to an escalation, a referral, a patient, or in some days.</summary>
public sealed class EvidenceUseCases(
    CompanionStore store, StoreWriter writer, LedgerReader reader, LedgerFacets facets, LedgerSigner signer, CheckpointFile checkpoints, TimestampLog stamps,
    IEnumerable<EvidenceSource> sources, SiteOptions site, TimeProvider time)
{
    public const int MostRows = 20_000;
    public const string Exported = "evidence_exported";

    /// <param name="kind">escalation, referral, patient or period.</param>
    /// <param name="id">Our id, of a patient also a number; of a period <c>2026-12-01..2026-12-24</c>.</param>
    public async Task<Outcome<EvidenceZip>> MakeAsync(Caller caller, string kind, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadLedger) is { } refusal)
            return refusal;
        if (kind == "patient" && LedgerUseCases.ByNumber(caller, new LedgerQuery(Patient: id)) is { } unseen)
            return unseen;
        var found = await RowsAsync(kind, id, cancel);
        if (found.Refusal is { } unclear)
            return unclear;
        var (subject, wanted) = found.Value;
        if (wanted.Count > MostRows)
            return new Refusal("too-many", string.Create(CultureInfo.InvariantCulture, $"More than {MostRows:N0} rows fit one package. Choose fewer days."));
        var package = new EvidencePackage();
        if (sources.FirstOrDefault(source => source.Kind == subject.Type) is { } source)
        {
            var record = await source.ReadAsync(caller, subject.Id, cancel);
            // Who may read the ledger but not the thing itself, an auditor for instance, gets the rows alone.
            if (record.Refusal is { Code: not "forbidden" } missing)
                return missing;
            foreach (var file in record.Value ?? [])
                package.Add(EvidenceManifest.RecordFolder + file.Name, file.Content);
        }

        // What was written up to now is covered, so that the newest rows are proved as well.
        await Task.Run(() => signer.Sign(writer.CommittedHead.Seq, time.GetUtcNow()), cancel);
        return await Task.Run(() => CloseAsync(caller, package, subject, wanted, cancel), cancel);
    }

    private async Task<Outcome<EvidenceZip>> CloseAsync(Caller caller, EvidencePackage package, Subject subject, HashSet<long> wanted, CancellationToken cancel)
    {
        CheckpointLog log;
        IReadOnlyList<System.Security.Cryptography.ECDsa> keys;
        try
        {
            (log, keys) = (checkpoints.Read(), checkpoints.Keys.Public());
        }
        catch (InvalidDataException problem)
        {
            return new Refusal("unavailable", problem.Message);
        }

        var proof = EvidenceProof.Of(wanted, log, reader, cancel);
        package.AddJson(EvidenceManifest.ProofName, proof);
        package.Add(EvidenceManifest.KeysName, string.Concat(keys.Select(key => key.ExportSubjectPublicKeyInfoPem() + "\n")));
        var used = proof.Segments.SelectMany(segment => new[] { segment.From, segment.To }).OfType<string>().Select(LedgerCheckpoint.HashOf).ToHashSet(StringComparer.Ordinal);
        var over = stamps.Read().Where(stamp => used.Contains(stamp.Line)).ToList();
        if (over.Count > 0)
            package.Add(EvidenceManifest.StampsName, string.Concat(over.Select(stamp => System.Text.Json.JsonSerializer.Serialize(stamp, LedgerLine.Written) + "\n")));
        var verdict = LedgerCheck.Run(reader, checkpoints, stamps, null, null, cancel);
        var manifest = new EvidenceManifest(
            EvidenceManifest.ThisFormat, site.Name, $"{subject.Type}/{subject.Id}", time.GetUtcNow(), caller.Name, wanted.Count, verdict.Sentence, signer.State.Checkpoint?.Key ?? "", []);
        var (zip, hash) = package.Close(manifest, bytes => signer.Seal(bytes));
        await writer.WriteAsync(scope =>
        {
            scope.Record(Exported, subject, caller.Actor, Detail.Of(("rows", wanted.Count), ("manifest", hash)));
            return true;
        }, cancel);
        return new EvidenceZip($"evidence-{subject.Type}-{subject.Id}.zip", zip, wanted.Count);
    }

    private async Task<Outcome<(Subject Subject, HashSet<long> Rows)>> RowsAsync(string kind, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        switch (kind)
        {
            case "escalation" when await db.Escalations.AnyAsync(row => row.Id == id, cancel):
                var sent = db.Outbox.Where(row => row.EscalationId == id).Select(row => row.Id);
                return (new Subject(kind, id), await SeqsAsync(db.Ledger.Where(row => row.SubjectId == id || sent.Contains(row.SubjectId)), cancel));
            case "referral" when await db.Referrals.AnyAsync(row => row.Id == id, cancel):
                var told = db.Outbox.Where(row => row.ReferralId == id).Select(row => row.Id);
                return (new Subject(kind, id), await SeqsAsync(db.Ledger.Where(row => row.SubjectId == id || told.Contains(row.SubjectId)), cancel));
            case "escalation" or "referral":
                return new Refusal("not-found", $"There is no such {kind}.");
            case "patient":
                // A list in which the patient stood beside others is not handed out with the patient's own evidence: it names them too.
                return await NarrowedAsync(db, new LedgerQuery(Patient: id), patients => new Subject(kind, patients[0]), cancel, row => !row.Detail.Contains("\"patients\":["));
            case "period" when id.Split("..") is [var from, var to]:
                return await NarrowedAsync(db, new LedgerQuery(From: from, To: to), _ => new Subject(kind, $"{from}..{to}"), cancel);
            default:
                return new Refusal("invalid", "Evidence is of an escalation, a referral, a patient, or of a period such as 2026-12-01..2026-12-24.");
        }
    }

    private async Task<Outcome<(Subject Subject, HashSet<long> Rows)>> NarrowedAsync(CompanionDb db, LedgerQuery query, Func<IReadOnlyList<string>, Subject> subject, CancellationToken cancel, System.Linq.Expressions.Expression<Func<Domain.Ledger.LedgerRow, bool>>? only = null)
    {
        var narrowed = await LedgerSearch.NarrowAsync(db, query, await facets.ReadAsync(db, cancel), cancel);
        return narrowed.Refusal is { } refusal ? refusal : (subject(narrowed.Value.Patients), await SeqsAsync(only is null ? narrowed.Value.Rows : narrowed.Value.Rows.Where(only), cancel));
    }

    private static async Task<HashSet<long>> SeqsAsync(IQueryable<LedgerRow> rows, CancellationToken cancel) =>
        [.. await rows.OrderBy(row => row.Seq).Select(row => row.Seq).Take(MostRows + 1).ToListAsync(cancel)];
}
