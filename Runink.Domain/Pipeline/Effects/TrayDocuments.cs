using Hl7.Fhir.Model;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>
/// Documents of other systems (MDM): with the referral that they belong to, by its number, else by patient and service; what belongs to none
/// lies in the tray, with the reason.
/// </summary>
internal sealed class TrayDocuments(TrayCommandHandler tray, TrayOptions options)
{
    /// <param name="byNumber">The referral that an order number of the document names; null when there is none.</param>
    public void Follow(WriteScope scope, string patientId, DocumentReference document, Referral? byNumber, string source, Actor actor)
    {
        var before = Earlier(scope, document.Id!);
        if (document.Status != DocumentReferenceStatus.Current)
        {
            Withdraw(scope, before, document.Status == DocumentReferenceStatus.EnteredInError, actor);
            return;
        }

        var arrival = Arrival(patientId, document, source);
        if (before?.Sha256 == arrival.Sha256)
        {
            // The order came after the document that names it.
            if (byNumber is not null && before is { State: TrayState.Waiting })
                Hand(scope, before, new AwaitedReferral(byNumber.Id, byNumber.Service, byNumber.State), isNumber: true, actor);
            return;
        }

        var open = scope.Db.Referrals.Where(row => row.PatientId == patientId && row.ClosedAt == null).ToList();
        var (match, why) = byNumber is not null ? (new AwaitedReferral(byNumber.Id, byNumber.Service, byNumber.State), "") : Match(document, open, before);
        if (match is null && (options.Documents == "none" || (options.Documents == "referrals" && open.Count == 0 && document.Context?.Related is not { Count: > 0 })))
            return;
        if (before is { State: TrayState.Waiting })
            before.SetAside("A newer version of this document came.", actor.Name, scope.Now);
        if (document.Context?.Related is { Count: > 0 } && match is null)
            why = $"It names an order that no referral here has. {why}";
        var id = TrayCommandHandler.Receive(scope, arrival with { Remark = match is null ? why : null }, actor);
        scope.Flush();
        if (match is not null && scope.Db.TrayItems.Find(id) is { } item)
            Hand(scope, item, match, byNumber is not null, actor);
    }

    /// <param name="isNumber">What is reported by the number is followed by the order itself.</param>
    private void Hand(WriteScope scope, TrayItem item, AwaitedReferral match, bool isNumber, Actor actor)
    {
        tray.Hand(scope, item, match.Id, TrayCommandHandler.Files(scope.Db, item.Id), actor, null, isReport: !isNumber && match.State == ReferralState.ReportDue);
        scope.Record("tray_attached", TrayCommandHandler.SubjectOf(item.Id), actor, Detail.Of(("referral", match.Id), ("by", isNumber ? "order-number" : "patient-and-service"), ("sha256", item.Sha256)));
    }

    /// <summary>A newer version goes where the one before went.</summary>
    private static (AwaitedReferral? Referral, string Why) Match(DocumentReference document, List<Referral> open, TrayItem? before)
    {
        var awaited = open.ConvertAll(one => new AwaitedReferral(one.Id, one.Service, one.State));
        return before?.ReferralId is { } with && awaited.Find(one => one.Id == with) is { } same
            ? (same, "")
            : DocumentMatch.Decide(new[] { document.Description, document.Type.Said() }.Concat(document.Type?.Coding.Select(coding => coding.Display) ?? []).OfType<string>(), awaited);
    }

    private static TrayItem? Earlier(WriteScope scope, string document)
    {
        scope.Flush();
        return scope.Db.TrayItems.Where(item => item.DocumentId == document).OrderByDescending(item => item.Id).FirstOrDefault();
    }

    private static void Withdraw(WriteScope scope, TrayItem? item, bool inError, Actor actor)
    {
        if (item is null)
            return;
        var words = inError ? "The sender took this document back." : "The sender replaced or cancelled this document.";
        if (item.State == TrayState.Waiting)
        {
            item.SetAside(words, actor.Name, scope.Now);
            scope.Record("tray_set_aside", TrayCommandHandler.SubjectOf(item.Id), actor, Detail.Of(("textHash", Detail.HashOf(words))));
        }
        else if (item.ReferralId is { } referral)
        {
            ReferralEffects.Note(scope, referral, "document-withdrawn", $"“{item.Name}”: {words} It is still among the documents.", null, actor);
        }

        TrayCommandHandler.Announce(scope, item.Id);
    }

    private static TrayArrival Arrival(string patientId, DocumentReference document, string source)
    {
        var title = document.Description ?? document.Type.Said() ?? "Document";
        var files = document.Content.Select(content => content.Attachment).Where(attachment => attachment?.Data is { Length: > 0 })
            .Select((attachment, at) => new TrayFileDraft(NameOf(attachment, title, at), ReferralDocument.TypeOf(attachment.Data), attachment.Data!)).ToList();
        var author = document.Author.Select(one => one.Display).FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));
        var whole = files.Count == 0 ? System.Text.Encoding.UTF8.GetBytes($"{document.Id}|{title}") : [.. files.SelectMany(file => file.Content)];
        return new TrayArrival("hl7", title, author is null ? source : $"{author} ({source})", ReferralDocument.HashOf(whole), files, PatientId: patientId, DocumentId: document.Id);
    }

    private static string NameOf(Attachment attachment, string title, int at)
    {
        var ending = ReferralDocument.TypeOf(attachment.Data) switch { "application/pdf" => ".pdf", "image/jpeg" => ".jpg", "image/png" => ".png", "image/tiff" => ".tif", "application/xml" => ".xml", "text/plain" => ".txt", _ => "" };
        return $"{attachment.Title ?? title}{(at == 0 ? "" : $" {at + 1}")}{ending}";
    }
}
