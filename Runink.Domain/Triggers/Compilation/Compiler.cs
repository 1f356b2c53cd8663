using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Turns checked expressions into programs.</summary>
/// <param name="trigger">Id of the trigger, by which its parameters are set.</param>
/// <param name="when">What a flag of a specimen is about: the results that its condition measures; null where there is no trigger.</param>
internal sealed class Compiler(Vocabulary vocabulary, string trigger = "", BoundExpr? when = null)
{
    private readonly int[] measured = when is null ? [] :
    [
        .. Reading.Of(when).Concepts.Select(name => vocabulary.Find(name)!).Where(concept => concept is { HasNumber: true, OfSpecimen: false } && concept.Name.StartsWith("lab.", StringComparison.Ordinal)).Select(concept => concept.Slot),
    ];

    public ConditionCode Condition(BoundExpr bound) => bound switch
    {
        BoundLogic logic => new LogicCode(logic, logic.IsAnd, [.. logic.Children.Select(Condition)]),
        BoundNot not => new NotCode(not, Condition(not.Operand)),
        BoundCompare compare => Compare(compare, compare.Operator, compare.Left, compare.Right),
        BoundIn { Set: { } members } set => new TextMatchCode(set, set.Negated, Scalar(set.Subject), members.Contains),
        BoundIn list => new AnyOfCode(list, list.Negated, [.. list.Items.Select(item => Compare(new BoundCompare(list.Source, item.Syntax, "=", list.Subject, item), "=", list.Subject, item))]),
        BoundTextTest test => new TextMatchCode(test, test.Negated, Scalar(test.Subject), Match(test)),
        BoundKnown known => new KnownCode(known, known.Subject.Type.Kind == TypeKind.Boolean && known.Subject is not BoundName ? Condition(known.Subject) : Scalar(known.Subject), known.Negated),
        BoundConstant truth => new TruthCode(truth, truth.Number != 0),
        BoundName name => new FlagCode(name, Name(name)),
        BoundCall call => Calls.Condition(this, call),
        _ => throw new InvalidOperationException($"{bound.GetType().Name} is not a condition."),
    };

    public ScalarCode Scalar(BoundExpr bound) => bound switch
    {
        BoundParameter parameter => new ParameterCode(parameter, trigger),
        BoundConstant constant => new ConstantCode(constant, constant.Value is { } text ? Value.Of(text) : Value.Of(constant.Number)),
        BoundName name => Name(name),
        BoundArithmetic arithmetic => new ArithmeticCode(arithmetic, arithmetic.Operator, Scalar(arithmetic.Left), Scalar(arithmetic.Right)),
        BoundNegate negate => new NegateCode(negate, Scalar(negate.Operand)),
        BoundConvert convert => new ConvertCode(convert, Scalar(convert.Operand), convert.Operand.Type, convert.Type),
        BoundCall call => Calls.Scalar(this, call),
        _ => throw new InvalidOperationException($"{bound.GetType().Name} is not a value."),
    };

    public Concept Concept(string name) => vocabulary.Find(name) ?? throw new InvalidOperationException($"The vocabulary lacks {name}.");

    public BusinessHours Calendar(string name) => vocabulary.Calendars[name];

    /// <summary>The set with that name, and what a feed may send under the name itself: the words of a medicine, else a code.</summary>
    public CodeSet Members(string function, string word)
    {
        var itself = SetMember.Read(function == "on_medication" ? "TEXT" : "", word.TrimEnd('*'), null);
        return vocabulary.Sets.TryGetValue(word, out var set) ? set.With(itself) : new CodeSet([itself]);
    }

    /// <summary>Places of the series that a condition reads.</summary>
    public int[] Slots(BoundExpr bound) => [.. Reading.Of(bound).Concepts.Select(name => Concept(name).Slot)];

    public Func<PatientState, DateTimeOffset, ScoreResult>? Score(string name) =>
        Table(name) is { } compute ? (state, now) => state.Scores.Of(name, state, now, compute) : null;

    /// <summary>How a score that nobody charts ran; null for what is no score.</summary>
    public ScoreHistory? History(Concept concept) =>
        concept.Name.StartsWith("score.", StringComparison.Ordinal) && Table(concept.Name) is { } compute && FunctionTable.Find(concept.Name["score.".Length..]) is { } function
            ? new ScoreHistory(concept, compute, [.. function.AlsoReads.Select(Concept).Where(part => !part.Name.StartsWith("condition.", StringComparison.Ordinal)).Select(part => part.Slot)])
            : null;

    private Func<PatientState, DateTimeOffset, ScoreResult>? Table(string name) => name switch
    {
        "score.qsofa" or "qsofa" => (state, now) => Qsofa.Compute(state, now, vocabulary),
        "score.news2" or "news2" => (state, now) => News2.Compute(state, now, 1, vocabulary),
        "news2/2" => (state, now) => News2.Compute(state, now, 2, vocabulary),
        "sirs" => (state, now) => Sirs.Compute(state, now, vocabulary),
        "sirs/sep-1" => (state, now) => Sirs.Compute(state, now, vocabulary, Sirs.Sep1),
        "score.lace" or "lace" => (state, now) => Lace.Compute(state, now, vocabulary),
        "score.hospital" or "hospital" => (state, now) => HospitalScore.Compute(state, now, vocabulary),
        "hospital/2013" => (state, now) => HospitalScore.Compute(state, now, vocabulary, HospitalScore.Derivation2013),
        "hospital/simplified-2017" => (state, now) => HospitalScore.Compute(state, now, vocabulary, HospitalScore.Simplified2017),
        "score.phq9" or "phq9" => (state, now) => Phq9.Compute(state, now, vocabulary),
        "score.mews" or "mews" => (state, now) => Mews.Compute(state, now, vocabulary),
        "kdigo_stage" => (state, now) => Kdigo.Compute(state, now, vocabulary),
        _ => null,
    };

    private ScalarCode Name(BoundName name) => name.Concept.IsContext
        ? new ContextCode(name, name.Concept)
        : name.Concept.OfSpecimen && measured.Length > 0 ? new SpecimenFlagCode(name, name.Concept, measured)
        : new LatestCode(name, name.Concept, Score(name.Concept.Name));

    private ConditionCode Compare(BoundExpr whole, string symbol, BoundExpr left, BoundExpr right)
    {
        if (left.Type.Kind == TypeKind.Text)
            return new TextEqualCode(whole, symbol == "!=", Scalar(left), Scalar(right));
        if (left.Type.Kind == TypeKind.Boolean)
            return new SameTruthCode(whole, symbol == "!=", Condition(left), Condition(right));
        var kind = symbol switch
        {
            "<" => CompareKind.Less,
            "<=" => CompareKind.LessOrEqual,
            ">" => CompareKind.Greater,
            ">=" => CompareKind.GreaterOrEqual,
            "=" => CompareKind.Equal,
            _ => CompareKind.NotEqual,
        };
        return new CompareCode(whole, kind, Scalar(left), Scalar(right));
    }

    private static Func<string, bool> Match(BoundTextTest test)
    {
        var pattern = (test.Pattern as BoundConstant)?.Value ?? "";
        return test.Test switch
        {
            TextTest.Contains => text => text.Contains(pattern, StringComparison.OrdinalIgnoreCase),
            TextTest.StartsWith => text => text.StartsWith(pattern, StringComparison.OrdinalIgnoreCase),
            TextTest.Like => text => TextPattern.Like(text, pattern),
        };
    }
}
