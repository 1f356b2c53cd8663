namespace Runink.Domain.Triggers.Syntax;

/// <summary>A part of an expression as it was written; offsets into its text.</summary>
internal abstract record Expr(int Start, int End);

/// <param name="Unit">As written; null when none.</param>
internal sealed record NumberExpr(decimal Value, string? Unit, int UnitStart, int Start, int End) : Expr(Start, End);

internal sealed record TextExpr(string Value, int Start, int End) : Expr(Start, End);

internal sealed record DateExpr(DateOnly Value, int Start, int End) : Expr(Start, End);

internal sealed record TruthExpr(bool Value, int Start, int End) : Expr(Start, End);

internal sealed record NameExpr(string Name, int Start, int End) : Expr(Start, End);

internal sealed record ParameterExpr(string Name, int Start, int End) : Expr(Start, End);

/// <param name="Label">Name of a named argument; null for one by place.</param>
internal sealed record Argument(string? Label, Expr Value);

internal sealed record CallExpr(string Name, int NameEnd, IReadOnlyList<Argument> Arguments, int Start, int End) : Expr(Start, End);

internal sealed record NegateExpr(Expr Operand, int Start, int End) : Expr(Start, End);

internal sealed record ArithmeticExpr(char Operator, Expr Left, Expr Right) : Expr(Left.Start, Right.End);

internal sealed record CompareExpr(string Operator, Expr Left, Expr Right) : Expr(Left.Start, Right.End);

/// <param name="Mixed">An OR holds an AND without parentheses.</param>
internal sealed record LogicExpr(bool IsAnd, IReadOnlyList<Expr> Operands, bool Mixed) : Expr(Operands[0].Start, Operands[^1].End);

internal sealed record NotExpr(Expr Operand, int Start) : Expr(Start, Operand.End);

/// <param name="SetName">Name of a value set instead of items.</param>
internal sealed record InExpr(Expr Subject, bool Negated, IReadOnlyList<Expr> Items, string? SetName, int SetStart, int End) : Expr(Subject.Start, End);

internal sealed record BetweenExpr(Expr Subject, bool Negated, Expr Low, Expr High) : Expr(Subject.Start, High.End);

internal sealed record KnownExpr(Expr Subject, bool Negated, int End) : Expr(Subject.Start, End);

internal enum TextTest { Contains, StartsWith, Like }

internal sealed record TextTestExpr(TextTest Test, bool Negated, Expr Subject, Expr Pattern) : Expr(Subject.Start, Pattern.End);

/// <summary>Parentheses are kept: they say that a mix of AND and OR is meant.</summary>
internal sealed record GroupExpr(Expr Inner, int Start, int End) : Expr(Start, End);
