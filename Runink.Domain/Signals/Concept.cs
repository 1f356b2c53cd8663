using System.Collections.Frozen;

namespace Runink.Domain.Signals;

/// <summary>What sort of value a concept carries. An event only happens: its time is what counts.</summary>
public enum ConceptKind { Quantity, Number, Code, Text, Boolean, Date, Instant, Event }

/// <param name="System">Short upper-case name: LOINC, SNOMED, MDC, RXNORM, ICD10, LOCAL.</param>
public readonly record struct Coding(string System, string Code);

/// <summary>What a living patient can have, both ends included, in the canonical unit. Wide: it finds faults of data, not illness.</summary>
public readonly record struct PlausibleRange(decimal Low, decimal High)
{
    /// <summary>Whether a number known within bounds can lie in it.</summary>
    public bool Admits(Interval number) => number.High >= Low && number.Low <= High;
}

/// <summary>Canonical = <paramref name="Times"/> × number + <paramref name="Plus"/>: HbA1c of mmol/mol in %.</summary>
public sealed record LinearUnit(Unit Unit, decimal Times, decimal Plus)
{
    /// <summary>However it is spelt: mmol/mol{Hb} too.</summary>
    public bool Covers(Unit unit) => unit.Dimension == Unit.Dimension && unit.Factor == Unit.Factor;
}

/// <summary>One name of the vocabulary: everything that is known about it in one place.</summary>
/// <param name="Label">In running text, lower case where the language allows: <c>lactate</c>.</param>
/// <param name="ShortLabel">On a card: <c>Lactate</c>, <c>K⁺</c>.</param>
/// <param name="Unit">Canonical UCUM; null when the value has none.</param>
/// <param name="FreshFor">How long the newest value speaks for the patient.</param>
public sealed record Concept(
    string Name,
    IReadOnlyList<string> Aliases,
    string Label,
    string ShortLabel,
    ConceptKind Kind,
    IReadOnlyList<Coding> Codes,
    string? Unit,
    IReadOnlyList<string> AcceptedUnits,
    PlausibleRange? PlausibleRange,
    TimeSpan FreshFor)
{
    /// <summary>Grams per mole, for mass ↔ molar; null when the analyte has none.</summary>
    public decimal? MolarMass { get; init; }

    /// <summary>Charges per ion, for meq ↔ mmol.</summary>
    public decimal? Valence { get; init; }

    /// <summary>A unit whose numbers turn into canonical ones by a straight line, not by its dimension; null when there is none.</summary>
    public LinearUnit? Linear { get; init; }

    /// <summary>What its meters show; null when LO and HI say nothing of it.</summary>
    public MeterRange? Meter { get; init; }

    /// <summary>Codes and words that stand for a number or for one of <see cref="Values"/>: LOINC answers and their texts.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What a received value stands for: the answer that it is the code of, else itself.</summary>
    public string Meant(string value) => Answers.Count > 0 && Answers.TryGetValue(value.Trim(), out var answer) ? answer : value;

    /// <summary>Names by which feeds call its codes, beside the labels; for telling a wrong label from a right one.</summary>
    public IReadOnlyList<string> Displays { get; init; } = [];

    /// <summary>Where its codes come from; null when the file did not say.</summary>
    public string? Source { get; init; }

    /// <summary>Codes that were not seen used with this meaning: somebody must check them before they are relied on.</summary>
    public IReadOnlyList<Coding> Unverified { get; init; } = [];

    /// <summary>The values a code may take; empty when any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A list of it that is empty says nothing while no feed has ever sent any.</summary>
    public bool NeedsFeed { get; init; }

    /// <summary>A flag of one specimen: it speaks of the results that were collected with it.</summary>
    public bool OfSpecimen { get; init; }

    /// <summary>What a value of it is about beside the patient: an order, a referral, an authorization, an appointment; null when nothing else.</summary>
    public string? Item { get; init; }

    /// <summary>Read from the patient or the open encounter, not from a series.</summary>
    public bool IsContext { get; init; }

    /// <summary>Place in a patient's table of series; the same for every extension of a vocabulary.</summary>
    public int Slot { get; init; }

    /// <summary>Its samples hold a number to compare: an instant is seconds since 1970.</summary>
    public bool HasNumber => IsNumeric || Kind is ConceptKind.Instant or ConceptKind.Date;

    public bool IsNumeric => Kind is ConceptKind.Quantity or ConceptKind.Number;

    /// <summary>The canonical unit parsed; the unit one when there is none.</summary>
    public Unit CanonicalUnit { get; } = Unit is null ? Signals.Unit.One : Ucum.Parse(Unit) ?? Signals.Unit.One;
}
