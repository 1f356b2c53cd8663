using Runink.Domain.Ledger;
using Runink.Domain.Store;

namespace Runink.Tests.Domain.Store;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("companion-checkpoints-").FullName;

    private string Lines => Path.Combine(folder, "ledger-checkpoints.jsonl");

    private string SigningKey => Path.Combine(folder, "ledger-signing-key.pem");

    [Fact]
    public void TheNewestSignedHeadIsFoundAgainByAnotherProcess()
    {
        Write(Open(), 1, 5);

        var log = Open().Read();

        Assert.Empty(log.Findings);
        Assert.Equal((5, 2), (log.Head!.Seq, log.Lines.Count));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SigningKey));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Lines));
        }
    }

    [Fact]
    public void LookingMakesNothing()
    {
        Assert.Empty(Open().Read().Lines);
        Assert.Null(Open().Keys.Signing());
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void WithoutTheSigningKeyThePublicOneVerifies()
    {
        Write(Open(), 1, 5);
        File.Delete(SigningKey);

        Assert.Empty(Open().Read().Findings);
        File.Delete(Path.Combine(folder, "ledger-public-keys.pem"));
        Assert.NotEmpty(Open().Read().Findings);
    }

    [Fact]
    public void WhatAPowerCutLeftIsTakenOffBeforeTheNextLine()
    {
        Write(Open(), 1);
        File.AppendAllText(Lines, "{\"kind\":\"head\",\"se");
        var file = Open();

        Write(file, 5);

        Assert.Empty(file.Read().Findings);
        Assert.Equal(2, file.Read().Lines.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileThatSomebodyCutOrTookAwayIsNotMadeAnew(bool cut)
    {
        var file = Open();
        Write(file, 1, 5);
        if (cut)
            File.WriteAllText(Lines, File.ReadAllLines(Lines)[0] + "\n");
        else
            File.Delete(Lines);

        var problem = Assert.ThrowsAny<Exception>(() => Write(file, 9));
        Assert.IsType(cut ? typeof(InvalidDataException) : typeof(FileNotFoundException), problem);
        Assert.Equal(cut, File.Exists(Lines));
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    private CheckpointFile Open() => new(new LedgerOptions().In(folder));

    private static void Write(CheckpointFile file, params long[] seqs)
    {
        using var key = file.Keys.Signing() ?? file.Keys.Make();
        foreach (var seq in seqs)
            file.Append(LedgerCheckpoint.Sign(CheckpointKind.Head, seq, new byte[32], Now, null, file.Read().LastLineHash, key).ToLine());
    }
}
