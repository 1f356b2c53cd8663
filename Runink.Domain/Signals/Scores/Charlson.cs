namespace Runink.Domain.Signals.Scores;

/// <summary>Charlson conditions with the weights that the LACE index gives them. The graver form of a disease replaces the milder.</summary>
internal static class Charlson
{
    private static readonly (string Set, int Weight, string? Graver)[] Weights =
    [
        ("charlson_mi", 1, null),
        ("charlson_cerebrovascular", 1, null),
        ("charlson_pvd", 1, null),
        ("charlson_diabetes", 1, "charlson_diabetes_end_organ"),
        ("charlson_chf", 2, null),
        ("charlson_diabetes_end_organ", 2, null),
        ("charlson_pulmonary", 2, null),
        ("charlson_mild_liver_or_renal", 2, "charlson_severe_liver_or_renal"),
        ("charlson_tumour", 2, "charlson_metastatic"),
        ("charlson_dementia", 3, null),
        ("charlson_connective_tissue", 3, null),
        ("charlson_severe_liver_or_renal", 4, null),
        ("charlson_aids", 4, null),
        ("charlson_metastatic", 6, null),
    ];

    public static int Sum(ScoreCalculator board) => Weights
        .Where(row => board.Holds("condition.active", row.Set) && (row.Graver is null || !board.Holds("condition.active", row.Graver)))
        .Sum(row => row.Weight);
}
