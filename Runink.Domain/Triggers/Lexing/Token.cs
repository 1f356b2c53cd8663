namespace Runink.Domain.Triggers.Lexing;

internal enum TokenKind { End, Number, Unit, Text, Date, Name, Parameter, Operator, Open, Close, Comma, Bad }

/// <param name="Text">Decoded: a string without its quotes, an operator in its own spelling (<c>=</c>, <c>!=</c>, AND).</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End, decimal Number = 0)
{
    public bool IsKeyword(string word) => Kind == TokenKind.Name && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool Is(string symbol) => Kind == TokenKind.Operator && Text == symbol;
}
