using System.Collections.Concurrent;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access;

/// <summary>
/// Every look at a patient's data is a line in the ledger, with the request and the address that it came by. A live page looks again
/// with every change; the same person looking at the same thing within a minute is one look.
/// </summary>
public sealed class PhiAccessLog(StoreWriter writer, RequestTrace trace, TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Caller, string Kind, Subject Subject), DateTimeOffset> lately = new();

    /// <param name="patient">Whose data it was, by our id, where it was one patient's and the subject does not say so.</param>
    public async Task NoteAsync(Caller caller, string kind, Subject subject, CancellationToken cancel, string? patient = null)
    {
        var now = time.GetUtcNow();
        if (lately.TryGetValue((caller.Id, kind, subject), out var last) && now - last < SameLook && caller.Kind == "person")
            return;
        if (lately.Count > Most)
            lately.Clear();
        lately[(caller.Id, kind, subject)] = now;
        var detail = Detail.Of(("patient", patient), ("request", trace.Id), ("address", trace.Address));
        await writer.WriteAsync(scope =>
        {
            scope.Record(kind, subject, caller.Actor, detail);
            return true;
        }, cancel);
    }
}
