using System.Globalization;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>OBX segments with the time of their own, of their OBR, or of the message, in this order.</summary>
internal sealed class Hl7Observations(TimeZoneInfo zone)
{
    public MessageFault? Read(Hl7Message message, DateTimeOffset sentAt, List<ObservationNotice> found)
    {
        var reportAt = sentAt;
        foreach (var segment in message.Segments)
        {
            if (segment.Name == "OBR")
            {
                reportAt = sentAt;
                if ((segment.Get(7) ?? segment.Get(14) ?? segment.Get(22)) is { } stamp && !Hl7Time.TryParse(stamp, zone, out reportAt))
                    return new MessageFault(false, segment.Place(7), 102, "The observation time of the report is not a time stamp.");
            }
            else if (segment.Name == "OBX" && ReadOne(segment, reportAt, found) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private MessageFault? ReadOne(Hl7Segment obx, DateTimeOffset reportAt, List<ObservationNotice> found)
    {
        if (obx.Get(3) is null && obx.Get(3, 4) is null)
            return new MessageFault(false, obx.Place(3), 101, "An observation must say what was observed.");
        var at = reportAt;
        if (obx.Get(14) is { } stamp && !Hl7Time.TryParse(stamp, zone, out at))
            return new MessageFault(false, obx.Place(14), 102, "The observation time is not a time stamp.");
        if (Value(obx) is not { } value)
            return null;
        if (obx.Get(2) == "NM" && !IsNumber(value))
            return new MessageFault(false, obx.Place(5), 102, "The value is declared numeric (NM) but is not a number.");
        found.Add(new ObservationNotice(Codes(obx), value, obx.Get(6), at, Status(obx.Get(11))));
        return null;
    }

    private static List<Coding> Codes(Hl7Segment obx)
    {
        var codes = new List<Coding>(2);
        if (obx.Get(3) is { } code)
            codes.Add(new Coding(obx.Get(3, 3) ?? "local", code, obx.Get(3, 2)));
        if (obx.Get(3, 4) is { } alternate)
            codes.Add(new Coding(obx.Get(3, 6) ?? "local", alternate, obx.Get(3, 5)));
        return codes;
    }

    /// <summary>SN (comparator^number) and CE/CWE become one text; everything else is its first component.</summary>
    private static string? Value(Hl7Segment obx) => obx.Get(2) switch
    {
        "SN" => string.Concat(obx.Get(5, 1), obx.Get(5, 2), obx.Get(5, 3), obx.Get(5, 4)) is { Length: > 0 } structured ? structured : null,
        "CE" or "CWE" or "CNE" => obx.Get(5, 1) ?? obx.Get(5, 2),
        _ => obx.Get(5),
    };

    private static bool IsNumber(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        || (value.Length > 1 && value[0] is '<' or '>' && decimal.TryParse(value.AsSpan(1).TrimStart('='), NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>HL7 table 0085.</summary>
    private static string Status(string? code) => code switch
    {
        null or "" or "F" or "U" => "final",
        "C" => "corrected",
        "P" or "R" or "S" or "I" => "preliminary",
        "W" or "D" or "X" => "entered-in-error",
        _ => "unknown",
    };
}
