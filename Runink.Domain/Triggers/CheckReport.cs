using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers;

/// <summary>What a check of some files found.</summary>
/// <param name="Coverage">What the tests of each trigger have seen; those without tests are not among them.</param>
/// <param name="Triggers">Those without an error, ready to run; version 0 until <see cref="CompiledTrigger.With(int)"/>.</param>
public sealed record CheckReport(
    IReadOnlyList<Diagnostic> Diagnostics,
    IReadOnlyList<TriggerTestResult> Tests,
    IReadOnlyList<CompiledTrigger> Triggers,
    IReadOnlyList<TriggerCoverage> Coverage)
{
    /// <summary>No error and no failed test; hints and warnings may be there.</summary>
    public bool Ok => !Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) && Tests.All(t => t.Passed);
}

/// <param name="Trigger">Id of the trigger.</param>
/// <param name="Expected">e.g. <c>fires: true</c>.</param>
public sealed record TriggerTestResult(string Trigger, string Name, bool Passed, string Expected, string Actual)
{
    /// <summary>What a nurse would read about that patient at that instant.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>What would stand on the worklist; null where it is not true.</summary>
    public string? Headline { get; init; }
}
