namespace Runink.Domain.Triggers.Compilation;

internal static class TextPattern
{
    /// <summary>SQL's LIKE without case; linear in time, whatever the pattern.</summary>
    public static bool Like(string text, string pattern)
    {
        int at = 0, in_ = 0, star = -1, mark = 0;
        while (at < text.Length)
        {
            if (in_ < pattern.Length && pattern[in_] == '%')
            {
                star = in_++;
                mark = at;
            }
            else if (in_ < pattern.Length && (pattern[in_] == '_' || char.ToUpperInvariant(pattern[in_]) == char.ToUpperInvariant(text[at])))
            {
                in_++;
                at++;
            }
            else if (star >= 0)
            {
                in_ = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (in_ < pattern.Length && pattern[in_] == '%')
            in_++;
        return in_ == pattern.Length;
    }
}
