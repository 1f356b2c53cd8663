using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>
/// Gives names, types and units to an expression. All mistakes are reported, not only the first; a broken part is silent
/// about what follows from it.
/// </summary>
internal sealed class Binder(ExprSource source, Vocabulary vocabulary, IReadOnlyDictionary<string, BoundConstant> parameters, Report report)
{
    public Vocabulary Vocabulary => vocabulary;

    public ExprSource Source => source;

    public Report Report => report;

    /// <summary>A whole condition; null when anything in it is wrong.</summary>
    public static BoundExpr? Condition(ParsedExpr parsed, Vocabulary vocabulary, IReadOnlyDictionary<string, BoundConstant> parameters, Report report)
    {
        var before = report.Errors;
        var bound = new Binder(parsed.Source, vocabulary, parameters, report).Condition(parsed.Root);
        return report.Errors == before ? bound : null;
    }

    public static BoundExpr? Value(ParsedExpr parsed, Vocabulary vocabulary, IReadOnlyDictionary<string, BoundConstant> parameters, Report report)
    {
        var before = report.Errors;
        var bound = new Binder(parsed.Source, vocabulary, parameters, report).Bind(parsed.Root);
        return report.Errors == before ? bound : null;
    }

    public BoundExpr Condition(Expr expr)
    {
        var bound = Bind(expr);
        if (bound.Type.Kind is not (TypeKind.Boolean or TypeKind.Broken))
            Error("RNK1404", $"{source.TextOf(expr)} is {bound.Type}, not a condition: compare it with something.", expr);
        return bound;
    }

    public BoundExpr Bind(Expr expr) => expr switch
    {
        GroupExpr group => Bind(group.Inner),
        LogicExpr logic => Logic(logic),
        NotExpr not => new BoundNot(source, not, Condition(not.Operand)),
        CompareExpr compare => Comparison.Bind(this, compare),
        BetweenExpr between => Comparison.Between(this, between),
        InExpr set => Comparison.In(this, set),
        TextTestExpr test => Comparison.Text(this, test),
        KnownExpr known => new BoundKnown(source, known, Bind(known.Subject), known.Negated),
        NumberExpr number => Number(number),
        TextExpr text => new BoundConstant(source, text, ExprType.Text, 0, text.Value),
        DateExpr date => new BoundConstant(source, date, ExprType.Instant, new DateTimeOffset(date.Value, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(), null),
        TruthExpr truth => new BoundConstant(source, truth, ExprType.Boolean, truth.Value ? 1 : 0, null),
        ParameterExpr parameter => Parameter(parameter),
        NameExpr name => Name(name),
        NegateExpr negate => Arithmetic.Negate(this, negate),
        ArithmeticExpr arithmetic => Arithmetic.Bind(this, arithmetic),
        CallExpr call => CallBinder.Bind(this, call),
        _ => throw new InvalidOperationException($"{expr.GetType().Name} has no binding."),
    };

    public BoundExpr Broken(Expr expr) => new BoundConstant(source, expr, ExprType.Broken, 0, null);

    public BoundExpr Error(string code, string message, Expr at, string? fix = null)
    {
        report.Error(code, message, source.Span(at), fix);
        return Broken(at);
    }

    public void Hint(string code, string message, Expr at, string? fix = null) => report.Hint(code, message, source.Span(at), fix);

    private BoundLogic Logic(LogicExpr logic)
    {
        if (logic.Mixed)
            Hint("RNK1702", "AND binds tighter than OR here; parentheses would say so.", logic);
        return new(source, logic, logic.IsAnd, [.. logic.Operands.Select(Condition)]);
    }

    private BoundExpr Number(NumberExpr number)
    {
        if (number.Unit is not { } unit)
            return new BoundConstant(source, number, ExprType.Number, number.Value, null);
        if (DurationText.Of(number.Value, unit) is { } length)
            return new BoundConstant(source, number, ExprType.Duration, (decimal)length.Ticks / TimeSpan.TicksPerSecond, null);
        if (Ucum.Parse(unit) is { } known)
            return new BoundConstant(source, number, new(TypeKind.Quantity, known), number.Value, null);
        var near = Nearest.Of(unit, vocabulary.Concepts.Select(c => c.Unit).OfType<string>().Distinct(StringComparer.Ordinal));
        report.Error("RNK1402", $"{unit} is not a known unit.{(near is null ? "" : $" Did you mean {near}?")}", source.Span(number.UnitStart, number.End), near);
        return Broken(number);
    }

    private BoundExpr Parameter(ParameterExpr parameter)
    {
        if (parameters.TryGetValue(parameter.Name, out var value))
            return value.Type.Kind is TypeKind.Number or TypeKind.Quantity
                ? new BoundParameter(source, parameter, value.Type, value.Number, parameter.Name)
                : new BoundConstant(source, parameter, value.Type, value.Number, value.Value);
        var near = Nearest.Of(parameter.Name, parameters.Keys);
        return Error("RNK1303", $"${parameter.Name} is not among the parameters.{(near is null ? "" : $" Did you mean ${near}?")}", parameter, near is null ? null : "$" + near);
    }

    private BoundExpr Name(NameExpr name)
    {
        if (name.Name.Equals("now", StringComparison.OrdinalIgnoreCase))
            return new BoundCall(source, name, ExprType.Instant, new("now", "time", ResultRule.Instant, "The instant of the evaluation."), []);
        return vocabulary.Find(name.Name) is { } concept ? new BoundName(source, name, concept) : UnknownName(name);
    }

    public BoundExpr UnknownName(NameExpr name)
    {
        var near = Nearest.Of(name.Name, vocabulary.Names);
        var function = FunctionTable.Find(name.Name);
        if (near is not null && !Nearest.IsSlip(name.Name, near))
            return Error("RNK1301", $"{name.Name} is not a name. The nearest is {near} ({vocabulary.Find(near)!.Label}): is it the same measurement?", name);
        var help = near is not null ? $" Did you mean {near}?" : function is not null ? $" It is a function: {function.Signature}." : "";
        return Error("RNK1301", $"{name.Name} is not a name.{help}", name, near);
    }
}
