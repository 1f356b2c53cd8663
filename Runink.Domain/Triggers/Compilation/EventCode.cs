using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>When something last happened: a value came, a condition became true, or an instant of the encounter.</summary>
internal sealed class EventSource(Concept? concept, ConditionCode? condition, int[] slots)
{
    public ConditionCode? Condition => condition;

    /// <summary>Null when it never did, as far as is known.</summary>
    public DateTimeOffset? Latest(ref Frame frame)
    {
        if (concept is { IsContext: true })
            return frame.State.Encounter?.StartedAt;
        if (concept is not null)
        {
            if (frame.SeriesAt(concept.Slot) is not { } series)
                return null;
            var count = series.CountUntil(frame.Now);
            if (count < series.Count)
                frame.Note(series.Samples[count].At);
            return count == 0 ? null : series.Samples[count - 1].At;
        }

        if (frame.Trace is not null)
            condition!.Test(ref frame);
        // Mostly it never happened, and that shows without a step for each sample.
        if (condition!.OfOneSample is { } one && Stretch.Of(ref frame, one, 0) is { } stretch && stretch.CountWhere(one.Holds) == 0)
            return null;
        var instants = Instants.Of(ref frame, slots, DateTimeOffset.MinValue);
        DateTimeOffset? began = null;
        for (var i = instants.Count - 1; i >= 0 && frame.Pay(1); i--)
        {
            var then = frame.At(instants[i]);
            var verdict = condition.Test(ref then);
            frame.Cost = then.Cost;
            if (verdict == Verdict.True)
                began = instants[i];
            else if (verdict == Verdict.False && began is not null)
                break;
        }

        return began;
    }
}

internal sealed class SinceCode(BoundExpr bound, EventSource happening) : ScalarCode(bound)
{
    public override IEnumerable<Code> Children => happening.Condition is { } inner ? [inner] : [];

    protected override Value Run(ref Frame frame) =>
        happening.Latest(ref frame) is { } at
            ? Value.Of((decimal)(frame.Now - at).Ticks / TimeSpan.TicksPerSecond, drift: 1)
            : Value.Unknown(UnknownCauses.Missing);
}

/// <summary>
/// Nothing came in time. Without an event the time counts back from now, and at the earliest from the start of the open
/// encounter, so that a patient who just arrived is not overdue. A result that cannot be read is still a result.
/// </summary>
/// <param name="each">Each of these is asked for an answer of its own; null asks about the newest event alone.</param>
internal sealed class AbsentCode(BoundExpr bound, Concept concept, TimeSpan window, EventSource? after, Concept? each) : ConditionCode(bound)
{
    public override IEnumerable<Code> Children => after?.Condition is { } inner ? [inner] : [];

    protected override Verdict Run(ref Frame frame)
    {
        var series = frame.SeriesAt(concept.Slot);
        var count = series?.CountUntil(frame.Now) ?? 0;
        if (series is not null && count < series.Count)
            frame.Note(series.Samples[count].At);
        if (each is not null)
            return Each(ref frame, series is null ? [] : series.Samples[..count], each);
        var newest = count > 0 ? series!.Samples[count - 1].At : (DateTimeOffset?)null;
        if (after is null)
        {
            var from = newest ?? frame.State.Encounter?.StartedAt;
            frame.Trace?.Put(this, new Presence(frame.Now - newest, newest is null ? frame.Now - from : null));
            return from is null ? Verdict.True : Overdue(ref frame, from.Value);
        }

        var happened = after.Latest(ref frame);
        frame.Trace?.Put(this, new Presence(newest > happened ? newest - happened : null, frame.Now - happened));
        if (happened is not { } at || newest > at)
            return Verdict.False;
        return Overdue(ref frame, at);
    }

    private Verdict Each(ref Frame frame, ReadOnlySpan<Sample> answers, Concept what)
    {
        if (frame.SeriesAt(what.Slot) is not { } happened)
            return Verdict.False;
        var count = happened.CountUntil(frame.Now);
        if (count < happened.Count)
            frame.Note(happened.Samples[count].At);
        var events = happened.Samples[..count];
        if (!frame.Pay(answers.Length + events.Length))
            return frame.Unknown(UnknownCauses.TooCostly);
        var answered = Answers.Of(what, events, concept, answers);
        var overdue = Verdict.False;
        for (var i = events.Length - 1; i >= 0 && events[i].At >= frame.Now - what.FreshFor; i--)
        {
            if (answered[i])
                continue;
            frame.Note(events[i].At + what.FreshFor + Frame.Tick);
            overdue = overdue.Or(Overdue(ref frame, events[i].At));
        }

        return overdue;
    }

    private Verdict Overdue(ref Frame frame, DateTimeOffset from)
    {
        frame.Note(from + window + Frame.Tick);
        return (frame.Now > from + window).ToVerdict();
    }
}

/// <summary>
/// Whether a list that the feed keeps (pathways, diagnoses, medicines, consents, cohorts) holds an entry. Each entry is a
/// signal whose value is the code; one with the unit <c>ended</c> closes it. A list without entries is empty, not
/// unknown, once anybody's was sent.
/// </summary>
internal sealed class ListedCode(BoundExpr bound, Concept concept, CodeSet members) : ConditionCode(bound)
{
    protected override Verdict Run(ref Frame frame)
    {
        if (frame.SeriesAt(concept.Slot) is not { } series)
            return concept.NeedsFeed && frame.State.Feeds?.HasSent(concept.Name, frame.Now) == false ? frame.Unknown(UnknownCauses.NoFeed) : Verdict.False;
        var count = series.CountUntil(frame.Now);
        if (count < series.Count)
            frame.Note(series.Samples[count].At);
        if (!frame.Pay(count))
            return frame.Unknown(UnknownCauses.TooCostly);
        if (members.HeldUntil(series.Samples[..count], concept.FreshFor, frame.Now) is not { } until)
            return Verdict.False;
        frame.Note(until + Frame.Tick);
        return Verdict.True;
    }
}
