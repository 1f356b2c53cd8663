using System.Globalization;
using System.Linq.Expressions;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>Prefixes of dates, numbers and quantities, as http://hl7.org/fhir/R4/search.html#prefix defines them for ranges.</summary>
internal static class FhirComparison
{
    private static readonly string[] Prefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    public static (string Prefix, string Operand) Prefix(string text) =>
        text.Length > 2 && char.IsAsciiLetter(text[0]) ? (text[..2], text[2..]) : ("eq", text);

    public static bool IsPrefix(string prefix) => Prefixes.Contains(prefix, StringComparer.Ordinal);

    /// <param name="low">First instant of what was asked for, in milliseconds.</param>
    /// <param name="high">The instant after its last.</param>
    /// <param name="slack">How far away "about" may be.</param>
    public static Expression<Func<FhirIndexEntry, bool>> Date(string prefix, double low, double high, double slack)
    {
        var (from, until) = (low - slack, high + slack);
        return prefix switch
        {
            "gt" => entry => entry.High > high,
            "ge" => entry => entry.High > high || entry.Low >= low,
            "lt" => entry => entry.Low < low,
            "le" => entry => entry.Low < low || entry.High <= high,
            "sa" => entry => entry.Low >= high,
            "eb" => entry => entry.High <= low,
            "ap" => entry => entry.Low < until && entry.High > from,
            "ne" => entry => entry.Low < low || entry.High > high,
            _ => entry => entry.Low >= low && entry.High <= high,
        };
    }

    public static Expression<Func<FhirIndexEntry, bool>>? Number(string text, string prefix)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            return null;
        // 7.1 means 7.05 up to 7.15: as precisely as it was written.
        var mantissa = text.Split('e', 'E')[0];
        var digits = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var exponent = text.Length > mantissa.Length && int.TryParse(text[(mantissa.Length + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) ? power : 0;
        var (value, half) = ((double)exact, 0.5 * Math.Pow(10, exponent - digits));
        var tenth = Math.Abs(value) / 10;
        var (low, high, about, above) = (value - half, value + half, value - tenth, value + tenth);
        return prefix switch
        {
            "gt" => entry => entry.High > value,
            "ge" => entry => entry.High >= value,
            "lt" => entry => entry.Low < value,
            "le" => entry => entry.Low <= value,
            "sa" => entry => entry.Low > value,
            "eb" => entry => entry.High < value,
            "ap" => entry => entry.Low <= above && entry.High >= about,
            "ne" => entry => entry.Low < low || entry.High >= high,
            _ => entry => entry.Low >= low && entry.High < high,
        };
    }

    public static Expression<Func<FhirIndexEntry, bool>> And(Expression<Func<FhirIndexEntry, bool>> left, Expression<Func<FhirIndexEntry, bool>> right) => Join(left, right, Expression.AndAlso);

    public static Expression<Func<FhirIndexEntry, bool>> Or(Expression<Func<FhirIndexEntry, bool>> left, Expression<Func<FhirIndexEntry, bool>> right) => Join(left, right, Expression.OrElse);

    private static Expression<Func<FhirIndexEntry, bool>> Join(
        Expression<Func<FhirIndexEntry, bool>> left, Expression<Func<FhirIndexEntry, bool>> right, Func<Expression, Expression, BinaryExpression> how) =>
        Expression.Lambda<Func<FhirIndexEntry, bool>>(how(left.Body, new Rename(right.Parameters[0], left.Parameters[0]).Visit(right.Body)), left.Parameters[0]);

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
