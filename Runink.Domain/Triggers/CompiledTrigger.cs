using Runink.Domain.Signals;
using Runink.Domain.Triggers.Compilation;

namespace Runink.Domain.Triggers;

/// <summary>A checked trigger, ready to run. Immutable; safe to share between threads.</summary>
public sealed record CompiledTrigger
{
    internal CompiledTrigger(TriggerProgram program) => Program = program;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public TriggerSeverity Severity { get; init; } = TriggerSeverity.Moderate;

    /// <summary>0 until it has been given one.</summary>
    public int Version { get; init; }

    /// <summary>SHA-256 of the normalised source, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>YAML text that holds this trigger alone.</summary>
    public required string Source { get; init; }

    /// <summary>Concepts whose signals may change the truth: scores with their parts and the received score.</summary>
    public required IReadOnlySet<string> Reads { get; init; }

    /// <summary>Whether a change of the patient's or the encounter's facts may change the truth.</summary>
    public bool ReadsContext { get; init; }

    public required IReadOnlyList<TriggerAction> Actions { get; init; }

    public required ServiceLevels Sla { get; init; }

    public required EscalationLadder Escalation { get; init; }

    /// <summary>Name of a checklist kept elsewhere; null when the items stand in the trigger.</summary>
    public string? ChecklistName { get; init; }

    public IReadOnlyList<ChecklistItem> Checklist { get; init; } = [];

    public required EpisodeRules Episode { get; init; }

    public Evidence Evidence { get; init; } = Evidence.None;

    public TriggerBudget? Budget { get; init; }

    /// <summary>Whether a firing shows on the worklist.</summary>
    public bool OnWorklist { get; init; } = true;

    /// <summary>Ids of triggers that keep quiet about the same patient while work of this one is open.</summary>
    public IReadOnlyList<string> Inhibits { get; init; } = [];

    /// <summary>How long the condition must hold without a break before it counts; zero is at once.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Its named numbers, as declared.</summary>
    public IReadOnlyList<TriggerParameter> Parameters { get; init; } = [];

    internal TriggerProgram Program { get; }

    public CompiledTrigger With(int version) => this with { Version = version };

    /// <summary>Fills the <c>{{ expression }}</c> of a text of this trigger; what cannot be told reads "unknown".</summary>
    public string Render(string template, PatientState state, DateTimeOffset now) => Program.Render(template, state, now);

    public bool Equals(CompiledTrigger? other) => other is not null && Id == other.Id && Version == other.Version && Hash == other.Hash;

    public override int GetHashCode() => HashCode.Combine(Id, Version, Hash);

    public override string ToString() => $"{Id} v{Version}";
}
