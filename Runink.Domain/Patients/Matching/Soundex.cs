namespace Runink.Domain.Patients.Matching;

/// <summary>American Soundex as the National Archives code it: the first letter and three digits; h and w do not part equal sounds.</summary>
public static class Soundex
{
    /// <param name="name">Small letters alone. Letters beyond a to z are passed over.</param>
    public static string Of(string name)
    {
        Span<char> code = stackalloc char[4];
        var length = 0;
        var before = '0';
        foreach (var letter in name)
        {
            if (letter is < 'a' or > 'z')
                continue;
            var digit = Digit(letter);
            if (length == 0)
                code[length++] = letter;
            else if (digit != '0' && digit != before)
                code[length++] = digit;
            if (letter is not ('h' or 'w'))
                before = digit;
            if (length == 4)
                break;
        }

        code[length..].Fill('0');
        return new string(code);
    }

    private static char Digit(char letter) => letter switch
    {
        'b' or 'f' or 'p' or 'v' => '1',
        'c' or 'g' or 'j' or 'k' or 'q' or 's' or 'x' or 'z' => '2',
        'd' or 't' => '3',
        'l' => '4',
        'm' or 'n' => '5',
        'r' => '6',
        _ => '0',
    };
}
