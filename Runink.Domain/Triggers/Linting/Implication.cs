using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Explaining;

namespace Runink.Domain.Triggers.Linting;

/// <summary>
/// What follows from the shape of two conditions alone. It never claims too much: what it cannot see through it calls
/// different.
/// </summary>
internal static class Implication
{
    /// <summary>Whether the first cannot be true where the second is not.</summary>
    public static bool Implies(BoundExpr a, BoundExpr b) => (a, b) switch
    {
        (_, BoundLogic { IsAnd: true } all) => all.Children.All(part => Implies(a, part)),
        (BoundLogic { IsAnd: false } any, _) => any.Children.All(part => Implies(part, b)),
        (BoundLogic { IsAnd: true } all, _) => all.Children.Any(part => Implies(part, b)),
        (_, BoundLogic { IsAnd: false } any) => any.Children.Any(part => Implies(a, part)),
        _ => Same(a, b) || (Limit.Of(a) is { } x && Limit.Of(b) is { } y && x.Within(y)),
    };

    /// <summary>Whether no value makes both true.</summary>
    public static bool Exclude(BoundExpr a, BoundExpr b) => Limit.Of(a) is { } x && Limit.Of(b) is { } y && x.Apart(y);

    /// <summary>Whether every value makes one of them true.</summary>
    public static bool Exhaust(BoundExpr a, BoundExpr b) => Limit.Of(a) is { } x && Limit.Of(b) is { } y && x.Not().Apart(y.Not());

    /// <summary>Written alike and meant alike: a parameter may stand for another number, a set's name is not in its words.</summary>
    public static bool Same(BoundExpr a, BoundExpr b) =>
        string.Equals(a.Text, b.Text, StringComparison.OrdinalIgnoreCase) && Phrasing.Plain.Condition(a) == Phrasing.Plain.Condition(b);

    /// <summary>One comparison of one thing with something fixed, in that thing's unit.</summary>
    private sealed record Limit(string Subject, string Symbol, decimal Number, string? Text)
    {
        public static Limit? Of(BoundExpr expr)
        {
            if (expr is not BoundCompare compare)
                return null;
            return (compare.Left, compare.Right) switch
            {
                (BoundName or BoundCall, BoundConstant right) => new(Name(compare.Left), compare.Operator, right.Number, right.Value),
                (BoundConstant left, BoundName or BoundCall) => new(Name(compare.Right), Phrasing.Mirrored(compare.Operator), left.Number, left.Value),
                _ => null,
            };
        }

        public Limit Not() => this with { Symbol = Phrasing.Opposite(Symbol) };

        public bool Apart(Limit other)
        {
            if (Subject != other.Subject)
                return false;
            var (equal, opposite) = (Symbol == "=", other.Symbol == "=");
            if (equal && opposite)
                return !SameValue(other);
            if ((equal && other.Symbol == "!=") || (opposite && Symbol == "!="))
                return SameValue(other);
            if (Text is not null || Symbol == "!=" || other.Symbol == "!=")
                return false;
            return (Lowest(this), Highest(other)) is ({ } low, { } high) && Misses(low, high)
                || (Lowest(other), Highest(this)) is ({ } bottom, { } top) && Misses(bottom, top);
        }

        /// <summary>All that this allows lies apart from all that the other forbids.</summary>
        public bool Within(Limit other) => Apart(other.Not());

        private bool SameValue(Limit other) => Number == other.Number && string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);

        private static bool Misses((decimal At, bool Open) low, (decimal At, bool Open) high) =>
            low.At > high.At || (low.At == high.At && (low.Open || high.Open));

        private static (decimal At, bool Open)? Lowest(Limit limit) => limit.Symbol is ">" or ">=" or "=" ? (limit.Number, limit.Symbol == ">") : null;

        private static (decimal At, bool Open)? Highest(Limit limit) => limit.Symbol is "<" or "<=" or "=" ? (limit.Number, limit.Symbol == "<") : null;

        private static string Name(BoundExpr expr) => expr is BoundName name ? name.Concept.Name : expr.Text.ToLowerInvariant();
    }
}
