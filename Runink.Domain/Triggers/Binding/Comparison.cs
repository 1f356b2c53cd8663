using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>Brings the two sides of a test to one type and one unit.</summary>
internal static class Comparison
{
    private static readonly Unit Year = Ucum.Parse("a")!;
    private static readonly Unit Month = Ucum.Parse("mo")!;
    private static readonly Unit Day = Ucum.Parse("d")!;
    private static readonly Unit Hour = Ucum.Parse("h")!;
    private static readonly Unit Minute = Ucum.Parse("min")!;

    public static BoundExpr Bind(Binder binder, CompareExpr expr)
    {
        var left = binder.Bind(expr.Left);
        var right = binder.Bind(expr.Right);
        return Compare(binder, expr, expr.Operator, left, right);
    }

    public static BoundExpr Between(Binder binder, BetweenExpr expr)
    {
        var subject = binder.Bind(expr.Subject);
        var low = Compare(binder, expr, expr.Negated ? "<" : ">=", subject, binder.Bind(expr.Low));
        var high = Compare(binder, expr, expr.Negated ? ">" : "<=", subject, binder.Bind(expr.High));
        return low.Type.Kind == TypeKind.Broken || high.Type.Kind == TypeKind.Broken
            ? binder.Broken(expr)
            : new BoundLogic(binder.Source, expr, !expr.Negated, [low, high]);
    }

    public static BoundExpr In(Binder binder, InExpr expr)
    {
        var subject = binder.Bind(expr.Subject);
        if (expr.SetName is { } name)
        {
            if (!binder.Vocabulary.Sets.TryGetValue(name, out var members))
            {
                var near = Nearest.Of(name, binder.Vocabulary.Sets.Keys);
                binder.Report.Error("RNK1304", $"{name} is not a set.{(near is null ? "" : $" Did you mean {near}?")}", binder.Source.Span(expr.SetStart, expr.End), near is not null && Nearest.IsSlip(name, near) ? near : null);
                return binder.Broken(expr);
            }

            return subject.Type.Kind is TypeKind.Text or TypeKind.Broken
                ? new BoundIn(binder.Source, expr, subject, [], members, expr.Negated)
                : binder.Error("RNK1401", $"{binder.Source.TextOf(expr.Subject)} is {subject.Type}; a set holds codes.", expr);
        }

        var items = new List<BoundExpr>();
        foreach (var item in expr.Items)
        {
            var compared = Compare(binder, item, "=", subject, binder.Bind(item));
            if (compared is BoundCompare same)
                items.Add(same.Right);
        }

        return new BoundIn(binder.Source, expr, subject, items, null, expr.Negated);
    }

    public static BoundExpr Text(Binder binder, TextTestExpr expr)
    {
        var subject = binder.Bind(expr.Subject);
        var pattern = binder.Bind(expr.Pattern);
        if (subject.Type.Kind is not (TypeKind.Text or TypeKind.Broken))
            return binder.Error("RNK1401", $"{binder.Source.TextOf(expr.Subject)} is {subject.Type}, not a text.", expr.Subject);
        return pattern.Type.Kind is TypeKind.Text or TypeKind.Broken
            ? new BoundTextTest(binder.Source, expr, expr.Test, expr.Negated, subject, pattern)
            : binder.Error("RNK1401", $"{binder.Source.TextOf(expr.Pattern)} is {pattern.Type}, not a text.", expr.Pattern);
    }

    /// <summary>The expression in the type wanted; null (after a report) when that cannot be.</summary>
    public static BoundExpr? Align(Binder binder, BoundExpr value, ExprType wanted, Expr whole, bool quiet = false)
    {
        var have = value.Type;
        if (wanted.Kind == TypeKind.Number || have.Kind == TypeKind.Number)
        {
            if (wanted.Kind == TypeKind.Number && have.Kind == TypeKind.Quantity && value is BoundConstant percent && have.Unit.Dimension.IsNone)
                return percent.As(ExprType.Number, percent.Number * have.Unit.Factor);
            if (have.Kind == wanted.Kind)
                return value;
            if (have.Kind == TypeKind.Number && value is BoundConstant bare)
                return Bare(binder, bare, wanted);
            if (!quiet && value.Type.Unit.Dimension != wanted.Unit.Dimension)
                Dimensions(binder, value, wanted, whole);
            return value.Type.Unit.Dimension == wanted.Unit.Dimension ? value : null;
        }

        if (have.Unit.Code == wanted.Unit.Code)
            return value;
        var analyte = have.Analyte ?? wanted.Analyte;
        if (!UnitConversion.Fits(have.Unit, wanted.Unit, analyte))
        {
            if (!quiet)
                Dimensions(binder, value, wanted, whole);
            return null;
        }

        var type = wanted with { Analyte = analyte };
        return value is BoundConstant constant && UnitConversion.Convert(constant.Number, have.Unit, wanted.Unit, analyte, wanted.Difference) is { } converted
            ? constant.As(type, converted)
            : new BoundConvert(value, type);
    }

    private static BoundExpr Compare(Binder binder, Expr expr, string symbol, BoundExpr left, BoundExpr right)
    {
        if (left.Type.Kind == TypeKind.Broken || right.Type.Kind == TypeKind.Broken)
            return binder.Broken(expr);
        (left, right) = (InUnitOf(left, right), InUnitOf(right, left));
        var ordered = symbol is not ("=" or "!=");
        if (left.Type.IsNumeric && right.Type.IsNumeric)
        {
            // The side that is written as a number follows the side that is measured.
            if (left is BoundConstant && right is not BoundConstant)
                return Align(binder, left, right.Type, expr) is { } moved ? Make(moved, right) : binder.Broken(expr);
            return Align(binder, right, left.Type, expr) is { } other ? Make(left, other) : binder.Broken(expr);
        }

        if (left.Type.Kind == TypeKind.Instant && right.Type.Kind == TypeKind.Instant)
            return Make(left, right);
        if (left.Type.Kind == TypeKind.Text && right.Type.Kind == TypeKind.Text && !ordered)
            return CodeFits(binder, left, right) && CodeFits(binder, right, left) ? Make(left, right) : binder.Broken(expr);
        if (left.Type.Kind == TypeKind.Boolean && right.Type.Kind == TypeKind.Boolean && !ordered)
            return Make(left, right);
        var help = left.Type.Kind == TypeKind.Text && right.Type.Kind == TypeKind.Text ? "Texts have no order." : $"{Capital(left.Type)} cannot be compared with {right.Type}.";
        return binder.Error("RNK1401", help, expr);

        BoundCompare Make(BoundExpr a, BoundExpr b) => new(binder.Source, expr, symbol, a, b);
    }

    /// <summary>
    /// An age is completed years, unless it is compared with a limit that is no whole number of them: then it is completed months, days,
    /// hours or minutes. A child of ten months is not younger than six. What is written in hours is counted in hours from the instant
    /// of birth, where 48 hours are not two days.
    /// </summary>
    private static BoundExpr InUnitOf(BoundExpr side, BoundExpr other)
    {
        if (side is not BoundName { Concept.Name: "patient.age" } age || other is not BoundConstant { Type.Kind: TypeKind.Quantity or TypeKind.Duration } limit
            || UnitConversion.Convert(limit.Number, limit.Type.Unit, ExprType.Second, null) is not { } seconds || seconds % Year.Factor == 0)
            return side;
        return new BoundName(age.Source, age.Syntax, age.Concept, AgeUnit(limit.Syntax, seconds));
    }

    private static Unit AgeUnit(Expr written, decimal seconds)
    {
        var isOfOneDay = written is NumberExpr { Unit: { } unit } && DurationText.Unit(unit) < TimeSpan.FromDays(1);
        if (!isOfOneDay && seconds % Month.Factor == 0)
            return Month;
        if (!isOfOneDay && seconds % Day.Factor == 0)
            return Day;
        return seconds % Hour.Factor == 0 ? Hour : Minute;
    }

    private static bool CodeFits(Binder binder, BoundExpr coded, BoundExpr written)
    {
        if (coded.Type.Analyte is not { Values.Count: > 0 } concept || written is not BoundConstant { Value: { } text } || concept.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
            return true;
        var near = Nearest.Of(text, concept.Values);
        binder.Error("RNK1405", $"{concept.Name} is one of {string.Join(", ", concept.Values)}, never \"{text}\".{(near is null ? "" : $" Did you mean \"{near}\"?")}", written.Syntax, near is null ? null : $"\"{near}\"");
        return false;
    }

    private static BoundConstant Bare(Binder binder, BoundConstant number, ExprType wanted)
    {
        if (wanted.Kind == TypeKind.Quantity && !wanted.Unit.Dimension.IsNone && wanted.Unit.Code != "a")
            binder.Hint("RNK1701", $"{Interval.Number(number.Number)} is read as {Interval.Number(number.Number)} {wanted.Unit.Display}.", number.Syntax, $"{Interval.Number(number.Number)} {wanted.Unit.Code}");
        return number.As(wanted, number.Number);
    }

    private static void Dimensions(Binder binder, BoundExpr value, ExprType wanted, Expr whole) =>
        binder.Error("RNK1403", $"{binder.Source.TextOf(value.Syntax)} is {value.Type}, which cannot be turned into {wanted.Unit.Display}{(wanted.Analyte is { } of ? $" of {of.Label}" : "")}.", value.Syntax == whole ? whole : value.Syntax);

    private static string Capital(ExprType type) => type.ToString() is var text ? char.ToUpperInvariant(text[0]) + text[1..] : "";
}
