using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>What an expression looks at: concepts with a series, and whether facts of patient or encounter.</summary>
internal sealed record Reading(IReadOnlySet<string> Concepts, bool Context)
{
    public static Reading Of(params IEnumerable<BoundExpr?> roots)
    {
        var concepts = new SortedSet<string>(StringComparer.Ordinal);
        var context = false;
        foreach (var root in roots)
        {
            if (root is not null)
                Walk(root);
        }

        return new(concepts, context);

        void Walk(BoundExpr expr)
        {
            switch (expr)
            {
                case BoundName { Concept.IsContext: true }:
                    context = true;
                    break;
                case BoundName name:
                    Add(name.Concept.Name);
                    break;
                case BoundCall call:
                    // absent() counts from the encounter's start when nothing ever came.
                    context |= call.Function.Name is "absent" || IsScoreOfContext(call.Function.Name);
                    foreach (var parameter in call.Function.Parameters)
                    {
                        if (call[parameter.Name]?.Series is { } series)
                        {
                            context |= series.IsContext;
                            if (!series.IsContext)
                                Add(series.Name);
                        }
                    }

                    foreach (var also in call.Function.AlsoReads)
                        concepts.Add(also);
                    break;
            }

            foreach (var child in expr.Children)
                Walk(child);
        }

        void Add(string name)
        {
            concepts.Add(name);
            if (name.StartsWith("score.", StringComparison.Ordinal) && FunctionTable.Find(name["score.".Length..]) is { Group: "scores" } function)
            {
                concepts.UnionWith(function.AlsoReads);
                context |= IsScoreOfContext(function.Name);
            }
        }
    }

    /// <summary>Scores that know an age limit or look at the stay.</summary>
    private static bool IsScoreOfContext(string function) => function is "news2" or "kdigo_stage" or "lace" or "hospital";
}
