using Runink.Domain.Store.Writing;
using Runink.Domain.Teams.Rotas;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What was found in the days ahead of a rota becomes work, and is settled when it is mended.</summary>
public static class RotaTasks
{
    public const string Gap = "rota-gap";
    public const string Unreachable = "nobody-reachable";

    private static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    /// <param name="findings">Of the next days, the first in time first; none settles what was open.</param>
    public static void Tell(WriteScope scope, RotaSchedule rota, IReadOnlyList<CoverageFinding> findings)
    {
        Tell(scope, rota, Gap, [.. findings.Where(finding => finding.Fault == CoverageFault.Gap)], "Somebody is on call again at all times in the next seven days.");
        Tell(scope, rota, Unreachable, [.. findings.Where(finding => finding.Fault == CoverageFault.Unreachable)], "Everybody who is on call in the next seven days can be reached.");
    }

    /// <summary>Nobody is missed in a rota that was closed.</summary>
    public static void Settle(WriteScope scope, string rota)
    {
        foreach (var kind in new[] { Gap, Unreachable })
            OperationalTasks.Settle(scope, kind, Key(rota), "The rota was closed.");
    }

    private static void Tell(WriteScope scope, RotaSchedule rota, string kind, IReadOnlyList<CoverageFinding> findings, string mended)
    {
        if (RotaCoverage.Sentence(rota, findings, scope.Now) is not { } sentence)
        {
            OperationalTasks.Settle(scope, kind, Key(rota.Plan.Id), mended);
            return;
        }

        var severity = findings[0].From <= scope.Now ? "critical" : findings[0].From < scope.Now + Soon ? "high" : "moderate";
        var detail = string.Join('\n', findings.Select(finding => $"{RotaCoverage.Words(finding, rota.Plan.TimeZone, scope.Now)}: {finding.Why}"));
        OperationalTasks.Raise(scope, kind, Key(rota.Plan.Id), severity, sentence, detail, $"/admin/rotas/{rota.Plan.Id}");
    }

    private static string Key(string rota) => $"rota/{rota}";
}
