using LibGit2Sharp;

namespace Runink.Companion.Triggers.Repositories.Git;

/// <summary>Git's smart protocol over <see cref="GitLink"/>, under a scheme of its own: nothing in libgit2 opens a connection by itself.</summary>
internal sealed class GitTransport : RpcSmartSubtransport
{
    public const string Scheme = "companion";

    private static readonly Lazy<SmartSubtransportRegistration<GitTransport>> Registration = new(() =>
    {
        // What the machine's own git is told (other addresses, proxies, credentials) is none of ours.
        foreach (var level in new[] { ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System, ConfigurationLevel.ProgramData })
            GlobalSettings.SetConfigSearchPaths(level, "");
        return GlobalSettings.RegisterSmartSubtransport<GitTransport>(Scheme);
    });

    public static void Register() => _ = Registration.Value;

    protected override SmartSubtransportStream Action(string url, GitSmartSubtransportAction action)
    {
        var link = GitLink.Find(url);
        return action switch
        {
            GitSmartSubtransportAction.UploadPackList => new Exchange(this, link, "/info/refs?service=git-upload-pack", "git-upload-pack", isPost: false),
            GitSmartSubtransportAction.UploadPack => new Exchange(this, link, "/git-upload-pack", "git-upload-pack", isPost: true),
            GitSmartSubtransportAction.ReceivePackList => new Exchange(this, link, "/info/refs?service=git-receive-pack", "git-receive-pack", isPost: false),
            GitSmartSubtransportAction.ReceivePack => new Exchange(this, link, "/git-receive-pack", "git-receive-pack", isPost: true),
            _ => throw new InvalidOperationException(),
        };
    }

    private sealed class Exchange(GitTransport transport, GitLink link, string path, string type, bool isPost) : SmartSubtransportStream(transport)
    {
        private readonly MemoryStream body = new();
        private readonly byte[] buffer = new byte[16 * 1024];
        private HttpResponseMessage? answer;
        private Stream? stream;

        public override int Write(Stream dataStream, long length)
        {
            for (var left = length; left > 0;)
            {
                var read = dataStream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (read == 0)
                    break;
                body.Write(buffer, 0, read);
                left -= read;
            }

            return 0;
        }

        public override int Read(Stream dataStream, long length, out long bytesRead)
        {
            bytesRead = 0;
            answer ??= link.Ask(path, isPost ? body.ToArray() : null, type);
            stream ??= answer.Content.ReadAsStream();
            var read = link.Read(stream, buffer, (int)Math.Min(buffer.Length, length));
            dataStream.Write(buffer, 0, read);
            bytesRead = read;
            return 0;
        }

        protected override void Free()
        {
            stream?.Dispose();
            answer?.Dispose();
            body.Dispose();
            base.Free();
        }
    }
}
