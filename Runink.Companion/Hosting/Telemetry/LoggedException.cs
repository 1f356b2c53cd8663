using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Runink.Companion.Hosting.Telemetry;

/// <summary>
/// An exception as it may be logged: kinds and places in the program. Its words only where they cannot be those of a message: a
/// parser repeats what it could not read, a database the row that it refused.
/// </summary>
internal static class LoggedException
{
    public static string Of(Exception problem)
    {
        var text = new StringBuilder();
        for (Exception? one = problem; one is not null; one = one.InnerException)
        {
            if (text.Length > 0)
                text.Append(" <- ");
            text.Append(one.GetType().FullName);
            if (Words(one) is { } words)
                text.Append(": ").Append(words);
        }

        if (problem.StackTrace is { } stack)
            text.AppendLine().Append(stack);
        return text.ToString();
    }

    private static string? Words(Exception problem) => problem switch
    {
        SqliteException or SocketException or TimeoutException => problem.Message,
        IOException { InnerException: not FormatException } => problem.Message,
        Npgsql.PostgresException refused => $"SQLSTATE {refused.SqlState}",
        Microsoft.Data.SqlClient.SqlException refused => $"error {refused.Number}",
        _ => null,
    };
}
