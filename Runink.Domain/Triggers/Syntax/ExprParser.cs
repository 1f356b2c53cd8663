using System.Globalization;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>
/// Recursive descent, one method for each level of the grammar. The first error ends an expression: what follows it would
/// be guesses.
/// </summary>
internal sealed class ExprParser
{
    private const int MaxDepth = 48;
    private const int MaxTokens = 4000;
    private readonly IReadOnlyList<Token> tokens;
    private int at;
    private int depth;

    private ExprParser(IReadOnlyList<Token> all) => tokens = all;

    private Token Now => tokens[at];

    private Token Ahead => tokens[Math.Min(at + 1, tokens.Count - 1)];

    /// <summary>Parses a whole text; the error goes to the report and nothing comes back.</summary>
    public static ParsedExpr? Parse(ExprSource source, Report report)
    {
        var read = Lexer.Read(source.Text);
        try
        {
            if (read.Count > MaxTokens)
                throw new SyntaxError("RNK1203", "This expression is too long.", 0, 1);
            if (read[0].Kind == TokenKind.End)
                throw new SyntaxError("RNK1204", "An expression is missing.", 0, 0);
            var parser = new ExprParser(read);
            var root = parser.Or();
            if (parser.Now.Kind != TokenKind.End)
                throw parser.Unexpected("the end");
            return new(source, root);
        }
        catch (SyntaxError error)
        {
            report.Error(error.Code, error.Message, source.Span(error.Start, error.End));
            return null;
        }
    }

    private Expr Or()
    {
        if (++depth > MaxDepth)
            throw new SyntaxError("RNK1203", $"Nested deeper than {MaxDepth}.", Now.Start, Now.End);
        var operands = new List<Expr> { And() };
        while (Now.IsKeyword("OR") || Now.Is("||"))
        {
            at++;
            operands.Add(And());
        }

        depth--;
        return operands.Count == 1 ? operands[0] : new LogicExpr(false, operands, operands.Any(o => o is LogicExpr { IsAnd: true }));
    }

    private Expr And()
    {
        var operands = new List<Expr> { Not() };
        while (Now.IsKeyword("AND") || Now.Is("&&"))
        {
            at++;
            operands.Add(Not());
        }

        return operands.Count == 1 ? operands[0] : new LogicExpr(true, operands, false);
    }

    private Expr Not()
    {
        if (!Now.IsKeyword("NOT") && !Now.Is("!"))
            return Test();
        var start = Now.Start;
        at++;
        if (++depth > MaxDepth)
            throw new SyntaxError("RNK1203", $"Nested deeper than {MaxDepth}.", Now.Start, Now.End);
        var operand = Not();
        depth--;
        return new NotExpr(operand, start);
    }

    private Expr Test()
    {
        var left = Sum();
        if (Now.Kind == TokenKind.Operator && Now.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            var symbol = Now.Text;
            at++;
            var right = Sum();
            if (Now.Kind == TokenKind.Operator && Now.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
                throw new SyntaxError("RNK1205", "A comparison compares two things; join two comparisons with AND.", Now.Start, Now.End);
            return new CompareExpr(symbol, left, right);
        }

        if (Now.IsKeyword("IS"))
        {
            at++;
            var negated = Take("NOT");
            var end = Now.End;
            if (Take("KNOWN"))
                return new KnownExpr(left, negated, end);
            return Take("UNKNOWN") ? new KnownExpr(left, !negated, end) : throw Unexpected("KNOWN or UNKNOWN");
        }

        var not = Now.IsKeyword("NOT") && (Ahead.IsKeyword("IN") || Ahead.IsKeyword("BETWEEN") || Ahead.IsKeyword("CONTAINS") || Ahead.IsKeyword("STARTS") || Ahead.IsKeyword("LIKE"));
        if (not)
            at++;
        if (Take("IN"))
            return Set(left, not);
        if (Take("BETWEEN"))
        {
            var low = Sum();
            if (!Take("AND"))
                throw Unexpected("AND");
            return new BetweenExpr(left, not, low, Sum());
        }

        if (Take("CONTAINS"))
            return new TextTestExpr(TextTest.Contains, not, left, Sum());
        if (Take("LIKE"))
            return new TextTestExpr(TextTest.Like, not, left, Sum());
        if (!Take("STARTS"))
            return left;
        return Take("WITH") ? new TextTestExpr(TextTest.StartsWith, not, left, Sum()) : throw Unexpected("WITH");
    }

    private InExpr Set(Expr subject, bool negated)
    {
        if (Now.Kind == TokenKind.Name)
        {
            var name = Now;
            at++;
            return new(subject, negated, [], name.Text, name.Start, name.End);
        }

        var start = Now.Start;
        Expect(TokenKind.Open, "(");
        var items = new List<Expr> { Sum() };
        while (Now.Kind == TokenKind.Comma)
        {
            at++;
            items.Add(Sum());
        }

        var end = Expect(TokenKind.Close, ")").End;
        return new(subject, negated, items, null, start, end);
    }

    private Expr Sum()
    {
        var left = Product();
        while (Now.Is("+") || Now.Is("-"))
        {
            var symbol = Now.Text[0];
            at++;
            left = new ArithmeticExpr(symbol, left, Product());
        }

        return left;
    }

    private Expr Product()
    {
        var left = Unary();
        while (Now.Is("*") || Now.Is("/"))
        {
            var symbol = Now.Text[0];
            at++;
            left = new ArithmeticExpr(symbol, left, Unary());
        }

        return left;
    }

    private Expr Unary()
    {
        if (!Now.Is("-"))
            return Primary();
        var start = Now.Start;
        at++;
        if (Now.Is("-"))
            throw Unexpected("a value");
        var operand = Primary();
        return new NegateExpr(operand, start, operand.End);
    }

    private Expr Primary()
    {
        var token = Now;
        at++;
        switch (token.Kind)
        {
            case TokenKind.Number when Now.Kind == TokenKind.Unit:
                var unit = Now;
                at++;
                return new NumberExpr(token.Number, unit.Text, unit.Start, token.Start, unit.End);
            case TokenKind.Number: return new NumberExpr(token.Number, null, token.End, token.Start, token.End);
            case TokenKind.Text: return new TextExpr(token.Text, token.Start, token.End);
            case TokenKind.Date: return new DateExpr(DateOnly.ParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture), token.Start, token.End);
            case TokenKind.Parameter: return new ParameterExpr(token.Text, token.Start, token.End);
            case TokenKind.Open:
                var inner = Or();
                var end = Expect(TokenKind.Close, ")").End;
                return new GroupExpr(inner, token.Start, end);
            case TokenKind.Name when token.IsKeyword("TRUE") || token.IsKeyword("FALSE"):
                return new TruthExpr(token.IsKeyword("TRUE"), token.Start, token.End);
            case TokenKind.Name when !Keywords.All.Contains(token.Text):
                return Now.Kind == TokenKind.Open ? Call(token) : new NameExpr(token.Text, token.Start, token.End);
            default:
                at--;
                throw Unexpected("a value");
        }
    }

    private CallExpr Call(Token name)
    {
        at++;
        var arguments = new List<Argument>();
        while (Now.Kind != TokenKind.Close)
        {
            if (arguments.Count > 0)
                Expect(TokenKind.Comma, ",");
            string? label = null;
            if (Now.Kind == TokenKind.Name && Ahead.Is(":"))
            {
                label = Now.Text.ToLowerInvariant();
                at += 2;
            }
            else if (Now.IsKeyword("after") && Ahead.Kind is TokenKind.Name or TokenKind.Open)
            {
                // Without the colon it needs no quotes in YAML.
                label = "after";
                at++;
            }

            arguments.Add(new(label, Or()));
        }

        var end = Now.End;
        at++;
        return new(name.Text, name.End, arguments, name.Start, end);
    }

    private bool Take(string keyword)
    {
        if (!Now.IsKeyword(keyword))
            return false;
        at++;
        return true;
    }

    private Token Expect(TokenKind kind, string shown)
    {
        if (Now.Kind != kind)
            throw Unexpected(shown);
        return tokens[at++];
    }

    private SyntaxError Unexpected(string expected) => Now.Kind switch
    {
        TokenKind.Bad => new("RNK1202", Now.Text, Now.Start, Now.End),
        TokenKind.End => new("RNK1201", $"Expected {expected}, but the expression ends here.", Math.Max(0, Now.Start - 1), Now.Start),
        _ => new("RNK1201", $"Expected {expected}, found {Now.Text}.", Now.Start, Now.End),
    };

    private sealed class SyntaxError(string code, string message, int start, int end) : Exception(message)
    {
        public string Code => code;

        public int Start => start;

        public int End => end;
    }
}
