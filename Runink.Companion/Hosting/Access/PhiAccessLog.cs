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
    private const int MostNamed = 500;
    private const int MostOfARow = 100;
    private static readonly TimeSpan SameList = TimeSpan.FromHours(1);
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Caller, string Kind, Subject Subject), DateTimeOffset> lately = new();
    private readonly ConcurrentDictionary<(string Caller, string Kind, Subject Subject), SeenList> lists = new();

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

    /// <summary>
    /// A look at a list, with the patients that stood in it. A person's list that stays open names within the hour only who has come to it since:
    /// it is read again with every change of the ward, and would fill the ledger with the same names.
    /// </summary>
    public async Task NoteListAsync(Caller caller, string kind, Subject subject, IEnumerable<string> patients, CancellationToken cancel)
    {
        var key = (caller.Id, kind, subject);
        var now = time.GetUtcNow();
        var shown = patients.Distinct(StringComparer.Ordinal).ToList();
        if (lists.Count > Most)
            lists.Clear();
        var fresh = caller.Kind == "person" ? lists.GetOrAdd(key, _ => new SeenList()).Fresh(shown, now) : shown;
        if (fresh is null)
            return;
        var (request, address) = (trace.Id, trace.Address);
        try
        {
            await writer.WriteAsync(scope =>
            {
                foreach (var part in fresh.Take(MostNamed).Chunk(MostOfARow).DefaultIfEmpty([]))
                {
                    scope.Record(kind, subject, caller.Actor, Detail.Of(
                        ("patient", part is [var only] ? only : null), ("patients", part.Length > 1 ? part : null), ("notNamed", fresh.Count > MostNamed ? fresh.Count - MostNamed : null),
                        ("request", request), ("address", address)));
                }

                return true;
            }, cancel);
        }
        catch
        {
            // What was not written must be named next time.
            lists.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Whom a person's list has named.</summary>
    private sealed class SeenList
    {
        private readonly Lock gate = new();
        private readonly HashSet<string> named = new(StringComparer.Ordinal);
        private DateTimeOffset since;
        private DateTimeOffset last;

        /// <returns>Who is to be named now; null when it is the same look.</returns>
        public List<string>? Fresh(List<string> shown, DateTimeOffset now)
        {
            lock (gate)
            {
                if (now - since >= SameList)
                {
                    named.Clear();
                    since = now;
                }

                var fresh = shown.FindAll(named.Add);
                if (fresh.Count == 0 && now - last < SameLook)
                    return null;
                last = now;
                return fresh;
            }
        }
    }
}
