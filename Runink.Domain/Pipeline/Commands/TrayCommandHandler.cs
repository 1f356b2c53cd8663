using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="Type">What its first bytes say; null when it is nothing that is kept with referrals.</param>
public sealed record TrayFileDraft(string Name, string? Type, byte[] Content);

/// <summary>Something that arrives in the tray.</summary>
/// <param name="Door">upload, key, mail or hl7.</param>
/// <param name="Sha256">Of the whole as it came.</param>
/// <param name="BroughtBy">The person or key that brought it; null for messages.</param>
public sealed record TrayArrival(string Door, string Name, string FromName, string Sha256, IReadOnlyList<TrayFileDraft> Files, string? BroughtBy = null, string? PatientId = null, string? DocumentId = null, string? Remark = null);

/// <summary>What a person agreed to.</summary>
/// <param name="Agreed">Fields that were taken as they were suggested.</param>
/// <param name="Corrected">Fields where the person wrote something else.</param>
public sealed record TrayAgreedFields(IReadOnlyList<TrayField> Agreed, IReadOnlyList<TrayField> Corrected);

/// <summary>Commands on the intake tray, inside the writing transaction. Nothing reaches a patient before a person has agreed.</summary>
public sealed class TrayCommandHandler(ReferralCommandHandler referrals)
{
    private const int LongestName = 200;

    public static string Receive(WriteScope scope, TrayArrival arrival, Actor actor)
    {
        var id = scope.Ids.Next();
        scope.Db.TrayItems.Add(new TrayItem
        {
            Id = id, Door = arrival.Door, Name = Short(arrival.Name, "Document"), FromName = Short(arrival.FromName, "Nobody is named"), BroughtById = arrival.BroughtBy, Sha256 = arrival.Sha256, ReceivedAt = scope.Now,
            PatientId = arrival.PatientId, DocumentId = arrival.DocumentId, Remark = arrival.Remark,
        });
        foreach (var (file, ordinal) in arrival.Files.Select((file, at) => (file, at)))
        {
            scope.Db.TrayFiles.Add(new TrayFile
            {
                ItemId = id, Ordinal = ordinal, Name = Short(file.Name, "document"), ContentType = file.Type, Bytes = file.Content.Length, Sha256 = ReferralDocument.HashOf(file.Content), Content = file.Content,
            });
        }

        scope.Record("tray_received", SubjectOf(id), actor, Detail.Of(("door", arrival.Door), ("files", arrival.Files.Count), ("bytes", arrival.Files.Sum(file => file.Content.Length)), ("sha256", arrival.Sha256)));
        Announce(scope, id);
        return id;
    }

    /// <param name="takeOver">Though somebody else has it in hand.</param>
    public static Outcome<string> Work(WriteScope scope, string id, int version, bool takeOver, Actor actor)
    {
        var found = Find(scope, id, version);
        if (found.Value is not { } item)
            return found.Refusal!;
        if (item.WorkerAt(scope.Now) is { } other && other.Id != actor.Id && !takeOver)
            return InHand(other, item);
        item.Work(new PersonRef(actor.Id, actor.Name), scope.Now);
        scope.Record(takeOver ? "tray_taken_over" : "tray_in_hand", SubjectOf(id), actor);
        Announce(scope, id);
        return id;
    }

    public static Outcome<string> StopWork(WriteScope scope, string id, Actor actor)
    {
        if (scope.Db.TrayItems.Find(id) is not { } item)
            return Nothing;
        if (item.WorkerAt(scope.Now)?.Id != actor.Id)
            return id;
        item.StopWork();
        scope.Record("tray_left", SubjectOf(id), actor);
        Announce(scope, id);
        return id;
    }

    /// <summary>Makes the referral that a person agreed to, with the files as its documents.</summary>
    public Outcome<string> Create(WriteScope scope, string id, int version, ReferralDraft draft, TrayAgreedFields agreed, Actor actor)
    {
        var found = Mine(scope, id, version, actor);
        if (found.Value is not { } item)
            return found.Refusal!;
        var files = Files(scope.Db, id);
        if (Unfit(scope.Db, null, files) is { } unfit)
            return unfit;
        var opened = referrals.Open(scope, draft, actor);
        if (opened.Value is not { } referral)
            return opened.Refusal!;
        scope.Flush();
        Hand(scope, item, referral, files, actor, agreed, isReport: false);
        scope.Record("tray_became_referral", SubjectOf(id), actor, Detail.Of(("referral", referral), ("agreed", Names(agreed.Agreed)), ("corrected", Names(agreed.Corrected)), ("sha256", item.Sha256)));
        return referral;
    }

    /// <summary>Puts the files with a referral that is there already.</summary>
    public Outcome<string> Attach(WriteScope scope, string id, int version, string referralId, bool isReport, Actor actor)
    {
        var found = Mine(scope, id, version, actor);
        if (found.Value is not { } item)
            return found.Refusal!;
        if (scope.Db.Referrals.Find(referralId) is not { } referral || !ReferralStates.IsOpen(referral.State))
            return new Refusal("not-found", "There is no such open referral.");
        if (Standing(scope.Db, item.PatientId) is { } named && named != referral.PatientId)
            return new Refusal("invalid", "The message names another patient than this referral is for.");
        var files = Files(scope.Db, id);
        if (Unfit(scope.Db, referralId, files) is { } unfit)
            return unfit;
        Hand(scope, item, referralId, files, actor, null, isReport);
        scope.Record("tray_attached", SubjectOf(id), actor, Detail.Of(("referral", referralId), ("report", isReport), ("sha256", item.Sha256)));
        return referralId;
    }

    public static Outcome<string> SetAside(WriteScope scope, string id, int version, string? reason, Actor actor)
    {
        var found = Mine(scope, id, version, actor);
        if (found.Value is not { } item)
            return found.Refusal!;
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why it is set aside: whoever sent it may ask.");
        item.SetAside(reason.Trim(), actor.Name, scope.Now);
        scope.Record("tray_set_aside", SubjectOf(id), actor, Detail.Of(("textHash", Detail.HashOf(reason.Trim()))));
        Announce(scope, id);
        return id;
    }

    public static Outcome<string> PutBack(WriteScope scope, string id, int version, Actor actor)
    {
        if (scope.Db.TrayItems.Find(id) is not { } item)
            return Nothing;
        if (item.Version != version)
            return Stale;
        if (item.State != TrayState.SetAside)
            return new Refusal("not-allowed-now", "Only what was set aside can be put back.");
        item.PutBack();
        scope.Record("tray_put_back", SubjectOf(id), actor);
        Announce(scope, id);
        return id;
    }

    /// <summary>The files become documents; what is no kind that a referral keeps stays in the tray, and the history says so.</summary>
    internal void Hand(WriteScope scope, TrayItem item, string referralId, IReadOnlyList<TrayFile> files, Actor actor, TrayAgreedFields? agreed, bool isReport)
    {
        var left = new List<string>();
        var from = new Actor(actor.Kind, actor.Id, item.FromName);
        foreach (var file in files)
        {
            if (ReferralDocuments.Add(scope, referralId, new FileDraft(file.Name, file.Content), from, isReport).Value is null && !IsThere(scope.Db, referralId, file))
                left.Add(file.Name);
            scope.Flush();
        }

        item.Take(referralId, actor.Name, scope.Now);
        var words = string.Create(CultureInfo.InvariantCulture, $"From the intake tray: “{item.Name}”, {Way(item.Door)} from {item.FromName}, {item.ReceivedAt:yyyy-MM-dd HH:mm} UTC.")
            + (agreed is { Agreed.Count: > 0 } ? $" Agreed as it was read: {Said(agreed.Agreed)}." : "") + (agreed is { Corrected.Count: > 0 } ? $" Corrected by hand: {Said(agreed.Corrected)}." : "")
            + (left.Count > 0 ? $" Not a kind of file that is kept here: {string.Join(", ", left)}." : "");
        ReferralEffects.Note(scope, referralId, "document-taken-in", words, null, actor);
        if (isReport && scope.Db.Referrals.Find(referralId) is { } referral)
        {
            if (referral.State == ReferralState.ReportDue)
                referrals.Act(scope, referralId, "report-received", new ReferralInput(referral.Version, Note: item.Name), actor);
            else if (referral.State is not (ReferralState.ReportReview or ReferralState.LoopClosed))
                referrals.Act(scope, referralId, "partner-reports", new ReferralInput(referral.Version, Note: item.Name, FromPartner: true), actor);
        }

        Announce(scope, item.Id);
    }

    /// <summary>The record that stands for a patient who was merged into it since.</summary>
    public static string? Standing(CompanionDb db, string? patientId)
    {
        for (var hop = 0; hop < 8 && patientId is { } id; hop++)
        {
            if (db.Patients.AsNoTracking().Where(row => row.Id == id).Select(row => row.MergedInto).FirstOrDefault() is not { } into)
                return id;
            patientId = into;
        }

        return patientId;
    }

    internal static List<TrayFile> Files(CompanionDb db, string id) => [.. db.TrayFiles.AsNoTracking().Where(file => file.ItemId == id).OrderBy(file => file.Ordinal)];

    internal static Subject SubjectOf(string id) => new("tray", id);

    internal static void Announce(WriteScope scope, string id) => scope.Announce(new Change("tray", id));

    public static string Way(string door) => door switch { "hl7" => "by HL7 v2", "mail" => "by e-mail", "key" => "by API", _ => "uploaded" };

    private static bool IsThere(CompanionDb db, string referralId, TrayFile file) => db.ReferralDocuments.Any(row => row.ReferralId == referralId && row.Sha256 == file.Sha256);

    /// <summary>Looked at before anything is written: what cannot be kept whole is not begun.</summary>
    private static Refusal? Unfit(CompanionDb db, string? referralId, List<TrayFile> files)
    {
        if (files.Find(file => file.ContentType is not null && file.Bytes > ReferralDocument.LargestBytes) is { } large)
            return new Refusal("invalid", $"{large.Name} is larger than the {ReferralDocument.LargestBytes / 1024 / 1024} MB that a referral keeps.");
        var there = referralId is null ? 0 : db.ReferralDocuments.Count(row => row.ReferralId == referralId);
        return there + files.Count > ReferralDocument.MostOfOne ? new Refusal("invalid", $"A referral has {ReferralDocument.MostOfOne} documents at most.") : null;
    }

    private static Outcome<TrayItem> Mine(WriteScope scope, string id, int version, Actor actor)
    {
        var found = Find(scope, id, version);
        return found.Value?.WorkerAt(scope.Now) is { } other && other.Id != actor.Id ? InHand(other, found.Value) : found;
    }

    private static Outcome<TrayItem> Find(WriteScope scope, string id, int version)
    {
        if (scope.Db.TrayItems.Find(id) is not { } item)
            return Nothing;
        if (item.Version != version)
            return Stale;
        return item.State == TrayState.Waiting ? item : new Refusal("not-allowed-now", item.State == TrayState.Taken ? $"{item.DecidedBy} has put it with a referral already." : $"{item.DecidedBy} has set it aside.");
    }

    private static Refusal InHand(PersonRef other, TrayItem item) =>
        new("taken", string.Create(CultureInfo.InvariantCulture, $"{other.Name} has this in hand until {item.WorkUntil:HH:mm} UTC. Take it over, or leave it."));

    private static string Short(string text, string otherwise) => PlainText.Line(text).Trim() switch { "" => otherwise, { Length: > LongestName } name => name[..LongestName], var name => name };

    private static string? Names(IReadOnlyList<TrayField> fields) => fields.Count == 0 ? null : string.Join(' ', fields);

    private static string Said(IReadOnlyList<TrayField> fields) => string.Join(", ", fields.Select(TrayWords.Of));

    private static readonly Refusal Nothing = new("not-found", "There is no such item in the tray.");

    private static readonly Refusal Stale = new("stale-version", "Somebody changed this meanwhile. Look again, then decide.");
}
