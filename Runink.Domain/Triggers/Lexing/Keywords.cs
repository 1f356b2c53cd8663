using System.Collections.Frozen;

namespace Runink.Domain.Triggers.Lexing;

/// <summary>Words that are not names, in any case.</summary>
internal static class Keywords
{
    public static readonly FrozenSet<string> All = new[]
    {
        "AND", "OR", "NOT", "IN", "BETWEEN", "IS", "KNOWN", "UNKNOWN", "CONTAINS", "STARTS", "WITH", "LIKE", "TRUE", "FALSE",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
