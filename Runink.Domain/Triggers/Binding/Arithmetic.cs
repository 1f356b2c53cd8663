using Runink.Domain.Signals;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>Types and units of + − × ÷.</summary>
internal static class Arithmetic
{
    public static BoundExpr Negate(Binder binder, NegateExpr expr)
    {
        var operand = binder.Bind(expr.Operand);
        if (operand.Type.Kind == TypeKind.Broken)
            return operand;
        return !operand.Type.IsNumeric ? binder.Error("RNK1406", $"{binder.Source.TextOf(expr.Operand)} is {operand.Type}, not a number.", expr.Operand)
            : operand is BoundConstant constant and not BoundParameter ? new BoundConstant(binder.Source, expr, constant.Type, -constant.Number, null)
            : new BoundNegate(binder.Source, expr, operand);
    }

    public static BoundExpr Bind(Binder binder, ArithmeticExpr expr)
    {
        var left = binder.Bind(expr.Left);
        var right = binder.Bind(expr.Right);
        if (left.Type.Kind == TypeKind.Broken || right.Type.Kind == TypeKind.Broken)
            return binder.Broken(expr);
        return expr.Operator is '+' or '-' ? Sum(binder, expr, left, right) : Product(binder, expr, left, right);
    }

    private static BoundExpr Sum(Binder binder, ArithmeticExpr expr, BoundExpr left, BoundExpr right)
    {
        if (left.Type.Kind == TypeKind.Instant)
        {
            if (right.Type.Kind == TypeKind.Instant && expr.Operator == '-')
                return Make(ExprType.Duration, right);
            if (right.Type.Kind == TypeKind.Duration)
                return Make(ExprType.Instant, right);
        }

        if (!left.Type.IsNumeric || !right.Type.IsNumeric)
            return binder.Error("RNK1406", $"{left.Type} and {right.Type} cannot be added or subtracted.", expr);
        // Subtracting two temperatures leaves a difference; adding one to a temperature adds a difference.
        var isStep = right is BoundConstant || right.Type.Difference;
        var other = Comparison.Align(binder, right, left.Type with { Difference = isStep }, expr);
        if (other is null)
            return binder.Broken(expr);
        Meanings(binder, expr, left, right, other);
        var type = left.Type.Kind == TypeKind.Number ? other.Type : left.Type;
        return Make(type with { Difference = isStep ? left.Type.Difference : expr.Operator == '-' }, other);

        BoundArithmetic Make(ExprType result, BoundExpr second) => new(binder.Source, expr, result, expr.Operator, left, second);
    }

    /// <summary>
    /// Grams of one thing turned into milligrams to be added to another: the units agree and the sum means nothing. Formulas of bedside
    /// medicine take plain numbers.
    /// </summary>
    private static void Meanings(Binder binder, ArithmeticExpr expr, BoundExpr left, BoundExpr right, BoundExpr aligned)
    {
        if (aligned is not BoundConvert || left.Type.Kind != TypeKind.Quantity)
            return;
        var (a, b) = (Measured(left).ToHashSet(StringComparer.Ordinal), Measured(right).ToHashSet(StringComparer.Ordinal));
        if (a.Count == 0 || b.Count == 0 || a.Overlaps(b))
            return;
        var (first, second) = (a.Order(StringComparer.Ordinal).First(), b.Order(StringComparer.Ordinal).First());
        binder.Hint("RNK1712", $"{second} is turned from {right.Type.Unit.Display} into {left.Type.Unit.Display} and added to {first}, which is another measurement. Where a formula takes its plain number, divide by one of its unit: ({second} / 1 {right.Type.Unit.Code}).", expr);
    }

    private static IEnumerable<string> Measured(BoundExpr expr) =>
        expr is BoundName { Concept.Kind: ConceptKind.Quantity } name ? [name.Concept.Name]
        : expr is BoundCall call && call["x"]?.Series is { Kind: ConceptKind.Quantity } series ? [series.Name]
        : expr.Children.SelectMany(Measured);

    private static BoundExpr Product(Binder binder, ArithmeticExpr expr, BoundExpr left, BoundExpr right)
    {
        if (!left.Type.IsNumeric || !right.Type.IsNumeric)
            return binder.Error("RNK1406", $"{left.Type} and {right.Type} cannot be multiplied or divided.", expr);
        if (right is BoundConstant { Number: 0 } && expr.Operator == '/')
            return binder.Error("RNK1407", "This divides by zero.", expr.Right);
        if (right.Type.Kind == TypeKind.Number)
            return Make(left.Type with { Difference = true }, right);
        if (left.Type.Kind == TypeKind.Number && expr.Operator == '*')
            return Make(right.Type with { Difference = true }, right);
        if (expr.Operator == '/' && Comparison.Align(binder, right, left.Type, expr, quiet: true) is { } same)
            return Make(ExprType.Number, same);
        // 60 % is 0.6: what is divided by a share keeps its unit.
        if (right.Type is { Kind: TypeKind.Quantity, Unit: { Factor: not 1, Offset: 0, Dimension.IsNone: true } })
            return Make(left.Type with { Difference = true }, right is BoundConstant share ? share.As(ExprType.Number, share.Number * share.Type.Unit.Factor) : new BoundConvert(right, ExprType.Number));
        var a = left.Type.Unit;
        var b = right.Type.Unit;
        if (a.Offset != 0 || b.Offset != 0)
            return binder.Error("RNK1403", "Temperatures cannot be multiplied or divided.", expr);
        var code = expr.Operator == '*' ? $"{a.Code}.{b.Code}" : $"{a.Code}/{b.Code}";
        var unit = expr.Operator == '*'
            ? new Unit(code, a.Dimension * b.Dimension, a.Factor * b.Factor)
            : new Unit(code, a.Dimension * b.Dimension.Power(-1), a.Factor / b.Factor);
        return Make(new(TypeKind.Quantity, unit, left.Type.Analyte ?? right.Type.Analyte), right);

        BoundArithmetic Make(ExprType type, BoundExpr second) => new(binder.Source, expr, type, expr.Operator, left, second);
    }
}
