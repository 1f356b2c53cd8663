namespace Runink.Domain.Intake.Hl7v2;

/// <summary>The characters that MSH-1 and MSH-2 declare.</summary>
public readonly record struct Hl7Delimiters(char Field, char Component, char Repetition, char Escape, char Subcomponent)
{
    public static readonly Hl7Delimiters Usual = new('|', '^', '~', '\\', '&');
}
