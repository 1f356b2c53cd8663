namespace Runink.Domain.Triggers;

/// <summary>Turns truths into firings: once when it becomes true, never twice for the same unbroken truth.</summary>
public static class EpisodeGate
{
    private static readonly EpisodeDecision NothingYet = new(EpisodeMove.Hold, "false", EpisodeState.Initial);

    public static EpisodeDecision Decide(EpisodeRules rules, EpisodeState state, Verdict holds, DateTimeOffset now) =>
        Decide(rules, state, new EpisodeInput(holds), now);

    /// <summary>
    /// A firing held back by a cooldown or a daily limit happens when that ends, if it is still true then. Unknown neither
    /// fires nor re-arms nor resolves.
    /// </summary>
    public static EpisodeDecision Decide(EpisodeRules rules, EpisodeState state, EpisodeInput input, DateTimeOffset now)
    {
        if (input.Holds != Verdict.Unknown && state.UnknownSince is not null)
        {
            var known = Decide(rules, state with { UnknownSince = null, Told = state.Told == "unknown" ? null : state.Told }, input, now);
            return state.Told == "unknown" ? known with { Readable = true } : known;
        }

        if (state.Open && input.Resolve == Verdict.True)
            return new(EpisodeMove.Resolve, input is { AfterCorrection: true, Holds: Verdict.False } ? "result-corrected" : "resolve-when", state.Closed() with { Armed = input.Holds == Verdict.False || state.Armed });
        return input.Holds switch
        {
            Verdict.True => True(rules, state, input, now),
            Verdict.False => False(state, input),
            Verdict.Unknown => Unknown(rules, state, input, now),
        };
    }

    private static EpisodeDecision True(EpisodeRules rules, EpisodeState state, EpisodeInput input, DateTimeOffset now)
    {
        if (state.Open)
        {
            var worse = input.ReAlert == Verdict.True;
            var next = state with { Armed = false, Told = null, ReAlertArmed = input.ReAlert switch { Verdict.True => false, Verdict.False => true, Verdict.Unknown => state.ReAlertArmed } };
            return worse && state.ReAlertArmed
                ? new(EpisodeMove.ReAlert, "worse", next)
                : new(EpisodeMove.Hold, state.Armed ? "already-open" : "still-true", next);
        }

        if (!state.Armed)
            return new(EpisodeMove.Hold, "still-true", state);
        if (state.Fired.Count > 0 && rules.Cooldown > TimeSpan.Zero && state.Fired[^1] + rules.Cooldown > now)
            return Held("cooldown", state, state.Fired[^1] + rules.Cooldown);
        if (rules.MaxPerPatientDay is { } most)
        {
            var today = state.Fired.Where(f => f > now.AddDays(-1)).ToArray();
            if (today.Length >= most)
                return Held("daily-limit", state, most == 0 ? null : today[^most].AddDays(1));
        }

        IReadOnlyList<DateTimeOffset> fired = [.. state.Fired.Where(f => f > now.AddDays(-1)), now];
        return new(EpisodeMove.Fire, "became-true", new(Armed: false, Open: rules.Opens, input.ReAlert != Verdict.True, fired, null, null));
    }

    private static EpisodeDecision Held(string reason, EpisodeState state, DateTimeOffset? until) => state.Told == reason
        ? new(EpisodeMove.Hold, reason, state, until)
        : new(EpisodeMove.Suppress, reason, state with { Told = reason }, until);

    private static EpisodeDecision False(EpisodeState state, EpisodeInput input)
    {
        if (input.Suppressed)
            return state.Armed && !state.Open ? Held("unless", state, null) : new(EpisodeMove.Hold, "unless", state);
        if (state.IsQuiet)
            return Quiet(state);
        var next = state with { Armed = true, Told = null };
        if (state.Open && !state.Armed && input.AfterCorrection)
            return new(EpisodeMove.Retract, "result-corrected", next);
        return state.Armed ? new(EpisodeMove.Hold, "false", next) : new(EpisodeMove.ReArm, "ended", next);
    }

    private static EpisodeDecision Quiet(EpisodeState state) => ReferenceEquals(state, EpisodeState.Initial) ? NothingYet : new(EpisodeMove.Hold, "false", state);

    private static EpisodeDecision Unknown(EpisodeRules rules, EpisodeState state, EpisodeInput input, DateTimeOffset now)
    {
        // Withdrawn without a successor: what the alarm was opened for is not there any more.
        if (state is { Open: true, Armed: false } && input is { AfterCorrection: true, Causes: UnknownCauses.Missing })
            return new(EpisodeMove.Retract, "result-corrected", state with { Armed = true, Told = null });
        if (rules.OnUnknown == OnUnknown.Ignore || (input.Causes & UnknownCauses.DataFault) == UnknownCauses.None)
            return new(EpisodeMove.Hold, "unknown", state);
        var since = state.UnknownSince ?? now;
        var due = since + (rules.UnknownAfter == default ? EpisodeRules.DefaultUnknownAfter : rules.UnknownAfter);
        state = state with { UnknownSince = since };
        if (state.Told == "unknown")
            return new(EpisodeMove.Hold, "unknown", state);
        return now >= due
            ? new(EpisodeMove.CannotEvaluate, "data-fault", state with { Told = "unknown" })
            : new(EpisodeMove.Hold, "unknown", state, due);
    }
}
