using System.Globalization;

namespace Runink.Domain.Referrals.Authorizing;

public enum AuthorizationRequestState
{
    /// <summary>To be sent, or sent again.</summary>
    Waiting,

    /// <summary>It went out, or may have: nobody knows yet what the payer has.</summary>
    Sending,

    /// <summary>The payer has it and has not decided; it is asked again.</summary>
    Pended,

    Decided,

    /// <summary>The payer does not take it as it is.</summary>
    Refused,

    /// <summary>No attempt got through: a person goes on.</summary>
    GivenUp,

    /// <summary>Somebody took it back before the payer decided.</summary>
    Withdrawn,
}

/// <summary>What is to be done next for a request.</summary>
public enum AuthorizationStep { Nothing, Submit, Inquire, WriteFile }

/// <summary>One question to one payer, how it travels, and the answer beside it. Its id is the trace number by which an answer finds it.</summary>
public sealed class AuthorizationRequest
{
    /// <summary>Who is not reached by then is called.</summary>
    public static readonly TimeSpan LongestTries = TimeSpan.FromHours(24);

    /// <summary>PAS has payers keep pended answers for six months.</summary>
    public static readonly TimeSpan LongestInquiries = TimeSpan.FromDays(180);

    private static readonly TimeSpan FirstTry = TimeSpan.FromMinutes(1), SlowestTry = TimeSpan.FromHours(1), FirstInquiry = TimeSpan.FromMinutes(5), SlowestInquiry = TimeSpan.FromHours(4);

    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required string Payer { get; init; }

    public required PayerChannel Channel { get; init; }

    public required string ServiceType { get; init; }

    public string? Procedure { get; init; }

    /// <summary>Codes between blanks, the principal one first.</summary>
    public required string Diagnoses { get; init; }

    public required int Units { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required bool IsUrgent { get; init; }

    /// <summary>The payer's number of the member, by which an answer is checked.</summary>
    public required string MemberId { get; init; }

    /// <summary>As it goes out: the bundle, or the interchange; null for one that a person asked.</summary>
    public string? Content { get; init; }

    /// <summary>ISA-13; null for what is no interchange.</summary>
    public int? ControlNumber { get; init; }

    public required DateTimeOffset PreparedAt { get; init; }

    public required string PreparedBy { get; init; }

    public AuthorizationRequestState State { get; private set; } = AuthorizationRequestState.Waiting;

    /// <summary>It went out, or may have: before it goes again the payer is asked whether it is there.</summary>
    public bool MayBeThere { get; private set; }

    public int Tries { get; private set; }

    public int Inquiries { get; private set; }

    /// <summary>When something is to be done; null while only the payer can.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>When the payer had it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>What went wrong last, in words.</summary>
    public string? Problem { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public PayerDecision? Decision { get; private set; }

    public string? Action { get; private set; }

    public string? Number { get; private set; }

    public int? AnsweredUnits { get; private set; }

    public DateOnly? AnsweredFrom { get; private set; }

    public DateOnly? AnsweredUntil { get; private set; }

    /// <summary>A line for each reason.</summary>
    public string? Reasons { get; private set; }

    /// <summary>SHA-256 of the answer as it came.</summary>
    public string? AnswerHash { get; private set; }

    /// <summary>phone, portal, fax or in-person, where a person heard it; null when it came by itself.</summary>
    public string? HeardHow { get; private set; }

    public string? HeardFrom { get; private set; }

    public AuthorizationAsk Ask => new(ServiceType, Procedure, Diagnoses.Split(' ', StringSplitOptions.RemoveEmptyEntries), Units, From, Until);

    public bool IsOpen => State is AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending or AuthorizationRequestState.Pended;

    public PayerAnswer? Answer => Decision is { } decision
        ? new PayerAnswer(decision, Action!, Number, AnsweredUnits, AnsweredFrom, AnsweredUntil, [.. (Reasons ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new PayerReason(null, line))])
        : null;

    /// <summary>The name of its file.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"278-{ControlNumber:D9}.x12");

    /// <summary>Whether it is due, and what for.</summary>
    public AuthorizationStep Next(DateTimeOffset now) => NextAt is null || NextAt > now ? AuthorizationStep.Nothing : (Channel, State) switch
    {
        (PayerChannel.X12, AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending) => AuthorizationStep.WriteFile,
        (PayerChannel.Pas, AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending) => MayBeThere ? AuthorizationStep.Inquire : AuthorizationStep.Submit,
        (PayerChannel.Pas, AuthorizationRequestState.Pended) => AuthorizationStep.Inquire,
        _ => AuthorizationStep.Nothing,
    };

    public void Queue(DateTimeOffset now) => NextAt = now;

    /// <summary>Written down before the first byte leaves, so that whoever is killed then asks before sending again.</summary>
    public void Begin() => (State, MayBeThere, Tries) = (AuthorizationRequestState.Sending, true, Tries + 1);

    /// <summary>The payer has it.</summary>
    public void Sent(DateTimeOffset now) => (SentAt, MayBeThere, Problem) = (SentAt ?? now, true, null);

    /// <summary>A file was written: what comes of it comes as a file.</summary>
    public void Written(DateTimeOffset now) => (SentAt, State, NextAt, Problem) = (SentAt ?? now, AuthorizationRequestState.Pended, null, null);

    /// <summary>It did not get through, this time.</summary>
    /// <param name="isNotThere">The payer said itself that it did not take it.</param>
    public void Fail(string problem, bool isNotThere, TimeSpan? wait, DateTimeOffset now)
    {
        Problem = problem;
        if (isNotThere)
            MayBeThere = false;
        if (State == AuthorizationRequestState.Pended)
        {
            Look(now, wait);
            return;
        }

        Tries = Math.Max(Tries, 1);
        var next = now + (wait ?? Doubled(FirstTry, SlowestTry, Tries - 1));
        if (next <= PreparedAt + LongestTries)
            NextAt = next;
        else
            (State, NextAt) = (AuthorizationRequestState.GivenUp, null);
    }

    /// <summary>The payer knows nothing of it: it may go again, under the same number.</summary>
    public void NotThere(DateTimeOffset now) => (State, MayBeThere, NextAt) = (AuthorizationRequestState.Waiting, false, now);

    /// <summary>An inquiry that said nothing new counts as one more try while nobody knows whether the payer has it.</summary>
    public void Inquired() => (Inquiries, Tries) = (Inquiries + 1, State == AuthorizationRequestState.Pended ? Tries : Tries + 1);

    public void Refuse(string problem) => (State, NextAt, MayBeThere, Problem) = (AuthorizationRequestState.Refused, null, false, problem);

    public void GiveUp(string problem) => (State, NextAt, Problem) = (AuthorizationRequestState.GivenUp, null, problem);

    public void Withdraw() => (State, NextAt) = (AuthorizationRequestState.Withdrawn, null);

    /// <summary>A person sends it once more after it was given up; the payer is asked first whether it is there.</summary>
    public void Again(DateTimeOffset now) => (State, NextAt, Problem) = (AuthorizationRequestState.Sending, now, null);

    /// <returns>Whether it says something new.</returns>
    public bool Hear(PayerAnswer answer, string? hash, string? how, string? from, DateTimeOffset now)
    {
        var isNew = (Decision, Action, Number, AnsweredUnits, AnsweredFrom, AnsweredUntil) != (answer.Decision, answer.Action, answer.Number, answer.Units, answer.From, answer.Until);
        (Decision, Action, Number, AnsweredUnits, AnsweredFrom, AnsweredUntil) = (answer.Decision, answer.Action, answer.Number, answer.Units, answer.From, answer.Until);
        Reasons = answer.Reasons.Count == 0 ? null : string.Join('\n', answer.Reasons.Select(reason => reason.Words.ReplaceLineEndings(" ")));
        (AnswerHash, HeardHow, HeardFrom, SentAt, Problem) = (hash, how, from, SentAt ?? (Channel == PayerChannel.Hand ? PreparedAt : now), null);
        if (answer.Decision == PayerDecision.Pended)
        {
            if (State != AuthorizationRequestState.Pended)
                Inquiries = 0;
            State = AuthorizationRequestState.Pended;
            Look(now, null);
        }
        else
        {
            (State, NextAt, AnsweredAt) = (AuthorizationRequestState.Decided, null, now);
        }

        return isNew;
    }

    private void Look(DateTimeOffset now, TimeSpan? wait)
    {
        var next = now + (wait ?? Doubled(FirstInquiry, SlowestInquiry, Inquiries));
        NextAt = Channel == PayerChannel.Pas && next <= (SentAt ?? PreparedAt) + LongestInquiries ? next : null;
    }

    private static TimeSpan Doubled(TimeSpan first, TimeSpan slowest, int times) => first * Math.Pow(2, Math.Min(times, 12)) is var wait && wait < slowest ? wait : slowest;
}
