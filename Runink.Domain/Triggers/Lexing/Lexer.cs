using System.Globalization;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>Cuts an expression into tokens. It never fails: what it cannot read becomes one bad token with the message.</summary>
internal sealed class Lexer(string text)
{
    private readonly List<Token> tokens = [];
    private int at;

    public static IReadOnlyList<Token> Read(string text) => new Lexer(text).Run();

    private List<Token> Run()
    {
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                break;
            Next();
            if (tokens[^1].Kind == TokenKind.Bad)
                break;
        }

        tokens.Add(new(TokenKind.End, "", at, at));
        return tokens;
    }

    private void Next()
    {
        var c = text[at];
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            NumberOrDate();
        else if (char.IsLetter(c) || c == '_')
            Name();
        else if (c is '"' or '\'')
            Quoted(c);
        else if (c == '$')
            Parameter();
        else
            Symbol(c);
    }

    private void NumberOrDate()
    {
        var start = at;
        if (text.Length - at >= 10 && DateOnly.TryParseExact(text.AsSpan(at, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            at += 10;
            Add(TokenKind.Date, text[start..at], start);
            return;
        }

        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
            at++;
        if (!decimal.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            Bad(start, $"{text[start..at]} is not a number.");
            return;
        }

        tokens.Add(new(TokenKind.Number, text[start..at], start, at, value));
        UnitAfterNumber();
    }

    /// <summary>
    /// A word right after a number is its unit unless it is a keyword; a unit that starts with a sign (<c>%</c>, <c>/min</c>)
    /// is taken only when it is one, so that <c>3 / x</c> stays a division.
    /// </summary>
    private void UnitAfterNumber()
    {
        var start = at;
        while (start < text.Length && text[start] == ' ')
            start++;
        var end = start;
        while (end < text.Length && IsUnitCharacter(text[end]))
            end++;
        if (end == start)
            return;
        var word = text[start..end];
        var letters = word.TakeWhile(char.IsLetter).Count();
        if (Keywords.All.Contains(word[..letters]) && (letters == word.Length || !char.IsLetter(word[0])))
            return;
        var sign = !char.IsLetter(word[0]) && word[0] is not ('°' or '[' or '{' or 'µ' or 'μ');
        if (sign && (Ucum.Parse(word) is null || (end < text.Length && text[end] == '(')))
            return;
        if (char.IsAsciiDigit(word[0]) && Ucum.Parse(word) is null)
            return;
        at = end;
        Add(TokenKind.Unit, word, start);
    }

    private static bool IsUnitCharacter(char c) =>
        char.IsLetterOrDigit(c) || c is '%' or '/' or '[' or ']' or '{' or '}' or '*' or '^' or '.' or '°' or '_' or 'µ' or 'μ' or '³' or '⁶' or '⁹';

    private void Name()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_' || (text[at] == '.' && at + 1 < text.Length && (char.IsLetter(text[at + 1]) || text[at + 1] == '_'))))
            at++;
        Add(TokenKind.Name, text[start..at], start);
    }

    private void Parameter()
    {
        var start = at++;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        if (at == start + 1)
            Bad(start, "A parameter is $ and a name.");
        else
            Add(TokenKind.Parameter, text[(start + 1)..at], start);
    }

    private void Quoted(char quote)
    {
        var start = at++;
        var end = text.IndexOf(quote, at);
        if (end < 0)
        {
            at = text.Length;
            Bad(start, "The closing quote is missing.");
            return;
        }

        at = end + 1;
        Add(TokenKind.Text, text[(start + 1)..end], start);
    }

    private void Symbol(char c)
    {
        var start = at++;
        var next = at < text.Length ? text[at] : '\0';
        switch (c)
        {
            case '(': Add(TokenKind.Open, "(", start); return;
            case ')': Add(TokenKind.Close, ")", start); return;
            case ',': Add(TokenKind.Comma, ",", start); return;
            case '+' or '-' or '*' or '/': Add(TokenKind.Operator, c.ToString(), start); return;
            case ':': Add(TokenKind.Operator, ":", start); return;
            case '=': Two('=', "=", "="); return;
            case '<' when next == '>': at++; Add(TokenKind.Operator, "!=", start); return;
            case '<': Two('=', "<=", "<"); return;
            case '>': Two('=', ">=", ">"); return;
            case '!': Two('=', "!=", "!"); return;
            case '≤': Add(TokenKind.Operator, "<=", start); return;
            case '≥': Add(TokenKind.Operator, ">=", start); return;
            case '≠': Add(TokenKind.Operator, "!=", start); return;
            case '&' when next == '&': at++; Add(TokenKind.Operator, "&&", start); return;
            case '|' when next == '|': at++; Add(TokenKind.Operator, "||", start); return;
            default: Bad(start, $"{(char.IsControl(c) ? $"U+{(int)c:X4}" : c.ToString())} has no meaning here."); return;
        }

        void Two(char second, string both, string one)
        {
            if (next == second)
                at++;
            Add(TokenKind.Operator, next == second ? both : one, start);
        }
    }

    private void Add(TokenKind kind, string value, int start) => tokens.Add(new(kind, value, start, at));

    private void Bad(int start, string message) => tokens.Add(new(TokenKind.Bad, message, start, Math.Max(at, start + 1)));
}
