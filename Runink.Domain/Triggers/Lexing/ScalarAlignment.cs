namespace Runink.Domain.Triggers.Lexing;

/// <summary>
/// Finds where each character of a decoded scalar stands in the file. Folding changes only white space, so it is enough
/// that every other character meets its own in order; escapes of double and single quotes are stepped over whole.
/// </summary>
internal static class ScalarAlignment
{
    public static int[] Of(string file, int start, int end, string decoded)
    {
        var places = new int[decoded.Length];
        var at = Begin(file, start, end);
        var quote = start < end && file[start] is '"' or '\'' ? file[start] : '\0';
        for (var i = 0; i < decoded.Length; i++)
        {
            var blank = char.IsWhiteSpace(decoded[i]);
            if (!blank)
            {
                while (at < end && char.IsWhiteSpace(file[at]))
                    at++;
            }

            // A line that ends in a backslash goes on without a break.
            while (quote == '"' && at + 1 < end && file[at] == '\\' && file[at + 1] is '\r' or '\n')
            {
                at++;
                while (at < end && char.IsWhiteSpace(file[at]))
                    at++;
            }

            places[i] = Math.Min(at, Math.Max(start, end - 1));
            if (quote == '"' && at < end && file[at] == '\\')
                at += EscapeLength(file, at);
            else if (quote == '\'' && at < end && file[at] == '\'')
                at += 2;
            else if (at < end && (!blank || char.IsWhiteSpace(file[at])))
                at++;
        }

        return places;
    }

    private static int Begin(string file, int start, int end)
    {
        if (start >= end)
            return start;
        if (file[start] is '"' or '\'')
            return start + 1;
        if (file[start] is not ('|' or '>'))
            return start;
        var lineEnd = file.IndexOf('\n', start, end - start);
        return lineEnd < 0 ? end : lineEnd + 1;
    }

    private static int EscapeLength(string file, int at) => at + 1 >= file.Length ? 1 : file[at + 1] switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
}
