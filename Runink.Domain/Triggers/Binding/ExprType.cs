using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Binding;

internal enum TypeKind { Broken, Number, Quantity, Duration, Instant, Text, Boolean }

/// <summary>What a part of an expression yields.</summary>
/// <param name="Unit">Of a quantity; seconds of a duration.</param>
/// <param name="Analyte">The concept through which mass and molar units convert and codes are checked.</param>
/// <param name="Difference">A difference of two values: a temperature's zero point does not matter.</param>
internal readonly record struct ExprType(TypeKind Kind, Unit Unit, Concept? Analyte = null, bool Difference = false)
{
    public static readonly Unit Second = Ucum.Parse("s")!;
    public static readonly ExprType Broken = new(TypeKind.Broken, Unit.One);
    public static readonly ExprType Number = new(TypeKind.Number, Unit.One);
    public static readonly ExprType Duration = new(TypeKind.Duration, Second);
    public static readonly ExprType Instant = new(TypeKind.Instant, Second);
    public static readonly ExprType Text = new(TypeKind.Text, Unit.One);
    public static readonly ExprType Boolean = new(TypeKind.Boolean, Unit.One);

    public bool IsNumeric => Kind is TypeKind.Number or TypeKind.Quantity or TypeKind.Duration;

    public static ExprType Of(Concept concept) => concept.Kind switch
    {
        ConceptKind.Quantity => new(TypeKind.Quantity, concept.CanonicalUnit, concept),
        ConceptKind.Number => new(TypeKind.Number, Unit.One, concept),
        ConceptKind.Boolean => Boolean with { Analyte = concept },
        ConceptKind.Date or ConceptKind.Instant => Instant,
        ConceptKind.Code or ConceptKind.Text or ConceptKind.Event => new(TypeKind.Text, Unit.One, concept),
    };

    public override string ToString() => Kind switch
    {
        TypeKind.Quantity => $"a quantity in {(Unit.Display.Length > 0 ? Unit.Display : Unit.Code)}",
        TypeKind.Number => "a number",
        TypeKind.Duration => "a length of time",
        TypeKind.Instant => "an instant",
        TypeKind.Text => "a text",
        TypeKind.Boolean => "a condition",
        TypeKind.Broken => "an error",
    };
}
