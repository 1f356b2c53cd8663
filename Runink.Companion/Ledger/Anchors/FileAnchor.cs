using System.Text;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>A copy in a file on another disk; <c>ledger verify --anchor</c> holds the ledger against it.</summary>
public sealed class FileAnchor(string file) : LedgerAnchor
{
    public override string Name => "anchor file";

    public override async Task SendAsync(LedgerCheckpoint checkpoint, string line, CancellationToken cancel)
    {
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, how);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancel);
        stream.Flush(flushToDisk: true);
    }
}
