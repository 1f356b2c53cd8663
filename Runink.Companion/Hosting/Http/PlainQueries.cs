namespace Runink.Companion.Hosting.Http;

/// <summary>No name, number or search has a NUL character, and not every store can be asked for one: an address with one is refused.</summary>
public static class PlainQueries
{
    public static IApplicationBuilder UsePlainQueries(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true || http.Request.Path.Value?.Contains('\0', StringComparison.Ordinal) == true
            ? Problems.Of(new Domain.Foundation.Refusal("invalid-address", "An address has no NUL characters.")).ExecuteAsync(http)
            : next(http));
}
