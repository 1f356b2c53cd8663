using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Runink.Companion.Intake.Folders;

/// <summary>Do files that others drop come in? Names feeds, never files: their names may be those of patients.</summary>
public sealed class FolderHealth(FolderWorker worker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var states = worker.States;
        var said = states.Count == 0 ? "No folder is looked after." : string.Join(' ', states.Select(Say));
        return Task.FromResult(states.Any(state => state.Problem is not null || state.Refused > 0) ? HealthCheckResult.Degraded(said) : HealthCheckResult.Healthy(said));
    }

    private static string Say(FolderState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Feed}: {(state.LastFileAt is { } at ? $"last file {at:yyyy-MM-dd HH:mm} UTC" : "no file yet")}, {state.Waiting} waiting, {state.Taken} taken in, {state.Refused} with errors.{(state.Problem is { } problem ? $" {problem}" : "")}");
}
