namespace Runink.Domain.Intake.Hl7v2;

/// <summary>PID: who the message is about.</summary>
internal static class Hl7Patient
{
    /// <summary>Each identifier is looked up while others wait for the writer; nobody has this many.</summary>
    private const int MostIdentifiers = 100;

    public static MessageFault? Read(
        Hl7Segment pid, TimeZoneInfo zone, out List<Identifier> identifiers, out Demographics? demographics)
    {
        identifiers = [];
        demographics = null;
        if (pid.Repetitions(3) > MostIdentifiers || pid.Repetitions(2) > MostIdentifiers)
            return new MessageFault(false, pid.Place(3), 102, $"A patient has at most {MostIdentifiers} identifiers.");
        identifiers = ReadIdentifiers(pid, 3);
        if (identifiers.Count == 0)
            identifiers = ReadIdentifiers(pid, 2);
        if (identifiers.Count == 0)
            return new MessageFault(false, pid.Place(3, 1), 101, "The patient has no identifier.");

        DateOnly? birth = null;
        if (pid.Get(7) is { } born)
        {
            if (!Hl7Time.TryParseDate(born, out var date))
                return new MessageFault(false, pid.Place(7), 102, "The birth date is not a date.");
            birth = date;
        }

        DateTimeOffset? death = null;
        if (pid.Get(29) is { } died)
        {
            if (!Hl7Time.TryParse(died, zone, out var instant))
                return new MessageFault(false, pid.Place(29), 102, "The time of death is not a time stamp.");
            death = instant;
        }

        demographics = new Demographics(pid.Get(5, 1), GivenNames(pid), birth, Sex(pid.Get(8)), death);
        return null;
    }

    private static List<Identifier> ReadIdentifiers(Hl7Segment pid, int field)
    {
        var found = new List<Identifier>();
        for (var repetition = 1; repetition <= pid.Repetitions(field); repetition++)
        {
            if (pid.Get(field, 1, repetition) is { } value)
                found.Add(new Identifier(pid.Get(field, 4, repetition) ?? "MRN", value, pid.Get(field, 5, repetition) ?? "MR"));
        }

        return found;
    }

    private static string? GivenNames(Hl7Segment pid) =>
        string.Join(' ', new[] { pid.Get(5, 2), pid.Get(5, 3) }.OfType<string>()) is { Length: > 0 } given ? given : null;

    /// <summary>HL7 table 0001.</summary>
    private static string? Sex(string? code) => code?.ToUpperInvariant() switch
    {
        null => null,
        "F" or "FEMALE" => "female",
        "M" or "MALE" => "male",
        "O" or "A" => "other",
        _ => "unknown",
    };
}
