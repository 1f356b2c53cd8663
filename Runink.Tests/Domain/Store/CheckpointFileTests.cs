using Runink.Domain.Store;

namespace Runink.Tests.Domain.Store;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("companion-checkpoints-").FullName;

    [Fact]
    public void TheNewestSignedHeadIsFoundAgainByAnotherProcess()
    {
        Assert.Null(new CheckpointFile(folder).Last());
        var file = new CheckpointFile(folder);
        file.Append(1, new byte[32], Now);
        file.Append(5, [.. Enumerable.Repeat((byte)7, 32)], Now.AddMinutes(1));

        var last = new CheckpointFile(folder).Last()!;

        Assert.Equal((5, Now.AddMinutes(1)), (last.Seq, last.At));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "ledger-signing-key.pem")));
    }

    [Theory]
    [InlineData("\"seq\":5", "\"seq\":4")]
    [InlineData("0707", "0708")]
    public void AForgedLineIsRefused(string part, string forged)
    {
        var file = new CheckpointFile(folder);
        file.Append(5, [.. Enumerable.Repeat((byte)7, 32)], Now);
        var path = Path.Combine(folder, "ledger-checkpoints.jsonl");
        var text = File.ReadAllText(path);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(part, forged, StringComparison.Ordinal));

        Assert.Throws<InvalidDataException>(() => file.Last());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"seq\":5,\"hash\":\"00\",\"at\":\"2026-03-02T08:00:00Z\",\"signature\":\"not base64!\"}")]
    [InlineData("{}")]
    public void ALineThatIsNoCheckpointIsRefusedTheSameWay(string line)
    {
        File.WriteAllText(Path.Combine(folder, "ledger-checkpoints.jsonl"), line + "\n");

        Assert.Throws<InvalidDataException>(() => new CheckpointFile(folder).Last());
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);
}
