using System.Globalization;
using System.Threading.RateLimiting;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake;

/// <summary>
/// Reads request bodies up to a limit each, and up to a limit of all that are in work. A body holds its room from its first byte until it is answered: a few
/// large ones must not take the memory, and with it the time, of everybody.
/// </summary>
public sealed class BodyRoom(BodyRoomOptions options) : IDisposable
{
    private const int Piece = 64 * 1024;
    private const int PiecesPerMiB = 1024 * 1024 / Piece;

    private readonly ConcurrencyLimiter room = new(new ConcurrencyLimiterOptions { PermitLimit = options.MaxMiB * PiecesPerMiB, QueueLimit = 0 });

    /// <summary>The body; refused as <c>too-long</c>, or as <c>busy</c> when there is no room for it now.</summary>
    public async Task<Outcome<byte[]>> ReadAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most)
            return new Refusal("too-long", $"The body is longer than {most} bytes, which this door allows.");
        using var buffer = new MemoryStream();
        var chunk = new byte[Piece];
        var (held, elements) = (0L, 0L);
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancel)) > 0)
        {
            if (buffer.Length + read > most)
                return new Refusal("too-long", $"The body is longer than {most} bytes, which this door allows.");
            elements += chunk.AsSpan(0, read).Count((byte)'{') + chunk.AsSpan(0, read).Count((byte)'<');
            if (elements > options.MaxElements)
                return new Refusal("too-long", string.Create(CultureInfo.InvariantCulture, $"The body has more than {options.MaxElements:N0} elements, which this door allows. Send it in parts."));
            buffer.Write(chunk, 0, read);
            while (held < buffer.Length)
            {
                var lease = room.AttemptAcquire();
                request.HttpContext.Response.RegisterForDispose(lease);
                if (!lease.IsAcquired)
                {
                    request.HttpContext.Response.Headers.RetryAfter = "1";
                    return new Refusal("busy", "Too many long bodies are being taken in at the moment. Send again after the time that Retry-After says.");
                }

                held += Piece;
            }
        }

        return buffer.ToArray();
    }

    public void Dispose() => room.Dispose();
}
