namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>A clock that the sample hospital's past is lived with: it shows what it is set to.</summary>
internal sealed class PastClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void MoveTo(DateTimeOffset instant) => now = instant > now ? instant : now;
}
