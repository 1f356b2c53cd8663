using Runink.Companion.Shared.Live;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Referrals.Assisting;

/// <summary>Looks every few minutes what became of suggestions.</summary>
public sealed class AssistedWorker(StoreWriter writer, AssistedCommandHandler assisted, TimeProvider time, ILogger<AssistedWorker> log) : PeriodicWorker(TimeSpan.FromMinutes(5), time, log)
{
    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel) => await writer.WriteAsync(assisted.Settle, cancel);
}
