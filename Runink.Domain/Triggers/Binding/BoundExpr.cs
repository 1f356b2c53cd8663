using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>A checked part of an expression: names are concepts, units agree, the type is known.</summary>
internal abstract class BoundExpr(ExprSource source, Expr syntax, ExprType type)
{
    public ExprSource Source => source;

    public Expr Syntax => syntax;

    public ExprType Type => type;

    public SourceSpan Span => source.Span(syntax);

    public string Text => source.TextOf(syntax);

    public virtual IEnumerable<BoundExpr> Children => [];
}

/// <param name="number">In the unit of <paramref name="type"/>; seconds since 1970 of an instant; 0 or 1 of a truth.</param>
internal class BoundConstant(ExprSource source, Expr syntax, ExprType type, decimal number, string? text) : BoundExpr(source, syntax, type)
{
    public decimal Number => number;

    public string? Value => text;

    /// <summary>The same in another type or unit.</summary>
    public virtual BoundConstant As(ExprType other, decimal value) => new(Source, Syntax, other, value, Value);
}

/// <summary>A named number: known as declared, and open to what is set for a unit or a patient.</summary>
internal sealed class BoundParameter(ExprSource source, Expr syntax, ExprType type, decimal number, string name) : BoundConstant(source, syntax, type, number, null)
{
    public string Name => name;

    public override BoundConstant As(ExprType other, decimal value) => new BoundParameter(Source, Syntax, other, value, name);
}

/// <summary>The newest fresh value of a concept, or a fact of the patient or the encounter.</summary>
/// <param name="unit">Of an age that is compared in months or days; else that of the concept.</param>
internal sealed class BoundName(ExprSource source, Expr syntax, Concept concept, Unit? unit = null) : BoundExpr(source, syntax, unit is null ? ExprType.Of(concept) : ExprType.Of(concept) with { Unit = unit })
{
    public Concept Concept => concept;
}

internal sealed class BoundArithmetic(ExprSource source, Expr syntax, ExprType type, char symbol, BoundExpr left, BoundExpr right) : BoundExpr(source, syntax, type)
{
    public char Operator => symbol;

    public BoundExpr Left => left;

    public BoundExpr Right => right;

    public override IEnumerable<BoundExpr> Children => [left, right];
}

internal sealed class BoundNegate(ExprSource source, Expr syntax, BoundExpr operand) : BoundExpr(source, syntax, operand.Type)
{
    public BoundExpr Operand => operand;

    public override IEnumerable<BoundExpr> Children => [operand];
}

internal sealed class BoundConvert(BoundExpr operand, ExprType type) : BoundExpr(operand.Source, operand.Syntax, type)
{
    public BoundExpr Operand => operand;

    public override IEnumerable<BoundExpr> Children => [operand];
}

internal sealed class BoundCompare(ExprSource source, Expr syntax, string symbol, BoundExpr left, BoundExpr right) : BoundExpr(source, syntax, ExprType.Boolean)
{
    public string Operator => symbol;

    public BoundExpr Left => left;

    public BoundExpr Right => right;

    public override IEnumerable<BoundExpr> Children => [left, right];
}

internal sealed class BoundLogic(ExprSource source, Expr syntax, bool isAnd, IReadOnlyList<BoundExpr> operands) : BoundExpr(source, syntax, ExprType.Boolean)
{
    public bool IsAnd => isAnd;

    public override IEnumerable<BoundExpr> Children => operands;
}

internal sealed class BoundNot(ExprSource source, Expr syntax, BoundExpr operand) : BoundExpr(source, syntax, ExprType.Boolean)
{
    public BoundExpr Operand => operand;

    public override IEnumerable<BoundExpr> Children => [operand];
}

internal sealed class BoundIn(ExprSource source, Expr syntax, BoundExpr subject, IReadOnlyList<BoundExpr> items, CodeSet? set, bool negated)
    : BoundExpr(source, syntax, ExprType.Boolean)
{
    public BoundExpr Subject => subject;

    public IReadOnlyList<BoundExpr> Items => items;

    /// <summary>The named set; null when items stand in the text.</summary>
    public CodeSet? Set => set;

    public bool Negated => negated;

    public override IEnumerable<BoundExpr> Children => [subject, .. items];
}

internal sealed class BoundKnown(ExprSource source, Expr syntax, BoundExpr subject, bool negated) : BoundExpr(source, syntax, ExprType.Boolean)
{
    public BoundExpr Subject => subject;

    public bool Negated => negated;

    public override IEnumerable<BoundExpr> Children => [subject];
}

internal sealed class BoundTextTest(ExprSource source, Expr syntax, TextTest test, bool negated, BoundExpr subject, BoundExpr pattern)
    : BoundExpr(source, syntax, ExprType.Boolean)
{
    public TextTest Test => test;

    public bool Negated => negated;

    public BoundExpr Subject => subject;

    public BoundExpr Pattern => pattern;

    public override IEnumerable<BoundExpr> Children => [subject, pattern];
}

/// <param name="values">One for each parameter of the function, null where it was left out.</param>
internal sealed class BoundCall(ExprSource source, Expr syntax, ExprType type, Function function, IReadOnlyList<BoundArgument?> values) : BoundExpr(source, syntax, type)
{
    public Function Function => function;

    public BoundArgument? this[string parameter]
    {
        get
        {
            for (var i = 0; i < function.Parameters.Count; i++)
            {
                if (function.Parameters[i].Name == parameter)
                    return values[i];
            }

            return null;
        }
    }

    public override IEnumerable<BoundExpr> Children => values.Select(v => v?.Expression).OfType<BoundExpr>();
}

/// <summary>Exactly one part is set, by the kind of the parameter.</summary>
internal sealed record BoundArgument(BoundExpr? Expression = null, Concept? Series = null, TimeSpan? Length = null, string? Word = null, int? Whole = null)
{
    /// <summary>Of a word that names a set: how the set is said; null when it has no other name.</summary>
    public string? Label { get; init; }
}
