using System.Buffers;

namespace Runink.Companion.Hosting.Http;

/// <summary>
/// Which request something was done by: the name that its sender gave it (X-Request-Id), else one of ours, and the address that it came
/// from. What happens in an open page belongs to the connection of that page.
/// </summary>
public sealed class RequestTrace(IHttpContextAccessor accessor)
{
    public const string Header = "X-Request-Id";

    private const int Longest = 64;
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Null where nothing was asked from outside.</summary>
    public string? Id => accessor.HttpContext?.TraceIdentifier;

    public string? Address => accessor.HttpContext?.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    /// <summary>Takes the sender's name for the request where it can be one, and answers which name counts.</summary>
    internal static Task NameAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[Header].ToString() is { Length: > 0 } named && IsName(named))
            http.TraceIdentifier = named;
        http.Response.Headers[Header] = http.TraceIdentifier;
        return next(http);
    }

    private static bool IsName(string text) => text.Length <= Longest && !text.AsSpan().ContainsAnyExcept(Letters);
}

public static class RequestTraceExtensions
{
    public static void UseRequestIds(this IApplicationBuilder app) => app.Use(RequestTrace.NameAsync);
}
