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
        var other = Comparison.Align(binder, right, left.Type with { Difference = right is BoundConstant || right.Type.Difference || left.Type.Difference }, expr);
        if (other is null)
            return binder.Broken(expr);
        var type = left.Type.Kind == TypeKind.Number ? other.Type : left.Type;
        return Make(type with { Difference = expr.Operator == '-' && right is not BoundConstant }, other);

        BoundArithmetic Make(ExprType result, BoundExpr second) => new(binder.Source, expr, result, expr.Operator, left, second);
    }

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
