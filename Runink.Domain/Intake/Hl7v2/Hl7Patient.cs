namespace Runink.Domain.Intake.Hl7v2;

/// <summary>PID: who the message is about.</summary>
internal sealed class Hl7Patient(Hl7Clock clock, string sender, List<IntakeFinding> findings)
{
    /// <summary>Each identifier is looked up while others wait for the writer; nobody has this many.</summary>
    private const int MostIdentifiers = 100;

    public MessageFault? Read(Hl7Segment pid, out List<Identifier> identifiers, out Demographics? demographics)
    {
        demographics = null;
        if (ReadNumbers(pid, out identifiers) is { } fault)
            return fault;

        DateOnly? birth = null;
        DateTimeOffset? bornAt = null;
        if (pid.Get(7) is { } born)
        {
            if (Hl7Time.TryParseDate(born, out var date))
                (birth, bornAt) = (date, Hl7Time.SaysTime(born) ? clock.Read(pid, 7, "The time of birth") : null);
            else
                findings.Add(new(IntakeFinding.TimeUnreadable, pid.Place(7), "The birth date is not a date."));
        }

        var died = clock.Read(pid, 29, "The time of death");
        if (died is null && pid.Get(30) is "Y" or "y" or "1")
            died = clock.Sent;
        demographics = new Demographics(pid.Get(5, 1), GivenNames(pid), birth, Sex(pid.Get(8)), died) { Cleared = Cleared(pid), BornAt = bornAt, Home = Hl7Contact.Home(pid, 11), Phone = Hl7Contact.Phone(pid, 13) ?? Hl7Contact.Phone(pid, 14) };
        return null;
    }

    /// <summary>PID-3, else PID-2 of old versions, else PID-4.</summary>
    private MessageFault? ReadNumbers(Hl7Segment pid, out List<Identifier> identifiers)
    {
        identifiers = [];
        foreach (var field in (ReadOnlySpan<int>)[3, 2, 4])
        {
            if (pid.Repetitions(field) > MostIdentifiers)
                return new MessageFault(false, pid.Place(field), 102, $"A patient has at most {MostIdentifiers} identifiers.");
            if (identifiers.Count == 0)
                identifiers = ReadIdentifiers(pid, field, sender);
        }

        if (identifiers.Count == 0)
            return new MessageFault(false, pid.Place(3, 1), 101, "The patient has no identifier.");
        if (pid.Get(19) is { } social && !Placeholders.IsNumber(social))
            identifiers.Add(new Identifier("SSN", social, "SS"));
        return null;
    }

    public static List<Identifier> ReadIdentifiers(Hl7Segment segment, int field, string sender)
    {
        var found = new List<Identifier>();
        for (var repetition = 1; repetition <= segment.Repetitions(field); repetition++)
        {
            if (segment.Get(field, 1, repetition) is { } value)
                found.Add(new Identifier(Hl7Authority.Of(segment, field, 4, repetition, sender), value, segment.Get(field, 5, repetition) ?? "MR"));
        }

        return found;
    }

    private static IReadOnlyList<string> Cleared(Hl7Segment pid)
    {
        var cleared = new List<string>();
        Null(5, 1, nameof(Demographics.Family));
        Null(5, 2, nameof(Demographics.Given));
        Null(7, 1, nameof(Demographics.BirthDate));
        Null(8, 1, nameof(Demographics.Sex));
        Null(29, 1, nameof(Demographics.DeceasedAt));
        Null(11, 1, nameof(HomeAddress.Street));
        Null(11, 3, nameof(HomeAddress.City));
        Null(11, 4, nameof(HomeAddress.State));
        Null(11, 5, nameof(HomeAddress.Postcode));
        Null(13, 1, nameof(Demographics.Phone));
        if (pid.Get(29) is null && pid.Get(30) is "N" or "n")
            cleared.Add(nameof(Demographics.DeceasedAt));
        return cleared.Count == 0 ? Array.Empty<string>() : cleared.ToArray();

        void Null(int field, int component, string property)
        {
            if (pid.IsNull(field, component))
                cleared.Add(property);
        }
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
