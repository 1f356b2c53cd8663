namespace Runink.Domain.Triggers;

public static class Backtest
{
    public static BacktestResult Run(CompiledTrigger trigger, IEnumerable<PatientHistory> histories, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default, IProgress<int>? progress = null) => throw new NotSupportedException("Not built yet.");
}
