using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Tests.Harness;

[assembly: AssemblyFixture(typeof(PostgreSqlServerOfThisRun))]

namespace Runink.Tests.Harness;

/// <summary>
/// A real PostgreSQL of our own: a new cluster in a folder of its own, on a free port of the loopback. A shell keeps it and takes it
/// away when its input ends, which it does however this process ends.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Keep = """
        set -e
        D=$(mktemp -d /tmp/companion-postgresql-XXXXXX)
        trap 'exit 1' INT TERM HUP
        trap '"$0/pg_ctl" -D "$D/data" -m immediate stop >/dev/null 2>&1; rm -rf "$D"' EXIT
        "$0/initdb" -D "$D/data" -A trust -U runink -E UTF8 --no-sync --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US >"$D/initdb.log" 2>&1 ||
          { rm -rf "$D/data"; "$0/initdb" -D "$D/data" -A trust -U runink -E UTF8 --no-sync --locale=C.UTF-8 >"$D/initdb.log" 2>&1; }
        "$0/pg_ctl" -D "$D/data" -w -l "$D/log" -o "-c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories= -c fsync=off -c max_connections=400 -c shared_buffers=64MB" start >/dev/null 2>&1
        trap '' PIPE
        echo "$D/data"
        cat >/dev/null
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process keeper;
    private readonly string programs;
    private readonly string data;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private bool hasTemplate;
    private int last;

    private PostgreSqlServer(Process keeper, string programs, string data, int port)
    {
        (this.keeper, this.programs, this.data) = (keeper, programs, data);
        Port = port;
    }

    public int Port { get; }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing() =>
        OperatingSystem.IsWindows() ? "PostgreSQL is started by a shell, which Windows has not."
        : Programs() is null ? "PostgreSQL is not installed: run-tests.sh installs it where it may."
        : null;

    public static async Task<PostgreSqlServer> StartAsync()
    {
        var (bin, port) = (Programs()!, FreePort());
        var shell = Process.Start(As("sh", "-c", Keep, bin, port.ToString(System.Globalization.CultureInfo.InvariantCulture)))!;
        return await shell.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System) is { } cluster
            ? new PostgreSqlServer(shell, bin, cluster, port)
            : throw new InvalidOperationException($"PostgreSQL did not start: {await shell.StandardError.ReadToEndAsync()}");
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=runink;Database={database}";

    /// <summary>A new database that has the schema already.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await oneAtATime.WaitAsync();
        try
        {
            if (!hasTemplate)
            {
                await ExecuteAsync("CREATE DATABASE empty_hospital");
                new CompanionStore(new PostgreSqlDialect(ConnectionString("empty_hospital"))).Migrate();
                NpgsqlConnection.ClearAllPools();
                hasTemplate = true;
            }

            var name = $"hospital_{Interlocked.Increment(ref last)}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE empty_hospital");
            return ConnectionString(name);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>A database without tables.</summary>
    public async Task<string> EmptyDatabaseAsync()
    {
        var name = $"empty_{Interlocked.Increment(ref last)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    public Task DropAsync(string connectionString) => ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>Everybody who is connected is thrown out at once.</summary>
    public Task StopAsync() => ControlAsync("-m", "immediate", "stop");

    public Task StartAgainAsync() => ControlAsync("-w", "-l", Path.Combine(Path.GetDirectoryName(data)!, "log"), "-o",
        $"-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories= -c fsync=off", "start");

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        keeper.Dispose();
        oneAtATime.Dispose();
    }

    private async Task ControlAsync(params string[] what)
    {
        using var control = Process.Start(As(Path.Combine(programs, "pg_ctl"), ["-D", data, .. what]))!;
        control.StandardInput.Close();
        await control.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(0, control.ExitCode);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>PostgreSQL refuses to run as root: Debian's user for it does then.</summary>
    private static ProcessStartInfo As(string program, params string[] arguments)
    {
        string[] all = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        return new ProcessStartInfo(all[0], all[1..])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
    }

    private static string? Programs() => System.IO.Directory.Exists("/usr/lib/postgresql")
        ? System.IO.Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>The server that the tests of one run share: started when the first needs it, gone when the last has ended.</summary>
public sealed class PostgreSqlServerOfThisRun : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgreSqlServer>> Shared = new(PostgreSqlServer.StartAsync);

    /// <summary>Skips the test, with the reason, where there can be none.</summary>
    public static Task<PostgreSqlServer> GetAsync() => OrSkipAsync(() => Shared.Value);

    /// <summary>One of the test's own, that it may stop.</summary>
    public static Task<PostgreSqlServer> NewAsync() => OrSkipAsync(PostgreSqlServer.StartAsync);

    private static async Task<PostgreSqlServer> OrSkipAsync(Func<Task<PostgreSqlServer>> start)
    {
        Assert.SkipWhen(PostgreSqlServer.Missing() is not null, PostgreSqlServer.Missing() ?? "");
        try
        {
            return await start();
        }
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"PostgreSQL is installed and cannot be started here: {problem.Message}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated && Shared.Value.IsCompletedSuccessfully)
            await (await Shared.Value).DisposeAsync();
    }
}
