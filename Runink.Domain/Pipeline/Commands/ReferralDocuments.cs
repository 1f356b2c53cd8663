using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="Name">As it was called where it comes from.</param>
/// <param name="Item">The item of the dossier that it is; null when nobody says.</param>
public sealed record FileDraft(string Name, byte[] Content, string? Item = null);

/// <summary>Documents of a referral, inside the writing transaction. A document that is there already is not kept twice.</summary>
internal static class ReferralDocuments
{
    private const int LongestName = 120;

    public static Outcome<ReferralDocument> Add(WriteScope scope, string referralId, FileDraft file, Actor actor, bool isReport)
    {
        if (file.Content.Length == 0)
            return new Refusal("invalid", "The file is empty.");
        if (file.Content.Length > ReferralDocument.LargestBytes)
            return new Refusal("invalid", $"The file is larger than {ReferralDocument.LargestBytes / 1024 / 1024} MB.");
        if (ReferralDocument.TypeOf(file.Content) is not { } type)
            return new Refusal("invalid", "Only PDF, JPEG, PNG, TIFF, XML and plain text are kept.");
        var hash = ReferralDocument.HashOf(file.Content);
        var there = scope.Db.ReferralDocuments.Where(row => row.ReferralId == referralId).Select(row => new { row.Id, row.Sha256 }).ToList();
        if (there.Any(row => row.Sha256 == hash))
            return new Refusal("invalid", "This very file is here already.");
        if (there.Count >= ReferralDocument.MostOfOne)
            return new Refusal("invalid", $"A referral has {ReferralDocument.MostOfOne} documents at most.");
        var name = PlainText.Line(file.Name.Split('/', '\\')[^1]).Trim();
        var kept = new ReferralDocument
        {
            Id = scope.Ids.Next(), ReferralId = referralId, Name = name.Length switch { 0 => "document", > LongestName => name[^LongestName..], _ => name }, ContentType = type, Bytes = file.Content.Length, Sha256 = hash,
            Content = file.Content, At = scope.Now, FromName = actor.Name, IsReport = isReport, Item = file.Item,
        };
        scope.Db.ReferralDocuments.Add(kept);
        scope.Record("referral_document_added", new Subject("referral", referralId), actor, Detail.Of(("document", kept.Id), ("type", type), ("bytes", kept.Bytes), ("sha256", hash)));
        scope.Announce(new Change("referral", referralId));
        return kept;
    }
}
