using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Runink.Domain.Delivery;

namespace Runink.Companion.Shared.Outside;

/// <summary>
/// The one door through which this app asks servers of others over HTTP. It goes to the hosts of the registered place only, looks at the address that is
/// really connected to, follows no redirect, reads 64 KiB unless more is asked for and waits no longer than the place says. It does not try again: who asks does.
/// </summary>
public sealed class OutsideHttp(TimeProvider time) : IDisposable
{
    private const int MostBytes = 64 * 1024;

    private readonly ConcurrentDictionary<(bool MayBePrivate, string Authorities), HttpClient> clients = new();

    /// <exception cref="DeliveryException">It could not be asked.</exception>
    public Task<OutsideAnswer> SendAsync(OutsidePlace place, HttpRequestMessage request, CancellationToken cancel, params Uri?[] alsoAllowed) =>
        SendAsync(place, request, MostBytes, cancel, alsoAllowed);

    /// <param name="most">Bytes of the answer that are read.</param>
    /// <exception cref="DeliveryException">It could not be asked.</exception>
    public async Task<OutsideAnswer> SendAsync(OutsidePlace place, HttpRequestMessage request, int most, CancellationToken cancel, params Uri?[] alsoAllowed)
    {
        Refuse(place, request, alsoAllowed);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(place.Timeout);
        try
        {
            using var answer = await Client(place).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var (body, isCut) = await ReadAsync(answer.Content, most, patience.Token);
            return new OutsideAnswer(answer.StatusCode, body, RetryAfter(answer.Headers.RetryAfter), answer.Headers.Location)
            {
                IsCut = isCut, ETag = answer.Headers.ETag?.ToString(), LastModified = answer.Content.Headers.LastModified,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, $"{place.Name} did not answer within {place.Timeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException problem)
        {
            throw problem.InnerException as DeliveryException ?? new DeliveryException(DeliveryFault.Endpoint, $"{place.Name} cannot be reached: {Words(problem)}.", problem);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, $"{place.Name} broke off.", problem);
        }
    }

    /// <summary>The answer as it streams, for what is no text. Whoever reads it says how much and how long, and disposes it.</summary>
    /// <exception cref="DeliveryException">It could not be asked.</exception>
    public async Task<HttpResponseMessage> OpenAsync(OutsidePlace place, HttpRequestMessage request, CancellationToken cancel)
    {
        Refuse(place, request);
        try
        {
            return await Client(place).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException problem)
        {
            throw problem.InnerException as DeliveryException ?? new DeliveryException(DeliveryFault.Endpoint, $"{place.Name} cannot be reached: {Words(problem)}.", problem);
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private HttpClient Client(OutsidePlace place) => clients.GetOrAdd((place.AllowPrivate, place.Authorities), Open);

    private static void Refuse(OutsidePlace place, HttpRequestMessage request, params Uri?[] alsoAllowed)
    {
        var target = request.RequestUri!;
        if (!alsoAllowed.Append(place.Address).OfType<Uri>().Any(allowed => IsSamePlace(allowed, target)))
            throw new DeliveryException(DeliveryFault.Permanent, $"{target.Host} is not a host of {place.Name}.");
        if (target.Scheme != Uri.UriSchemeHttps && !place.AllowPrivate)
            throw new DeliveryException(DeliveryFault.Permanent, $"{place.Name} is spoken to over https only.");
    }

    private static bool IsSamePlace(Uri allowed, Uri target) =>
        string.Equals(allowed.Scheme, target.Scheme, StringComparison.Ordinal) && string.Equals(allowed.IdnHost, target.IdnHost, StringComparison.OrdinalIgnoreCase) && allowed.Port == target.Port;

    /// <summary>Connections to where only some may go, or whose certificates only some believe, are never shared with the others: each kind has its own.</summary>
    private static HttpClient Open((bool MayBePrivate, string Authorities) kind) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would connect for us, to an address that we never see.
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, kind.MayBePrivate, cancel),
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = OutsideTrust.Of(kind.Authorities) },
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool mayBePrivate, CancellationToken cancel)
    {
        var found = IPAddress.TryParse(to.Host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancel);
        var addresses = found.Where(address => mayBePrivate || OutsideAddress.IsPublic(address)).ToArray();
        if (addresses.Length == 0 && found.Length > 0)
            throw new DeliveryException(DeliveryFault.Permanent, $"{to.Host} leads into a private network or to this machine; an administrator may allow that with AllowPrivate.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<(string Body, bool IsCut)> ReadAsync(HttpContent content, int most, CancellationToken cancel)
    {
        await using var sent = await content.ReadAsStreamAsync(cancel);
        await using var stream = content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(sent, CompressionMode.Decompress) : sent;
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (received.Length < most && await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - received.Length)), cancel) is > 0 and var read)
            received.Write(buffer, 0, read);
        var isCut = received.Length >= most && await stream.ReadAsync(buffer.AsMemory(0, 1), cancel) > 0;
        return (Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length), isCut);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Words(HttpRequestException problem) => problem.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.ConnectionError => "nobody listens there",
        HttpRequestError.SecureConnectionError => "its certificate is not trusted",
        _ => problem.HttpRequestError.ToString(),
    };
}
