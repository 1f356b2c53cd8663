namespace Runink.Domain.Intake.Sources;

/// <summary>Why a source could not be read.</summary>
public enum SourceFault
{
    /// <summary>It may work the next time: no connection, no answer in time, too many questions.</summary>
    Temporary,

    /// <summary>It does not let us in, or does not know what is asked for.</summary>
    Refused,

    /// <summary>A column that means something is of another type.</summary>
    Changed,

    /// <summary>A table, or a column that means something, is not there.</summary>
    Gone,

    /// <summary>Its answer ended before it was whole.</summary>
    HalfAnswer,

    /// <summary>What it answered is not what it should be.</summary>
    NotUnderstood,

    /// <summary>It answers, and has had nothing new for longer than was said.</summary>
    Silent,
}

/// <param name="Words">In words for whoever runs the source; nothing of a patient, and no secret.</param>
/// <param name="RetryAfter">When it wishes to be asked again.</param>
public sealed record SourceProblem(SourceFault Fault, string Words, TimeSpan? RetryAfter = null);

/// <summary>What one pull did.</summary>
/// <param name="HasMore">It stopped where it may, and more waits.</param>
public sealed record PullResult(int Taken, int Known, int Refused, bool HasMore, Watermark? Watermark, string? Validator = null, string? Remark = null);

/// <summary>How far a source is read and how it fares; durable, and moved only after what was read is durable.</summary>
public sealed class SourceState
{
    public const int LongestName = 100;

    public required string Name { get; init; }

    /// <summary>As <see cref="Sources.Watermark.Text"/> says it; null before the first row.</summary>
    public string? Watermark { get; private set; }

    public WatermarkKind WatermarkKind { get; private set; }

    /// <summary>Told back to whom can say that nothing has changed (ETag, Last-Modified).</summary>
    public string? Validator { get; private set; }

    /// <summary>The columns that mean something, with their types, as they were when they were last as they should be.</summary>
    public string? Columns { get; private set; }

    public DateTimeOffset? LastPullAt { get; private set; }

    public DateTimeOffset? LastSuccessAt { get; private set; }

    /// <summary>When something new came.</summary>
    public DateTimeOffset? LastRowAt { get; private set; }

    public DateTimeOffset? NextPullAt { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Why the last pull failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    public SourceFault? Fault { get; private set; }

    /// <summary>What the last pull noticed though it did not fail.</summary>
    public string? Remark { get; private set; }

    public long Taken { get; private set; }

    public long Refused { get; private set; }

    public int LastTaken { get; private set; }

    public int LastKnown { get; private set; }

    public int LastRefused { get; private set; }

    /// <summary>What was refused before is asked again in the pulls that follow, until one has ended.</summary>
    public bool TakesRefusedAgain { get; private set; }

    /// <summary>Rises with each replay: a reading that began before it moves nothing any more.</summary>
    public int Generation { get; private set; }

    /// <summary>Paused by a person.</summary>
    public bool IsPaused { get; private set; }

    public int Version { get; private set; } = 1;

    /// <summary>Null when there is none of this kind: what was kept under another kind says nothing.</summary>
    public Watermark? Since(WatermarkKind kind) => kind == WatermarkKind ? Sources.Watermark.Parse(kind, Watermark) : null;

    /// <summary>So much is durable.</summary>
    public void Advance(Watermark? to)
    {
        if (to is not { } watermark || Since(watermark.Kind) is { } now && now.CompareTo(watermark) > 0)
            return;
        (Watermark, WatermarkKind) = (watermark.Text, watermark.Kind);
        Version++;
    }

    public void Counted(int taken, int refused, DateTimeOffset now)
    {
        Taken += taken;
        Refused += refused;
        if (taken + refused > 0)
            LastRowAt = now;
    }

    public void Succeeded(PullResult result, DateTimeOffset next, DateTimeOffset now)
    {
        Advance(result.Watermark);
        (LastTaken, LastKnown, LastRefused, Validator, Remark) = (result.Taken, result.Known, result.Refused, result.HasMore ? Validator : result.Validator, result.Remark);
        (LastPullAt, LastSuccessAt, NextPullAt, Failures, Problem, Fault) = (now, now, next, 0, null, null);
        LastRowAt ??= now;
        if (!result.HasMore)
            TakesRefusedAgain = false;
        Version++;
    }

    public void Failed(SourceProblem problem, DateTimeOffset next, DateTimeOffset now)
    {
        (LastPullAt, NextPullAt, Problem, Fault) = (now, next, problem.Words, problem.Fault);
        Failures++;
        Version++;
    }

    public void Learn(string columns) => Columns = columns;

    public void ForgetColumns(DateTimeOffset now)
    {
        (Columns, NextPullAt) = (null, now);
        Version++;
    }

    public void PullNow(DateTimeOffset now)
    {
        NextPullAt = now;
        Version++;
    }

    /// <summary>Reads from there again; what was taken is known, what was refused is tried again.</summary>
    /// <param name="from">Null: from the beginning.</param>
    public void ReplayFrom(Watermark? from, DateTimeOffset now)
    {
        (Watermark, WatermarkKind) = (from?.Text, from?.Kind ?? WatermarkKind.None);
        (Validator, TakesRefusedAgain, NextPullAt) = (null, true, now);
        Generation++;
        Version++;
    }

    public void Pause(bool isPaused, DateTimeOffset now)
    {
        (IsPaused, NextPullAt) = (isPaused, now);
        Version++;
    }
}

/// <summary>What the newest version of a row said when it was taken in or set aside, so that the same is not taken twice.</summary>
public sealed class TakenRow
{
    public required string Source { get; init; }

    public required string RowKey { get; init; }

    public required string Content { get; set; }

    public required bool Refused { get; set; }

    public required string MessageId { get; set; }

    /// <summary>When the source last showed it. What it shows no more may be forgotten some day.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The watermark of that version; null when rows of the source have none.</summary>
    public string? Position { get; set; }
}

/// <summary>A signed body that was dealt with: a copy of it is not, for as long as its signature would be fresh.</summary>
public sealed class TakenSignature
{
    /// <summary>A hash of the sender, the time and the body.</summary>
    public required string Digest { get; init; }

    public required DateTimeOffset Until { get; init; }
}
