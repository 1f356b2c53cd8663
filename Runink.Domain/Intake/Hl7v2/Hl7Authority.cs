namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Who gave a number (HD, the assigning authority): its namespace, else its universal id, else the facility that sent it.</summary>
internal static class Hl7Authority
{
    /// <param name="component">Of the HD in the field: 4 in a CX, 2 in an EI.</param>
    public static string Of(Hl7Segment segment, int field, int component, int repetition, string sender)
    {
        if (segment.Get(field, component, repetition) is { } name)
            return name;
        return (segment.Get(field, component, repetition, 2), segment.Get(field, component, repetition, 3)?.ToUpperInvariant()) switch
        {
            (null, _) => sender,
            ({ } id, "ISO") => $"urn:oid:{id}",
            ({ } id, "UUID" or "GUID") => $"urn:uuid:{id.ToLowerInvariant()}",
            ({ } id, _) => id,
        };
    }

    /// <summary>Several programs of one house share its numbers: the facility stands for all of them.</summary>
    public static string Sender(Hl7Segment header) => header.Get(4) ?? header.Get(3) ?? "unknown";

    public static Identifier? Number(Hl7Segment segment, int field, string type, string sender) =>
        segment.Get(field) is { } value ? new Identifier(Of(segment, field, 4, 1, sender), value, type) : null;
}
