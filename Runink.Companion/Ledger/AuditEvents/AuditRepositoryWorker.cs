using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Store;
using Task = System.Threading.Tasks.Task;

namespace Runink.Companion.Ledger.AuditEvents;

/// <summary>
/// Takes AuditEvents to the hospital's repository, in order, a batch at a time. How far it came is in a file: what was not answered is sent
/// again, after a restart as well, so that the repository may see an event twice and misses none.
/// </summary>
public sealed partial class AuditRepositoryWorker(
    AuditRepositoryOptions options, CompanionStore store, AuditEventProjection projection, DataDirectory data, TimeProvider time, ILogger<AuditRepositoryWorker> log) : BackgroundService
{
    private const int LargestBatch = 100;
    private const int RowsAtOnce = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string place = Path.Combine(data.Path, "audit-repository-position");

    /// <summary>Since when it takes nothing; null while it does.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Address is null)
            return;
        var pause = Interval;
        try
        {
            while (true)
            {
                pause = await TryAsync(stoppingToken) ? Interval : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; what was not answered is sent by the next one.
        }
    }

#pragma warning disable CA1031 // A repository fails in ways of its own: each is said on the health page, and tried again.
    private async Task<bool> TryAsync(CancellationToken cancel)
    {
        try
        {
            while (await SendNextAsync(cancel))
            {
                // More rows wait.
            }

            FailingSince = null;
            return true;
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            if (FailingSince is null)
                LogFailed(problem);
            FailingSince ??= time.GetUtcNow();
            return false;
        }
    }
#pragma warning restore CA1031

    /// <returns>False when there is nothing more to send at the moment.</returns>
    private async Task<bool> SendNextAsync(CancellationToken cancel)
    {
        var after = File.Exists(place) && long.TryParse(await File.ReadAllTextAsync(place, cancel), NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0;
        await using var db = store.Read();
        var rows = await db.Ledger.Where(row => row.Seq > after).OrderBy(row => row.Seq).Take(RowsAtOnce).ToListAsync(cancel);
        if (rows.Count == 0)
            return false;
        var events = rows.Where(Domain.Ledger.AuditEvents.IsEvent).Take(LargestBatch).ToList();
        var upTo = events.Count == LargestBatch ? events[^1].Seq : rows[^1].Seq;
        if (events.Count > 0)
            await PostAsync(await projection.OfAsync(db, events, cancel), cancel);
        await KeepAsync(upTo, cancel);
        return true;
    }

    private async Task PostAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancel)
    {
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Batch,
            Entry = [.. events.Select(one => new Bundle.EntryComponent { Resource = one, Request = new Bundle.RequestComponent { Method = Bundle.HTTPVerb.POST, Url = "AuditEvent" } })],
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Address)
        {
            Content = new StringContent(FhirWriter.ToJson(bundle), Encoding.UTF8, "application/fhir+json"),
        };
        if (options.TokenFile is { Length: > 0 } file)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancel)).Trim());
        using var answer = await http.SendAsync(request, cancel);
        answer.EnsureSuccessStatusCode();
        // A batch answers 200 whatever became of its entries.
        if (FhirParser.Stored(await answer.Content.ReadAsStringAsync(cancel)) is not Bundle taken || taken.Entry.Count != events.Count || taken.Entry.Exists(entry => entry.Response?.Status?.StartsWith('2') != true))
            throw new InvalidDataException("The repository did not take every event.");
    }

    /// <summary>The old or the new number, whatever happens in between.</summary>
    private async Task KeepAsync(long seq, CancellationToken cancel)
    {
        var partial = place + ".partial";
        await File.WriteAllTextAsync(partial, seq.ToString(CultureInfo.InvariantCulture), cancel);
        File.Move(partial, place, overwrite: true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit repository does not take AuditEvents; they wait and are sent again")]
    private partial void LogFailed(Exception problem);
}
