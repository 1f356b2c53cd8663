namespace Runink.Domain.Referrals.Rules;

/// <param name="Why">What came out instead, as a sentence; null when it came out as its author expects.</param>
public sealed record RuleTestResult(RuleTest Test, string? Why)
{
    public bool Passed => Why is null;
}

/// <summary>The examples in a text, tried.</summary>
public static class RuleTests
{
    public static IEnumerable<RuleTestResult> Run(IntakeRules rules) => rules.Tests.Select(test => new RuleTestResult(test, Why(rules, test)));

    private static string? Why(IntakeRules rules, RuleTest test)
    {
        var decided = rules.For(test.Payer, test.Unit, null).Decide(test.Asked, DossierFacts.Of(hasNumber: true, test.Reason, hasValues: false), DateTimeOffset.UnixEpoch);
        var whys = new[]
        {
            test.Priority is { } priority && priority != decided.Priority ? $"the priority is {decided.Priority}, not {priority}." : null,
            test.Authorization is { } authorization && authorization != decided.Authorization ? $"authorization is {decided.Authorization}, not {authorization}." : null,
        }.Concat(test.Missing.Where(name => !decided.Dossier.Missing.Any(finding => string.Equals(finding.Item.Name, name, StringComparison.OrdinalIgnoreCase))).Select(name => $"{name} is not asked for."));
        return string.Join(' ', whys.OfType<string>()) is { Length: > 0 } why ? why : null;
    }
}
