namespace Runink.Companion.Referrals.Dossiers;

/// <summary>Where printed files are made: on a stack with room for what is nested, two at a time, since each is held in memory whole.</summary>
internal static class PdfWork
{
    private const int Stack = 64 * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly SemaphoreSlim Turn = new(2);

    public static async Task<T> RunAsync<T>(Func<T> work, TimeProvider time, CancellationToken cancel)
    {
        await Turn.WaitAsync(cancel);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(work());
                }
#pragma warning disable CA1031 // It is thrown again where it is awaited.
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    done.SetException(fault);
                }
                finally
                {
                    Turn.Release();
                }
            },
            Stack) { IsBackground = true, Name = "dossier" };
        thread.Start();
        return await done.Task.WaitAsync(Longest, time, cancel);
    }
}
