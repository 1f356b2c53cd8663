using System.Collections.Concurrent;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access;

/// <summary>
/// Every look at a patient's data is a line in the ledger. A live page looks again with every change; the same person looking
/// at the same thing within a minute is one look.
/// </summary>
public sealed class PhiAccessLog(StoreWriter writer, TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Caller, string Kind, Subject Subject), DateTimeOffset> lately = new();

    public async Task NoteAsync(Caller caller, string kind, Subject subject, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (lately.TryGetValue((caller.Id, kind, subject), out var last) && now - last < SameLook && caller.Kind == "person")
            return;
        if (lately.Count > Most)
            lately.Clear();
        lately[(caller.Id, kind, subject)] = now;
        await writer.WriteAsync(scope =>
        {
            scope.Record(kind, subject, caller.Actor);
            return true;
        }, cancel);
    }
}
