using System.Net;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Browser;

/// <summary>Lets the library that encrypts a message speak through the one door to servers of others.</summary>
internal sealed class PushHandler(OutsideHttp http, OutsidePlace place) : HttpMessageHandler
{
    /// <summary>What the push service said.</summary>
    public OutsideAnswer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var passed = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken)) };
        foreach (var (name, values) in request.Headers)
            passed.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in request.Content.Headers)
            passed.Content.Headers.TryAddWithoutValidation(name, values);
        Answer = await http.SendAsync(place, passed, cancellationToken);
        // The library only looks whether it was created.
        return new HttpResponseMessage(Answer.IsSuccess ? HttpStatusCode.Created : Answer.Status) { RequestMessage = request, Content = new StringContent("") };
    }
}
