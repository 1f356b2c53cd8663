using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>The text of an expression and where it stands inside a scalar of the file.</summary>
internal sealed record ExprSource(YamlScalar Scalar, int Offset, string Text)
{
    public static ExprSource Of(YamlScalar scalar) => new(scalar, 0, scalar.Text);

    public SourceSpan Span(int start, int end) => Scalar.At(Offset + start, end - start);

    public SourceSpan Span(Expr part) => Span(part.Start, part.End);

    public string TextOf(Expr part) => string.Join(' ', Text[part.Start..part.End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

internal sealed record ParsedExpr(ExprSource Source, Expr Root);
