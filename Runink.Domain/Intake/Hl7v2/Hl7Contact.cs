namespace Runink.Domain.Intake.Hl7v2;

/// <summary>XAD and XTN: where a person lives and is reached.</summary>
internal static class Hl7Contact
{
    /// <summary>The home address, else the first that is of no other kind (HL7 table 0190).</summary>
    public static HomeAddress Home(Hl7Segment segment, int field)
    {
        var chosen = 0;
        for (var repetition = segment.Repetitions(field); repetition >= 1; repetition--)
        {
            // Where somebody was born or works, or does not live any more, tells nothing.
            if (segment.Get(field, 7, repetition) is "N" or "BDL" or "BR" or "B" or "O" or "BA" or "F")
                continue;
            if (chosen == 0 || segment.Get(field, 7, repetition) is "H" || segment.Get(field, 7, chosen) is not "H")
                chosen = repetition;
        }

        return chosen == 0 ? default : new(Said(1, Placeholders.IsAddress), Said(3, Placeholders.IsAddress), Said(4, Placeholders.IsAddress), Said(5, Placeholders.IsPostcode));

        string? Said(int component, Func<string, bool> isPlaceholder) => segment.Get(field, component, chosen) is { } said && !isPlaceholder(said) ? said : null;
    }

    /// <summary>The first telephone number: in pieces or whole as newer versions write it, or all in the first component as older ones do.</summary>
    public static string? Phone(Hl7Segment segment, int field)
    {
        for (var repetition = 1; repetition <= segment.Repetitions(field); repetition++)
        {
            if (segment.Get(field, 2, repetition) is "NET" || segment.Get(field, 3, repetition) is "Internet" or "X.400" or "FX" or "BP" or "MD")
                continue;
            var pieces = segment.Get(field, 7, repetition) is { } local ? segment.Get(field, 6, repetition) + local : null;
            if ((pieces ?? segment.Get(field, 12, repetition) ?? segment.Get(field, 1, repetition)) is { } number && !number.Contains('@', StringComparison.Ordinal) && WithoutExtension(number) is { } phone && !Placeholders.IsPhone(phone))
                return phone;
        }

        return null;
    }

    /// <summary>(555)555-2345X12: the extension belongs to a desk.</summary>
    private static string WithoutExtension(string number) => number.Split(['x', 'X', '#'], 2)[0].Trim();
}
