using System.Collections.Frozen;
using System.Reflection;
using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Signals;

/// <summary>Every name that a trigger may use and every code by which a feed may send it.</summary>
public sealed class Vocabulary
{
    private static readonly Lazy<Vocabulary> Standard = new(Load);
    private readonly FrozenDictionary<string, Concept> names;
    private readonly FrozenDictionary<Coding, Concept> codes;

    internal Vocabulary(
        IReadOnlyList<Concept> concepts, IReadOnlyDictionary<string, CodeSet> sets, IReadOnlyDictionary<string, IReadOnlyList<string>> listed, IReadOnlyDictionary<Coding, string> misused,
        IReadOnlyDictionary<string, BusinessHours> calendars, IReadOnlyList<VocabularyWarning> warnings)
    {
        Calendars = calendars;
        Concepts = concepts;
        Sets = sets;
        Listed = listed;
        Misused = misused;
        Warnings = warnings;
        var byName = new Dictionary<string, Concept>(StringComparer.OrdinalIgnoreCase);
        var byCode = new Dictionary<Coding, Concept>();
        foreach (var concept in concepts)
        {
            byName[concept.Name] = concept;
            foreach (var alias in concept.Aliases)
                byName.TryAdd(alias, concept);
            foreach (var code in concept.Codes)
                byCode.TryAdd(code with { Code = code.Code.ToUpperInvariant() }, concept);
        }

        names = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        codes = byCode.ToFrozenDictionary();
    }

    /// <summary>The vocabulary that comes with the product.</summary>
    public static Vocabulary Shipped => Standard.Value;

    public IReadOnlyList<Concept> Concepts { get; }

    /// <summary>Value sets by name.</summary>
    public IReadOnlyDictionary<string, CodeSet> Sets { get; }

    /// <summary>By the name of a list (pathways, cohorts, consents) what it is known to hold. A feed may send more.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Listed { get; }

    /// <summary>Codes that others often take for something else, with what they are.</summary>
    public IReadOnlyDictionary<Coding, string> Misused { get; }

    /// <summary>Business calendars by name.</summary>
    public IReadOnlyDictionary<string, BusinessHours> Calendars { get; }

    /// <summary>What the file that made this vocabulary says of codes that mean something else; empty when all agrees.</summary>
    public IReadOnlyList<VocabularyWarning> Warnings { get; }

    /// <summary>Every name and alias, for completion and "did you mean".</summary>
    public IEnumerable<string> Names => names.Keys;

    public Concept? Find(string nameOrAlias) => names.GetValueOrDefault(nameOrAlias);

    /// <param name="system">LOINC, LN, http://loinc.org, SNOMED, SCT, MDC, local, … in any case; empty is local.</param>
    public Concept? ByCode(string system, string code) =>
        codes.GetValueOrDefault(new Coding(CodeSystem.Normalise(system), code.Trim().ToUpperInvariant()));

    /// <summary>Adds or replaces concepts and sets; the places of those that were there stay.</summary>
    /// <exception cref="FormatException">The text is not a vocabulary; the message says where.</exception>
    public Vocabulary Extend(string yaml) => VocabularyReader.Read(yaml, this);

    private static Vocabulary Load()
    {
        Vocabulary? read = null;
        foreach (var part in (ReadOnlySpan<string>)["vital", "lab", "score", "care", "sets", "calendars"])
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"names/{part}.yaml")
                ?? throw new InvalidOperationException($"The shipped vocabulary's part {part} is not in the assembly.");
            using var reader = new StreamReader(stream);
            read = VocabularyReader.Read(reader.ReadToEnd(), read);
        }

        return read!;
    }
}
