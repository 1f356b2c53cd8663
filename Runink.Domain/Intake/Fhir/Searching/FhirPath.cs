using System.Collections;
using Hl7.Fhir.Model;
using Hl7.FhirPath;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>
/// The values at the expression of a search parameter. Nearly all expressions are plain paths with at most a filter by type; those
/// are walked over the model, thirty times faster than a general evaluation. The few others are left to Firely's FHIRPath.
/// </summary>
internal sealed class FhirPath
{
    private static readonly FhirPathCompiler Compiler = new();

    private readonly IReadOnlyList<Step[]> branches;
    private readonly CompiledExpression? general;

    private FhirPath(IReadOnlyList<Step[]> plain, CompiledExpression? general) => (branches, this.general) = (plain, general);

    /// <summary>True when it is just <c>subject</c> or <c>patient</c>: whom the resource belongs to.</summary>
    public bool IsOwner => general is null && branches is [[{ Name: "subject" or "patient" }, ..] steps] && steps.Length <= 2 && steps.Skip(1).All(step => step.Name is null);

    public bool IsGeneral => general is not null;

    /// <returns>Null when the expression is beyond what can be evaluated here.</returns>
    public static FhirPath? Compile(string type, string expression)
    {
        var plain = new List<Step[]>();
        foreach (var branch in Split(expression, '|').Select(text => text.Trim()))
        {
            var inner = branch.StartsWith('(') ? branch[1..] : branch;
            if (!inner.StartsWith(type + ".", StringComparison.Ordinal) && !inner.StartsWith("Resource.", StringComparison.Ordinal))
                continue;
            if (Steps(branch) is not { } steps)
                return General(expression);
            plain.Add(steps);
        }

        return plain.Count > 0 ? new FhirPath(plain, null) : null;
    }

    public IEnumerable<Base> Values(Resource resource)
    {
        if (general is not null)
            return general(resource.ToPocoNode(), new EvaluationContext()).Select(node => node.Poco);
        return branches.Count == 1 ? Walk(resource, branches[0], 0) : branches.SelectMany(steps => Walk(resource, steps, 0));
    }

    private static FhirPath? General(string expression)
    {
        try
        {
            return new FhirPath([], Compiler.Compile(expression));
        }
#pragma warning disable CA1031 // Whatever the compiler thinks of an expression: then the parameter is refused by name.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static IEnumerable<Base> Walk(Base element, Step[] steps, int at)
    {
        if (at == steps.Length)
            return [element];
        var step = steps[at];
        if (step.Name is null)
            return step.Fits(element) ? Walk(element, steps, at + 1) : [];
        if (!element.TryGetValue(step.Name, out var value))
            return [];
        return value switch
        {
            Base single => Walk(single, steps, at + 1),
            IEnumerable many and not string => many.OfType<Base>().SelectMany(item => Walk(item, steps, at + 1)),
            _ => [],
        };
    }

    private static Step[]? Steps(string branch)
    {
        string? cast = null;
        if (branch.StartsWith('(') && branch.EndsWith(')'))
        {
            branch = branch[1..^1];
            if (branch.Split(" as ") is [var path, var type])
                (branch, cast) = (path.Trim(), type.Trim());
        }

        var steps = new List<Step>();
        foreach (var part in Split(branch, '.').Skip(1))
        {
            if (part.StartsWith("where(resolve() is ", StringComparison.Ordinal))
                steps.Add(new Step(null, null, part["where(resolve() is ".Length..^1].Trim()));
            else if (part.StartsWith("as(", StringComparison.Ordinal) || part.StartsWith("ofType(", StringComparison.Ordinal))
                steps.Add(new Step(null, part[(part.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Trim(), null));
            else if (part.All(char.IsLetterOrDigit))
                steps.Add(new Step(part, null, null));
            else
                return null;
        }

        if (cast is not null)
            steps.Add(new Step(null, cast, null));
        return [.. steps];
    }

    /// <summary>Splits outside of parentheses.</summary>
    private static IEnumerable<string> Split(string text, char separator)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == separator && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    /// <param name="Name">The element to go to; null when this only filters.</param>
    /// <param name="Type">The data type that stays.</param>
    /// <param name="Target">The resource type to which a reference that stays points.</param>
    private sealed record Step(string? Name, string? Type, string? Target)
    {
        public bool Fits(Base element) => Type is not null
            ? element.TypeName == Type
            : element is ResourceReference reference && (reference.Reference?.StartsWith(Target + "/", StringComparison.Ordinal) == true || (reference.Reference is null && reference.Type == Target));
    }
}
