using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Explaining;

namespace Runink.Domain.Triggers.Testing;

/// <summary>
/// Keeps which sides the tests of one trigger have seen, at the instants at which they expect something: what a test passes
/// by on its way proves nothing.
/// </summary>
internal sealed class CoverageRecorder
{
    private const string AtTheLimit = "at the limit";

    private readonly CompiledTrigger trigger;
    private readonly List<Part> parts = [];

    public CoverageRecorder(CompiledTrigger trigger)
    {
        this.trigger = trigger;
        Add("when", trigger.Program.When);
        Add("where", trigger.Program.Where);
        Add("unless", trigger.Program.Unless);
    }

    public void See(PatientState state, DateTimeOffset at)
    {
        var trace = Explainer.Run(trigger.Program, state, at);
        foreach (var part in parts)
            part.See(trace);
    }

    public TriggerCoverage Result()
    {
        var told = parts.ConvertAll(part => part.Told());
        return new(trigger.Id, told.Sum(part => part.Seen.Count), told.Sum(part => part.Seen.Count + part.Missing.Count), told);
    }

    private void Add(string key, Code? node)
    {
        switch (node)
        {
            case null or TruthCode:
                break;
            case LogicCode or NotCode:
                foreach (var child in node.Children)
                    Add(key, child);
                break;
            // `for` puts its wait around the whole condition; what is compared stands inside.
            case SustainedCode sustained when ReferenceEquals(sustained.Bound, sustained.Children.First().Bound):
                Add(key, sustained.Children.First());
                break;
            default:
                var limited = node is CompareCode { Kind: not (CompareKind.Equal or CompareKind.NotEqual) } compare && (compare.Left is ConstantCode or ParameterCode || compare.Right is ConstantCode or ParameterCode);
                string[] sides = ["true", "false", .. limited ? (string[])[AtTheLimit] : [], .. node is KnownCode || node.IsAlwaysKnown ? (string[])[] : ["unknown"]];
                parts.Add(new Part(key, node, sides));
                if (node is ConditionCode && node.Children.Any(child => child is ScalarCode))
                    Functions(key, node, whole: node);
                break;
        }
    }

    /// <summary>Functions that are only a part of what is compared: the whole says nothing about which of them was unknown.</summary>
    private void Functions(string key, Code node, Code whole)
    {
        foreach (var child in node.Children.OfType<ScalarCode>())
        {
            if (child.Bound is BoundCall && node != whole && !child.IsAlwaysKnown)
                parts.Add(new Part(key, child, ["known", "unknown"]));
            Functions(key, child, whole);
        }
    }

    private sealed class Part(string key, Code node, string[] sides)
    {
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);
        private UnknownCauses causes;

        public void See(Trace trace)
        {
            var result = trace[node];
            if (!result.Seen)
                return;
            causes |= result.Causes;
            if (node is ScalarCode)
            {
                seen.Add(result.Value.Known ? "known" : "unknown");
                return;
            }

            seen.Add(result.Verdict.Word());
            if (node is CompareCode compare && trace[compare.Left].Value is { Known: true, Number: var a } && trace[compare.Right].Value is { Known: true, Number: var b } && CompareCode.Decide(CompareKind.Equal, a, b) == Verdict.True)
                seen.Add(AtTheLimit);
        }

        public CoveredPart Told() => new(
            key, node.Bound.Text, [.. sides.Where(seen.Contains)], [.. sides.Where(side => !seen.Contains(side))], [.. Shown.Causes(causes)]);
    }
}
