using System.Globalization;
using Runink.Domain.Signals;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Domain.Mapping;

/// <summary>
/// Guesses what the columns of an unfamiliar feed are, by their headers and by what stands in them, each with its reason. What can be read two ways is
/// asked and never guessed. The same sample gives the same guesses.
/// </summary>
public sealed class ColumnGuesser(FeedSample sample, Vocabulary vocabulary)
{
    private static readonly ColumnRole[] Times = [BirthDate, ValueTime, Changed, StayStarted, StayEnded];
    private static readonly string[] SexWords = ["M", "F", "MALE", "FEMALE", "O", "OTHER", "A", "U", "UNKNOWN"];
    private static readonly ColumnRole[] OfPatient = [BirthDate, FamilyName, GivenName];

    public static IReadOnlyList<ColumnGuess> Guess(FeedSample sample, Vocabulary vocabulary) => new ColumnGuesser(sample, vocabulary).Guess();

    private List<ColumnGuess> Guess()
    {
        var guesses = sample.Columns.Select(Of).ToList();
        SettleIds(guesses);
        SettleContents(guesses);
        return SettleRivals(guesses);
    }

    private ColumnGuess Of(string column)
    {
        var values = sample.Values(column);
        if (values.Count == 0)
            return new ColumnGuess(column, None, Confidence.None, sample.Rows.Count == 0 ? "There is no row to look at." : "It is empty in every row.");
        if (HeaderWords.IsWholeName(column))
            return new ColumnGuess(column, None, Confidence.None, "A whole name in one column: which part is the family name cannot be told.") { Question = "Is it the family name alone?", Choices = [nameof(FamilyName)] };
        var role = HeaderWords.Of(column);
        var filled = $"{Number(values.Count)} of {Number(sample.Rows.Count)} rows have one";
        if (role is None)
            return Measure(column, values) ?? Plain(column, values);
        if (role == ValueUnit && !values.Any(value => !NumberWriting.IsPlain(value) && Ucum.Parse(value) is not null))
            return new ColumnGuess(column, None, Confidence.None, "Its header says unit, and none of its values is a unit that is known.") { Question = "Is it the unit of the value, or where the patient lies?", Choices = [nameof(ValueUnit), nameof(Ward)] };
        if (Times.Contains(role))
            return Time(column, role, values, $"Its header says so, and {filled}.");
        if (role == Value)
            return Numbers(new ColumnGuess(column, Value, Confidence.Sure, $"Its header says so, and {filled}."), values);
        if (role == Code)
            return Coded(column, values, filled);
        if (role == Sex && !values.All(value => SexWords.Contains(value.ToUpperInvariant(), StringComparer.Ordinal)))
            return new ColumnGuess(column, Sex, Confidence.Likely, $"Its header says so; some of its words ({Some(values.Where(value => !SexWords.Contains(value.ToUpperInvariant(), StringComparer.Ordinal)))}) are not read and need a translation.");
        if (role == PatientNumber)
            return values.Count == sample.Rows.Count
                ? new ColumnGuess(column, role, Confidence.Sure, $"Its header says so, and every row has one; {Number(values.Distinct(StringComparer.Ordinal).Count())} different.")
                : new ColumnGuess(column, role, Confidence.Likely, $"Its header says so; {filled}, the others are refused.");
        return role == Key && values.Distinct(StringComparer.Ordinal).Count() < sample.Rows.Count
            ? new ColumnGuess(column, None, Confidence.None, "It is called a number of its own, but rows share one.")
            : new ColumnGuess(column, role, Confidence.Sure, $"Its header says so, and {filled}.");
    }

    /// <summary>A column for each measure: its header is the name.</summary>
    private ColumnGuess? Measure(string column, IReadOnlyList<string> values)
    {
        var (name, unit) = HeaderWords.Split(column);
        var known = ConceptFinder.Called(vocabulary, name);
        if (known.Count == 0 && name.Split('.') is { Length: > 1 } path)
            known = ConceptFinder.Called(vocabulary, path[^1]);
        if (known.Count == 0)
            return null;
        if (known.Count > 1)
            return new ColumnGuess(column, None, Confidence.None, $"Its header can be {Some(known.Select(one => one.Name))}.") { Question = "Which of them is it?", Choices = [.. known.Select(one => one.Name)] };
        var concept = known[0];
        if (concept.IsNumeric && !NumberWriting.Of(values).IsNumber)
            return new ColumnGuess(column, None, Confidence.None, $"Its header says {concept.Label}, but most of its values are no numbers.");
        var guess = Numbers(new ColumnGuess(column, ColumnRole.Measure, Confidence.Likely, $"Its header says {concept.Label}.") { Concept = concept.Name }, values);
        if (guess.Question is not null || concept.Kind != ConceptKind.Quantity)
            return guess;
        if (unit is null)
            return guess with { Question = $"In which unit is {concept.Label}? Nothing in the sample says it.", Choices = [.. ConceptFinder.Near("", concept)] };
        return ConceptFinder.Fits(unit, concept)
            ? guess with { Unit = unit, Confidence = Confidence.Sure, Reason = $"Its header says {concept.Label} in {unit}." }
            : guess with { Question = $"{unit} is not known as a unit of {concept.Label}. Which is meant?", Choices = [.. ConceptFinder.Near(unit, concept)] };
    }

    /// <summary>Where the header says nothing, only what can be hardly anything else.</summary>
    private ColumnGuess Plain(string column, IReadOnlyList<string> values)
    {
        if (IsUnits(values))
            return new ColumnGuess(column, ValueUnit, Confidence.Likely, $"Its values are units: {Some(values)}.");
        if (System(values) is { } system)
            return new ColumnGuess(column, Code, Confidence.Likely, $"Nearly all of its values are known codes of {system}.") { System = system };
        if (TimeWriting.Of(values) is { IsTime: true } time)
            return Time(column, time.HasClock ? ValueTime : None, values, time.HasClock ? "All of its values are times." : "All of its values are days, and its header does not say of what.", Confidence.Possible);
        if (values.Distinct(StringComparer.OrdinalIgnoreCase).Count() <= 4 && values.Count > 2 && values.All(value => SexWords.Contains(value.ToUpperInvariant(), StringComparer.Ordinal)) && values.Any(value => value.ToUpperInvariant() is "F" or "FEMALE"))
            return new ColumnGuess(column, Sex, Confidence.Possible, $"Its values are {Some(values)}.");
        return new ColumnGuess(column, None, Confidence.None, NumberWriting.Of(values).IsNumber ? "Numbers, and its header is no name that triggers know." : "Neither its header nor its values say what it is.");
    }

    private static ColumnGuess Time(string column, ColumnRole role, IReadOnlyList<string> values, string reason, Confidence confidence = Confidence.Sure)
    {
        var time = TimeWriting.Of(values);
        if (!time.IsTime)
            return new ColumnGuess(column, role, Confidence.Possible, $"{reason[..^1]}; but no one way of writing times fits all of its values.") { Question = "Some of its values cannot be read as times. Is it this?", Choices = [role.ToString()] };
        if (time.IsAmbiguous)
            return new ColumnGuess(column, role, confidence, reason) { Question = "Is it the day before the month, or the month before the day? Every value of the sample can be both.", Choices = time.Formats };
        return new ColumnGuess(column, role, confidence, time.Formats is [var format] ? $"{reason[..^1]}; written as {format}." : reason) { TimeFormat = time.Formats.FirstOrDefault() };
    }

    private static ColumnGuess Numbers(ColumnGuess guess, IReadOnlyList<string> values)
    {
        var writing = NumberWriting.Of(values);
        if (writing.IsAmbiguous)
            return guess with { Question = "Does its comma part thousands, or is it the decimal sign? No value of the sample tells.", Choices = [",", "."] };
        return writing.Decimal == ',' ? guess with { HasDecimalComma = true, Reason = $"{guess.Reason[..^1]}; its numbers have a decimal comma." } : guess;
    }

    private ColumnGuess Coded(string column, IReadOnlyList<string> values, string filled) => System(values) is { } system
        ? new ColumnGuess(column, Code, Confidence.Sure, $"Its header says so, and nearly all of its values are codes of {system}.") { System = system }
        : new ColumnGuess(column, Code, Confidence.Likely, $"Its header says so, and {filled}; its codes are the feed's own.");

    /// <summary>A table that says who patients are calls their number its own.</summary>
    private static void SettleIds(List<ColumnGuess> guesses)
    {
        if (guesses.Exists(guess => guess.Role == PatientNumber))
            return;
        var at = guesses.FindIndex(guess => guess.Role == Key);
        if (at >= 0 && guesses.Exists(guess => OfPatient.Contains(guess.Role)) && !guesses.Exists(guess => guess.Role is Value or ColumnRole.Measure))
            guesses[at] = guesses[at] with { Role = PatientNumber, Confidence = Confidence.Likely, Reason = "Each row has another, beside a name or a birth date, and there is no other number of a patient." };
    }

    /// <summary>Next to codes or units, the only column of numbers that nothing else names is their value.</summary>
    private void SettleContents(List<ColumnGuess> guesses)
    {
        if (guesses.Exists(guess => guess.Role == Value) || !guesses.Exists(guess => guess.Role is Code or ValueUnit))
            return;
        var numbers = guesses.Where(guess => guess is { Role: None, Question: null } && NumberWriting.Of(sample.Values(guess.Column)) is { IsNumber: true }).ToList();
        if (numbers is [var only])
            guesses[guesses.IndexOf(only)] = Numbers(only with { Role = Value, Confidence = Confidence.Possible, Reason = "The only numbers beside codes or units." }, sample.Values(only.Column));
    }

    /// <summary>Of two columns that can be the same, the one for which more speaks; when that is equal, a person says which.</summary>
    private static List<ColumnGuess> SettleRivals(List<ColumnGuess> guesses)
    {
        foreach (var rivals in guesses.Where(guess => guess.Role is not (None or ColumnRole.Measure)).GroupBy(guess => guess.Role).Where(group => group.Count() > 1).ToList())
        {
            var best = rivals.Max(rival => rival.Confidence);
            var first = rivals.Where(rival => rival.Confidence == best).ToList();
            foreach (var rival in rivals)
            {
                guesses[guesses.IndexOf(rival)] = first.Count == 1 && rival == first[0] ? rival
                    : first.Count == 1 ? new ColumnGuess(rival.Column, None, Confidence.None, $"{first[0].Column} is more likely the {Words(rival.Role)}.")
                    : rival with { Confidence = Confidence.Possible, Question = $"{Some(first.Select(one => one.Column))} can each be the {Words(rival.Role)}. Which is it?", Choices = rival.Question is null || rival.Choices.Count == 0 ? [rival.Role.ToString()] : rival.Choices };
            }
        }

        return guesses;
    }

    /// <summary>As people call it.</summary>
    public static string Words(ColumnRole role) => role switch
    {
        None => "not read",
        Key => "number of the row",
        Changed => "time of the last change",
        PatientNumber => "patient's number",
        PatientAuthority => "authority of the number",
        FamilyName => "family name",
        GivenName => "given name",
        BirthDate => "birth date",
        Sex => "sex",
        Visit => "visit",
        VisitClass => "class of the visit",
        Ward => "ward",
        StayStarted => "beginning of the stay",
        StayEnded => "end of the stay",
        Code => "code",
        CodingSystem => "code system",
        Label => "text of the code",
        Value => "value",
        ValueUnit => "unit of the value",
        ValueTime => "time of the value",
        Status => "status",
        ReferenceRange => "reference range",
        Flag => "flag",
        ColumnRole.Measure => "a measure of its own",
        _ => role.ToString().ToLowerInvariant(),
    };

    /// <summary>Words like "mg" alone may be names; what is a number is none.</summary>
    private static bool IsUnits(IReadOnlyList<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).Where(value => !NumberWriting.IsPlain(value)).ToList();
        return distinct.Count > 0 && distinct.Count(value => Ucum.Parse(value) is not null) * 10 >= distinct.Count * 6;
    }

    private string? System(IReadOnlyList<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).ToList();
        return new[] { "LN", "SCT" }.FirstOrDefault(system => distinct.Count(value => vocabulary.ByCode(system, value) is not null || (system == "LN" && IsLoinc(value))) * 10 >= distinct.Count * 8);
    }

    /// <summary>As many digits as LOINC gives, and the check digit fits.</summary>
    private static bool IsLoinc(string value)
    {
        if (value.Split('-') is not [{ Length: >= 3 and <= 7 } number, { Length: 1 } check] || !number.All(char.IsAsciiDigit) || !char.IsAsciiDigit(check[0]))
            return false;
        var sum = number.Reverse().Select((digit, at) => (digit - '0') * (at % 2 == 0 ? 2 : 1)).Sum(part => part > 9 ? part - 9 : part);
        return (10 - (sum % 10)) % 10 == check[0] - '0';
    }

    private static string Some(IEnumerable<string> values) => string.Join(", ", values.Distinct(StringComparer.Ordinal).Take(4));

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
