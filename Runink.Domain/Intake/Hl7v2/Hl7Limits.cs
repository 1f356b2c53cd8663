namespace Runink.Domain.Intake.Hl7v2;

/// <summary>
/// How long the parts of a message may be. What is longer is refused by its place: a name of megabytes is a mistake of the sender, and
/// stored it would be carried through every page, mail and index.
/// </summary>
internal static class Hl7Limits
{
    /// <summary>MSH-10 has 199 characters since HL7 v2.7.</summary>
    private const int LongestControlId = 199;

    /// <summary>Null when every part is short enough.</summary>
    public static MessageFault? Check(Hl7Message message)
    {
        foreach (var segment in message.Segments)
        {
            if (segment.Length > LongestControlId && Check(segment, message.Delimiters) is { } fault)
                return fault;
        }

        return null;
    }

    private static MessageFault? Check(Hl7Segment segment, Hl7Delimiters delimiters)
    {
        var number = segment.Name == "MSH" ? 1 : 0;
        var text = segment.Whole;
        foreach (var range in text.Split(delimiters.Field))
        {
            var field = text[range];
            var most = Most(segment, number);
            if (number > 0 && field.Length > most && Component(segment, number, field, most, delimiters) is { } fault)
                return fault;
            number++;
        }

        return null;
    }

    private static MessageFault? Component(Hl7Segment segment, int number, ReadOnlySpan<char> field, int most, Hl7Delimiters delimiters)
    {
        if (segment.Name == "MSH" && number is 10 or 3 or 4)
            return NoticeLimits.Fault(segment.Place(number), field.Length, most);
        foreach (var repetition in field.Split(delimiters.Repetition))
        {
            var component = 1;
            foreach (var range in field[repetition].Split(delimiters.Component))
            {
                var length = field[repetition][range].Length;
                if (length > most)
                    return NoticeLimits.Fault(segment.Place(number, component), length, most);
                component++;
            }
        }

        return null;
    }

    /// <summary>By what a field is for: narrative and documents are long, addresses less so, everything else is a name, a number or a code.</summary>
    private static int Most(Hl7Segment segment, int field) => (segment.Name, field) switch
    {
        ("MSH", 10) => LongestControlId,
        // Encapsulated data and references are documents: the message's own limit is theirs.
        ("OBX", 5) => segment.Get(2) is "ED" or "RP" ? int.MaxValue : NoticeLimits.LongestText,
        ("OBX", 3) or ("PID", 11) or ("NK1", _) or ("OBR", 4 or 13 or 31) or ("ORC", _) or ("PV2", 3) => NoticeLimits.LongestPhrase,
        ("NTE" or "TXA" or "ERR" or "MSA" or "DG1" or "AL1" or "OBX" or "OBR", _) => NoticeLimits.LongestText,
        ("MSH" or "EVN" or "PID" or "PV1" or "MRG" or "PD1", _) => NoticeLimits.LongestName,
        _ => NoticeLimits.LongestText,
    };
}
