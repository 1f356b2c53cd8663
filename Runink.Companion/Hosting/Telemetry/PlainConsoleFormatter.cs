using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Runink.Companion.Hosting.Telemetry;

/// <summary>One line for each entry, with its time and level; of exceptions what <see cref="LoggedException"/> lets through.</summary>
internal sealed class PlainConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    /// <summary>The journal reads the level from a number before the line, and knows the time itself.</summary>
    private static readonly bool IsJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (prefix, level) = logEntry.LogLevel switch
        {
            LogLevel.Critical => ("<2>", "crit"),
            LogLevel.Error => ("<3>", "fail"),
            LogLevel.Warning => ("<4>", "warn"),
            LogLevel.Information => ("<6>", "info"),
            LogLevel.Debug or LogLevel.Trace or LogLevel.None => ("<7>", "dbug"),
        };
        textWriter.Write(IsJournal ? prefix : $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {level} ");
        textWriter.Write($"{logEntry.Category}: {OneLine(logEntry.Formatter(logEntry.State, null))}");
        if (logEntry.Exception is { } problem)
            textWriter.Write(IsJournal ? $" {OneLine(LoggedException.Of(problem))}" : $"\n{LoggedException.Of(problem)}");
        textWriter.Write('\n');
    }

    /// <summary>A text from outside makes no line of its own.</summary>
    private static string OneLine(string text) => text.ReplaceLineEndings(" | ");
}
