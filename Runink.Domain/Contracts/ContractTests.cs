using Runink.Domain.Signals;

namespace Runink.Domain.Contracts;

/// <param name="Said">The names of the breaches that came out.</param>
/// <param name="Why">What came out instead, as a sentence; null when it came out as its author expects.</param>
public sealed record ContractTestResult(ContractTest Test, IReadOnlyList<string> Said, string? Why)
{
    public bool Passed => Why is null;
}

/// <summary>The examples in a contract, tried.</summary>
public static class ContractTests
{
    public static IEnumerable<ContractTestResult> Run(FeedContract contract, Vocabulary vocabulary)
    {
        // What is paused is tried as if it were not: its examples are to hold when it goes on.
        var awake = contract with { IsPaused = false };
        foreach (var test in contract.Tests)
        {
            var said = ContractDecision.Of(awake, test, vocabulary).Select(one => one.Name).Distinct(StringComparer.Ordinal).ToList();
            var (missing, extra) = (test.Expect.Except(said, StringComparer.Ordinal).ToList(), said.Except(test.Expect, StringComparer.Ordinal).ToList());
            yield return new ContractTestResult(test, said, missing.Count + extra.Count == 0 ? null
                : string.Join(' ', new[] { missing.Count > 0 ? $"{string.Join(", ", missing)} is not broken." : null, extra.Count > 0 ? $"{string.Join(", ", extra)} is broken as well." : null }.OfType<string>()));
        }
    }
}
