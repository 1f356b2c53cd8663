using System.Text;
using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>TXA with its OBX: a document, its text or what it is a pointer to.</summary>
internal static class Hl7Documents
{
    public static DocumentReference? Read(Hl7Fields txa, IReadOnlyList<Hl7Segment> contents, Func<Hl7Segment, Hl7Fields> fields, string? trigger, out List<string> keys)
    {
        keys = [.. new[] { txa.Key("document", 12) }.OfType<string>()];
        if (keys.Count == 0)
            return null;
        var parent = txa.Number(13);
        return new DocumentReference
        {
            MasterIdentifier = txa.Number(12),
            Status = trigger == "T11" || txa.Text(19) is "CA" or "OB" ? trigger == "T11" ? DocumentReferenceStatus.EnteredInError : DocumentReferenceStatus.Superseded : DocumentReferenceStatus.Current,
            DocStatus = Hl7Statuses.Document(txa.Text(17)),
            Type = txa.Concept(2),
            DateElement = (txa.Instant(6, "The time of the document") ?? txa.Instant(4, "The time of the document")) is { } at ? new Instant(at) : null,
            Author = txa.People(9, 5),
            Authenticator = txa.Person(10),
            Description = txa.Text(25),
            // T05, T06: an addendum; T09, T10: a replacement.
            RelatesTo = parent is null || trigger is not ("T05" or "T06" or "T09" or "T10") ? [] :
                [new DocumentReference.RelatesToComponent { Code = trigger is "T05" or "T06" ? DocumentRelationshipType.Appends : DocumentRelationshipType.Replaces, Target = new ResourceReference { Identifier = parent } }],
            // TXA-14 and TXA-15: the order that asked for it.
            Context = new[] { txa.Number(14), txa.Number(15) }.OfType<Hl7.Fhir.Model.Identifier>().Select(order => new ResourceReference { Type = "ServiceRequest", Identifier = order }).ToList() is { Count: > 0 } orders
                ? new DocumentReference.ContextComponent { Related = orders } : null,
            Content = Contents(contents, fields, txa.Text(3)),
        };
    }

    private static List<DocumentReference.ContentComponent> Contents(IReadOnlyList<Hl7Segment> contents, Func<Hl7Segment, Hl7Fields> fields, string? presentation)
    {
        var found = new List<DocumentReference.ContentComponent>();
        var text = new StringBuilder();
        foreach (var obx in contents)
        {
            var all = fields(obx);
            switch (obx.Get(2))
            {
                case "ED" when obx.Get(5, 5) is { } data:
                    Add(new Attachment { ContentType = ContentType(obx.Get(5, 2), obx.Get(5, 3)), Data = Bytes(obx.Get(5, 4), data), Title = all.Text(3, 2) });
                    break;
                case "RP" when all.Text(5) is { } pointer:
                    Add(new Attachment { ContentType = ContentType(obx.Get(5, 3), obx.Get(5, 4)), Url = pointer, Title = all.Text(3, 2) });
                    break;
                default:
                    if (all.Narrative(5) is { } lines)
                        text.Append(text.Length == 0 ? "" : "\n").Append(lines);
                    break;
            }
        }

        if (text.Length > 0)
            Add(new Attachment { ContentType = "text/plain", Data = Encoding.UTF8.GetBytes(text.ToString()) });
        if (found.Count == 0)
            Add(new Attachment { ContentType = presentation is null ? null : ContentType(presentation, null) });
        return found;

        void Add(Attachment attachment) => found.Add(new DocumentReference.ContentComponent { Attachment = attachment });
    }

    private static byte[] Bytes(string? encoding, string data)
    {
        if (encoding?.ToUpperInvariant() == "BASE64")
        {
            var bytes = new byte[data.Length];
            if (Convert.TryFromBase64String(data, bytes, out var length))
                return bytes[..length];
        }

        return encoding?.ToUpperInvariant() == "HEX" && data.Length % 2 == 0 && data.All(char.IsAsciiHexDigit) ? Convert.FromHexString(data) : Encoding.UTF8.GetBytes(data);
    }

    /// <summary>Tables 0191 (type of data) and 0291 (subtype).</summary>
    private static string? ContentType(string? type, string? subtype) => (type?.ToUpperInvariant(), subtype?.ToUpperInvariant()) switch
    {
        (_, "PDF") => "application/pdf",
        (_, "JPEG" or "JPG") => "image/jpeg",
        (_, "PNG") => "image/png",
        (_, "TIFF" or "TIF") => "image/tiff",
        (_, "GIF") => "image/gif",
        (_, "RTF" or "RICHTEXT") => "text/rtf",
        (_, "HTML") => "text/html",
        (_, "X-HL7-CDA-LEVEL-ONE" or "XML") => "text/xml",
        ("TEXT" or "TX" or "FT", _) => "text/plain",
        ("APPLICATION" or "AP", _) => "application/octet-stream",
        (['A' or 'T' or 'I', ..] mime, _) when mime.Contains('/', StringComparison.Ordinal) => mime.ToLowerInvariant(),
        _ => null,
    };
}
