using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Signals;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Domain.Mapping;

public enum QuestionKind { Role, TimeFormat, Decimal, Concept, Unit }

/// <summary>What only a person can tell of a column, as the profile stands.</summary>
public sealed record ColumnQuestion(string Column, QuestionKind Kind, string Text, IReadOnlyList<string> Choices)
{
    private static readonly ColumnRole[] Times = [BirthDate, ValueTime, Changed, StayStarted, StayEnded];

    /// <summary>Null when nothing is open.</summary>
    public static ColumnQuestion? Of(FeedProfile profile, FeedSample sample, ColumnGuess guess, Vocabulary vocabulary)
    {
        var (column, role, values) = (guess.Column, ProfileEditing.RoleOf(profile, guess.Column), sample.Values(guess.Column));
        if (role == None)
            return guess.Question is { } asked && guess.Role == None ? new ColumnQuestion(column, guess.Choices.All(choice => Enum.TryParse<ColumnRole>(choice, out _)) ? QuestionKind.Role : QuestionKind.Concept, asked, guess.Choices)
                : guess is { Question: { } either, Role: not (None or Measure) } && Times.Contains(guess.Role) && TimeWriting.Of(values) is { IsAmbiguous: true } two ? new ColumnQuestion(column, QuestionKind.TimeFormat, $"Is it the {ColumnGuesser.Words(guess.Role)}? {either}", two.Formats)
                : guess is { Question: { } comma, Role: Value } && NumberWriting.Of(values).IsAmbiguous ? new ColumnQuestion(column, QuestionKind.Decimal, comma, [",", "."])
                : guess is { Question: { } open, Role: not (None or Measure) } ? new ColumnQuestion(column, QuestionKind.Role, open, [guess.Role.ToString()])
                : guess is { Question: { } wide, Role: Measure, Concept: { } name } ? Measured(column, wide, guess, vocabulary.Find(name))
                : null;
        if (Times.Contains(role) && TimeWriting.Of(values) is { IsAmbiguous: true } time && !time.Formats.Any(format => profile.Rows!.Times.Contains(format, StringComparer.Ordinal)))
            return new ColumnQuestion(column, QuestionKind.TimeFormat, "Is it the day before the month, or the month before the day? Every value of the sample can be both.", time.Formats);
        if (role is not (Value or Measure))
            return null;
        if (profile.Rows!.Decimal is null && NumberWriting.Of(values).IsAmbiguous)
            return new ColumnQuestion(column, QuestionKind.Decimal, "Does its comma part thousands, or is it the decimal sign? No value of the sample tells.", [",", "."]);
        var measure = ProfileEditing.MeasureOf(profile, column);
        return measure is { Unit.IsThere: false, Code.Literal: { } code } && code.Split('^') is [var id, _, var system] && vocabulary.ByCode(system, id) is { Kind: ConceptKind.Quantity } concept
            ? new ColumnQuestion(column, QuestionKind.Unit, $"In which unit is {concept.Label}? {(guess.Question is { } said && said.Contains("not known", StringComparison.Ordinal) ? said : "Nothing in the sample says it.")}", ConceptFinder.Near("", concept))
            : null;
    }

    /// <summary>Takes the column for this, and with it what its values say beyond doubt of their writing.</summary>
    public static FeedProfile Assign(FeedProfile profile, FeedSample? sample, string column, ColumnRole role) => Written(ProfileEditing.Assign(profile, column, role), sample, column, role);

    public static FeedProfile Measures(FeedProfile profile, FeedSample? sample, string column, Concept concept, string? unit) => Written(ProfileEditing.SetMeasure(profile, column, concept, unit), sample, column, Measure);

    /// <summary>The profile with one of the choices taken.</summary>
    public FeedProfile Answer(FeedProfile profile, FeedSample? sample, string choice, ColumnGuess guess, Vocabulary vocabulary)
    {
        // Whoever says how its times or numbers are written says that it is this.
        if (Kind is QuestionKind.TimeFormat or QuestionKind.Decimal && ProfileEditing.RoleOf(profile, Column) == None)
            profile = Assign(profile, sample, Column, guess.Role);
        return Answered(profile, sample, choice, guess, vocabulary);
    }

    private FeedProfile Answered(FeedProfile profile, FeedSample? sample, string choice, ColumnGuess guess, Vocabulary vocabulary) => Kind switch
    {
        QuestionKind.Role when Enum.TryParse<ColumnRole>(choice, out var role) => Assign(profile, sample, Column, role),
        QuestionKind.TimeFormat => ProfileEditing.WriteTimes(profile, choice),
        QuestionKind.Decimal => ProfileEditing.SetDecimal(profile, choice[0]),
        QuestionKind.Concept when vocabulary.Find(choice) is { } concept => Measures(profile, sample, Column, concept, HeaderWords.Split(Column).Unit is { } unit && ConceptFinder.Fits(unit, concept) ? unit : null),
        QuestionKind.Unit when (ProfileEditing.MeasureOf(profile, Column)?.Code.Literal?.Split('^') is [var code, _, var system] ? vocabulary.ByCode(system, code) : guess.Concept is { } name ? vocabulary.Find(name) : null) is { } measured => Measures(profile, sample, Column, measured, choice),
        _ => profile,
    };

    /// <summary>As a person reads it.</summary>
    public string Spoken(string choice, Vocabulary vocabulary) => Kind switch
    {
        QuestionKind.Role => Enum.TryParse<ColumnRole>(choice, out var role) ? $"It is the {ColumnGuesser.Words(role)}" : choice,
        QuestionKind.TimeFormat => TimeWriting.Spoken(choice) is var spoken && spoken == choice ? choice : $"{char.ToUpperInvariant(spoken[0])}{spoken[1..]} ({choice})",
        QuestionKind.Decimal => choice == "," ? "It is the decimal sign" : "It parts thousands",
        QuestionKind.Concept => vocabulary.Find(choice) is { } concept ? $"{concept.Label} ({choice})" : choice,
        _ => choice,
    };

    private static ColumnQuestion Measured(string column, string text, ColumnGuess guess, Concept? concept) =>
        guess.Choices is [",", "."] ? new ColumnQuestion(column, QuestionKind.Concept, $"Is it {concept?.Label}? {text}", [guess.Concept!]) : new ColumnQuestion(column, QuestionKind.Unit, text, guess.Choices);

    private static FeedProfile Written(FeedProfile profile, FeedSample? sample, string column, ColumnRole role)
    {
        if (sample?.Values(column) is not { Count: > 0 } values)
            return profile;
        if (Times.Contains(role) && TimeWriting.Of(values) is { Formats: [var only] })
            profile = ProfileEditing.WriteTimes(profile, only);
        return role is Value or Measure && profile.Rows!.Decimal is null && NumberWriting.Of(values) is { Decimal: ',', IsAmbiguous: false } ? ProfileEditing.SetDecimal(profile, ',') : profile;
    }
}
