using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Http;

/// <summary>One caller cannot take the place of all others: a bucket of tokens for each key, person and, of those whom nobody knows, address.</summary>
public static class RateLimits
{
    private const int BurstSeconds = 10;
    private const int BytesPerToken = 16 * 1024;

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection(RateLimitOptions.Section).Get<RateLimitOptions>() ?? new RateLimitOptions();
        services.AddSingleton(limits);
        services.AddSingleton<LookBackLimit>();
        return services.AddSingleton<PartitionedRateLimiter<HttpContext>>(_ =>
            new CostedLimiter(PartitionedRateLimiter.Create<HttpContext, Bucket>(http => Partition(BucketOf(http, limits))), http => Cost(http, BucketOf(http, limits))));
    }

    /// <summary>The framework's own middleware keeps a limiter that nobody can end, and with it the whole program after its end.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        var limiter = app.ApplicationServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        app.Use(async (http, next) =>
        {
            using var lease = limiter.AttemptAcquire(http);
            if (lease.IsAcquired)
                await next(http);
            else
                await RejectAsync(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
        });
    }

    /// <summary>Says when to come again, in the words of the door.</summary>
    public static Task RejectAsync(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        const string Text = "Too many requests. Come again after the time that Retry-After says.";
        return AccessOutcome.IsFhir(http.Request.Path)
            ? AccessOutcome.WriteAsync(http, StatusCodes.Status429TooManyRequests, "throttled", Text)
            : TypedResults.Problem(title: Text, statusCode: StatusCodes.Status429TooManyRequests, type: "urn:runink:problem:too-many-requests").ExecuteAsync(http);
    }

    private static Bucket BucketOf(HttpContext http, RateLimitOptions limits)
    {
        var caller = Caller.From(http.User);
        return caller.Kind switch
        {
            "key" => new Bucket(caller.Id, caller.May(Permission.SendMessages) ? limits.IntakeKeyPerSecond : limits.KeyPerSecond),
            "person" => new Bucket(caller.Id, limits.PersonPerSecond),
            _ when http.User.Identity is { IsAuthenticated: true } => new Bucket(http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "token", limits.PersonPerSecond),
            _ => new Bucket($"address {http.Connection.RemoteIpAddress}", limits.AddressPerSecond),
        };
    }

    private static int Cost(HttpContext http, Bucket bucket) =>
        (int)Math.Min(1 + ((http.Request.ContentLength ?? 0) / BytesPerToken), bucket.PerSecond * BurstSeconds);

    private static RateLimitPartition<Bucket> Partition(Bucket bucket) => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = bucket.PerSecond * BurstSeconds,
        TokensPerPeriod = bucket.PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        // The partitions are replenished together.
        AutoReplenishment = false,
    });

    private readonly record struct Bucket(string Id, int PerSecond);

    /// <summary>One permit is asked for a request; a large one takes as many as it costs.</summary>
    private sealed class CostedLimiter(PartitionedRateLimiter<HttpContext> inner, Func<HttpContext, int> cost) : PartitionedRateLimiter<HttpContext>
    {
        public override RateLimiterStatistics? GetStatistics(HttpContext resource) => inner.GetStatistics(resource);

        protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => inner.AttemptAcquire(resource, permitCount * cost(resource));

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
            inner.AcquireAsync(resource, permitCount * cost(resource), cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
