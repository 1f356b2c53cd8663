using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Benchmarks;

/// <summary>What a straightforward rule engine does: nodes that look names up and box what they find.</summary>
internal abstract record TreeWalk
{
    public static TreeWalk OfTheSample() => new All(
        new Any(new Limited("patient.qsofa_score", ">=", 2m), new Limited("lab.lactate", ">", 3m)),
        new All(new Limited("admission_type", "=", "ED"), new Limited("age", ">", 65m)));

    public abstract Verdict Test(PatientState state, DateTimeOffset now);

    private sealed record All(TreeWalk Left, TreeWalk Right) : TreeWalk
    {
        public override Verdict Test(PatientState state, DateTimeOffset now) => Left.Test(state, now).And(Right.Test(state, now));
    }

    private sealed record Any(TreeWalk Left, TreeWalk Right) : TreeWalk
    {
        public override Verdict Test(PatientState state, DateTimeOffset now) => Left.Test(state, now).Or(Right.Test(state, now));
    }

    private sealed record Limited(string Name, string Operator, object Limit) : TreeWalk
    {
        public override Verdict Test(PatientState state, DateTimeOffset now)
        {
            if (Value(state, now) is not { } value)
                return Verdict.Unknown;
            var order = value is decimal number ? number.CompareTo((decimal)Limit) : string.Compare((string)value, (string)Limit, StringComparison.OrdinalIgnoreCase);
            return (Operator switch { ">" => order > 0, ">=" => order >= 0, _ => order == 0 }).ToVerdict();
        }

        private object? Value(PatientState state, DateTimeOffset now)
        {
            var concept = Vocabulary.Shipped.Find(Name)!;
            if (concept.Name == "encounter.type")
                return state.Encounter?.Type;
            if (concept.Name == "patient.age")
                return state.Facts.BirthDate is { } born ? (decimal)Math.Floor((now - new DateTimeOffset(born, default, TimeSpan.Zero)).TotalDays / 365.25) : null;
            return state.Series(concept.Name) is [.., var newest] && newest.At + concept.FreshFor >= now
                ? decimal.Parse(newest.Value, CultureInfo.InvariantCulture)
                : null;
        }
    }
}
