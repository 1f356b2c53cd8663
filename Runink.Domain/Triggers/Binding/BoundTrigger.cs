using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Binding;

/// <summary>A trigger whose every expression is checked.</summary>
internal sealed record BoundTrigger(
    ParsedTrigger Parsed, BoundExpr When, BoundExpr? Where, BoundExpr? Unless, BoundExpr? ResolveWhen, BoundExpr? ReAlertWhen,
    IReadOnlyList<BoundTemplate> Templates, IReadOnlyDictionary<string, BoundConstant> Parameters);

internal sealed record BoundTemplate(ParsedTemplate Parsed, IReadOnlyList<BoundExpr> Holes);
