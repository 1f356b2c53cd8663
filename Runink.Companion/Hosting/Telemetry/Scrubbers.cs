using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Runink.Companion.Hosting.Telemetry;

/// <summary>Lets of a trace only leave what is known to name no patient: an address does, and what libraries add tomorrow may.</summary>
internal sealed class TraceScrubber : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type", "server.port",
        "runink.door", "runink.outcome", "runink.message.id", "runink.batch.size",
    };

    public override void OnEnd(Activity data)
    {
        foreach (var (key, _) in data.TagObjects.Where(tag => !Allowed.Contains(tag.Key)).ToList())
            data.SetTag(key, null);
        if (data.Source.Name != Domain.Foundation.Measures.Name)
            data.DisplayName = $"{data.GetTagItem("http.request.method") ?? data.Kind} {data.GetTagItem("http.route")}".TrimEnd();
        if (data.Status == ActivityStatusCode.Error)
            data.SetStatus(ActivityStatusCode.Error);
        // Events carry the words of exceptions, and cannot be taken away.
        if (data.Events.Any())
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}

/// <summary>Lets of a log entry's exception only leave what <see cref="LoggedException"/> lets through.</summary>
internal sealed class LogScrubber : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Exception is not { } problem)
            return;
        data.Attributes = [.. data.Attributes ?? [], new("exception.type", problem.GetType().FullName), new("exception.stacktrace", LoggedException.Of(problem))];
        data.Exception = null;
    }
}
