using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>The code of each function of the table.</summary>
internal static class Calls
{
    public static ConditionCode Condition(Compiler compiler, BoundCall call)
    {
        switch (call.Function.Name)
        {
            case "any":
            case "all":
                var tested = call["condition"]!.Expression!;
                return new WindowTestCode(call, call.Function.Name == "all", compiler.Condition(tested), compiler.Slots(tested), call["window"]!.Length!.Value, call["min_samples"]?.Whole ?? 1);
            case "sustained":
                var held = call["condition"]!.Expression!;
                return new SustainedCode(call, compiler.Condition(held), compiler.Slots(held), call["duration"]!.Length!.Value, call["max_gap"]?.Length);
            case "holiday":
                return new HolidayCode(call, compiler.Calendar(call["calendar"]!.Word!));
            case "within":
                var a = call["a"]!.Expression!;
                var b = call["b"]!.Expression!;
                return new WithinCode(call, compiler.Condition(a), compiler.Slots(a), compiler.Condition(b), compiler.Slots(b), call["window"]!.Length!.Value);
            case "absent":
                return new AbsentCode(call, call["x"]!.Series!, call["window"]!.Length!.Value, call["after"] is { } after ? Event(compiler, after) : null, call["match"] is null ? null : call["after"]!.Series);
            case "each":
                var (kind, asked) = (call["of"]!.Word!.ToLowerInvariant(), call["condition"]!.Expression!);
                return new EachCode(call, kind, [.. Reading.Of(asked).Concepts.Select(compiler.Concept).Where(concept => concept.Item == kind)], compiler.Condition(asked));
            default:
                var word = call[call.Function.Parameters[0].Name]!.Word!;
                return new ListedCode(call, compiler.Concept(call.Function.AlsoReads[0]), compiler.Members(call.Function.Name, word));
        }
    }

    public static ScalarCode Scalar(Compiler compiler, BoundCall call)
    {
        switch (call.Function.Name)
        {
            case "now":
                return new NowCode(call);
            case "shift":
                return new ShiftCode(call);
            case "newest":
                return new NewestCode(call, [.. new[] { call["x"], call["y"], call["z"] }.OfType<BoundArgument>().Select(argument => argument.Series!)]);
            case "reference_low" or "reference_high":
                return new ReferenceLimitCode(call, call["x"]!.Series!, upper: call.Function.Name == "reference_high");
            case "abnormal_flag":
                return new AbnormalFlagCode(call, call["x"]!.Series!);
            case "stdev":
                return new SeriesCode(call, "stdev", call["x"]!.Series!, call["from"]!.Length!.Value, call["to"]!.Length!.Value, Math.Max(2, call["min_n"]?.Whole ?? 2));
            case "hour" or "weekday":
                return new LocalClockCode(call, ofWeek: call.Function.Name == "weekday");
            case "distinct":
                return new DistinctCode(call, call["x"]!.Series!, call["window"]!.Length!.Value);
            case "business_hours":
                return new BusinessHoursCode(call, Moment(compiler, call["from"]!), Moment(compiler, call["to"]!), compiler.Calendar(call["calendar"]!.Word!));
            case "age_of":
                return new AgeOfCode(call, call["x"]!.Series!, compiler.History(call["x"]!.Series!));
            case "since":
                return new SinceCode(call, Event(compiler, call["event"]!));
            case "ratio":
                return new RatioCode(call, compiler.Scalar(call["x"]!.Expression!), compiler.Scalar(call["to"]!.Expression!));
            case "count" when call["x or condition"]!.Expression is { } counted:
                return new WindowCountCode(call, compiler.Condition(counted), compiler.Slots(counted), call["window"]!.Length!.Value);
            case "count":
                return new SeriesCode(call, "count", call["x or condition"]!.Series!, call["window"]!.Length!.Value, TimeSpan.Zero, 0);
            case "baseline":
                return new SeriesCode(call, call["method"]!.Word!.ToLowerInvariant(), call["x"]!.Series!, call["from"]!.Length!.Value, call["to"]!.Length!.Value, call["min_n"]?.Whole ?? 1);
            case "news2" when call["scale"]?.Whole == 2:
                return new ScoreCode(call, compiler.Score("news2/2")!);
            case "sirs" or "hospital" when call["variant"]?.Word is { } variant && compiler.Score($"{call.Function.Name}/{variant.ToLowerInvariant()}") is { } variation:
                return new ScoreCode(call, variation);
            case var score when compiler.Score(score) is { } compute:
                return new ScoreCode(call, compute);
            case var series:
                return new SeriesCode(call, series, call["x"]!.Series!, call["window"]?.Length, TimeSpan.Zero, series == "previous" ? 2 : 1, compiler.History(call["x"]!.Series!));
        }
    }

    private static MomentSource Moment(Compiler compiler, BoundArgument argument) =>
        argument.Expression is { Type.Kind: TypeKind.Instant } instant ? new(compiler.Scalar(instant), null) : new(null, Event(compiler, argument));

    private static EventSource Event(Compiler compiler, BoundArgument argument) =>
        argument.Expression is { } condition
            ? new(null, compiler.Condition(condition), compiler.Slots(condition))
            : new(argument.Series, null, []);
}
