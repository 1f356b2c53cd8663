namespace Runink.Domain.Patients.Matching;

/// <summary>What is done with two records.</summary>
public enum MatchBand
{
    /// <summary>Two persons.</summary>
    No,

    /// <summary>A person has to look.</summary>
    Review,

    /// <summary>One person, as sure as it can be told from what is compared.</summary>
    Automatic,
}

/// <summary>Two persons compared.</summary>
/// <param name="Weight">Bits of evidence that they are one: log₂ of the likelihood ratio, less the bits that it takes to pick one of the population.</param>
public readonly record struct MatchDecision(string Id, double Weight, ComparisonVector Vector, MatchBand Band)
{
    /// <summary>How likely they are one person, as the weights have it.</summary>
    public double Probability => 1 / (1 + Math.Pow(2, -Weight));
}

/// <summary>Between which weights who decides, in bits.</summary>
/// <param name="Review">From here on a person looks.</param>
/// <param name="Automatic">From here on nobody has to.</param>
public sealed record MatchLimits(double Review, double Automatic)
{
    /// <summary>
    /// Fixed on the smallest sets of Febrl's dsgen (A 1,000 and 2,500), where 3 bits gave the best F1 on name, birth date and postcode
    /// alone. 20 bits, a million to one, are three times what any two persons reached there.
    /// </summary>
    public static readonly MatchLimits Standard = new(3, 20);

    /// <summary>Nobody is merged unasked who differs in what a person keeps for life, or who agrees in too little.</summary>
    public MatchBand Band(double weight, ComparisonVector vector) =>
        weight < Review ? MatchBand.No : weight < Automatic || IsContradicted(vector) ? MatchBand.Review : MatchBand.Automatic;

    /// <summary>
    /// Twins agree in nearly all, and their names are often alike: without the very given name or the number a person has to weigh it,
    /// and so with another family name, birth date, sex or number.
    /// </summary>
    private static bool IsContradicted(ComparisonVector vector) =>
        (vector[MatchField.Given] != 0 && vector[MatchField.Family] != ComparisonVector.Swapped && vector[MatchField.Ssn] is not (0 or 1))
        || vector[MatchField.Given] == 3 || vector[MatchField.Family] == 3 || vector[MatchField.BirthDate] >= 3 || vector[MatchField.Sex] == 1 || vector[MatchField.Ssn] == 3;
}
