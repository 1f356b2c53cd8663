using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers.Policies;

/// <summary>A step while somebody fills it in.</summary>
public sealed class StepFields
{
    public string After { get; set; } = "10m";

    public string To { get; set; } = "";

    public int Repeat { get; set; }

    public string Every { get; set; } = "";

    public bool ByAll { get; set; }

    public string Hours { get; set; } = "";

    public StepDraft Draft => new(After, To, Repeat, Every, ByAll, Hours);

    public static StepFields Of(StepDraft step) =>
        new() { After = step.After, To = step.To, Repeat = step.Repeat, Every = step.Every ?? "", ByAll = step.ByAll, Hours = step.Hours ?? "" };
}
