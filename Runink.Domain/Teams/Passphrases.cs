using System.Collections.Frozen;
using System.Security.Cryptography;
using Runink.Domain.Foundation;

namespace Runink.Domain.Teams;

/// <summary>What makes a passphrase: length, and that nobody would guess it first. No rules about digits and signs.</summary>
public static class Passphrases
{
    public const int Shortest = 12;
    public const int Longest = 200;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>Why it cannot be taken; null when it can.</summary>
    /// <param name="known">Words that anybody would try: login, name, hospital.</param>
    public static Refusal? Problem(string passphrase, params IEnumerable<string?> known)
    {
        if (passphrase.Length < Shortest)
            return new Refusal("invalid", $"A passphrase has {Shortest} characters or more; a few words in a row are easy to keep.");
        if (passphrase.Length > Longest)
            return new Refusal("invalid", $"A passphrase has {Longest} characters or fewer.");
        var plain = passphrase.Trim().ToLowerInvariant();
        if (plain.Distinct().Count() < 5 || IsRun(plain))
            return new Refusal("invalid", "A row of the same or of neighbouring characters is guessed at once. Take a few words that have nothing to do with each other.");
        if (Common.Value.Contains(plain) || Common.Value.Contains(Core(plain)) || IsRepeated(plain))
            return new Refusal("invalid", "This passphrase, or one very like it, is on lists that attackers try first. Take a few words that have nothing to do with each other.");
        return known.SelectMany(words => (words ?? "").ToLowerInvariant().Split([' ', '.', '@', '-', '_'], StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length >= 3)
            .Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal)).Count(char.IsLetterOrDigit) < 8
            ? new Refusal("invalid", "The passphrase is little more than a name that others know.")
            : null;
    }

    /// <summary>One that opens the door once: 80 random bits in four groups.</summary>
    public static string NewGiven() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    /// <summary>"!!Password2026" is "password": what people add before and after is added by attackers too.</summary>
    private static string Core(string plain) => plain.Trim([.. "0123456789!?.,;:-_+*#@$%&/()= "]);

    private static bool IsRepeated(string plain) =>
        Enumerable.Range(1, plain.Length / 2).Any(length => plain.Length % length == 0
            && string.Concat(Enumerable.Repeat(plain[..length], plain.Length / length)) == plain && (length < 8 || Common.Value.Contains(plain[..length])));

    private static bool IsRun(string plain)
    {
        var steps = plain.Zip(plain.Skip(1), (one, next) => next - one).ToList();
        return steps.Count(step => step is 1 or -1 or 0) > steps.Count * 3 / 4;
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(Passphrases).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                words.Add(line);
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
