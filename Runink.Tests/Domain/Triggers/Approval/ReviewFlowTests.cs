using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Tests.Domain.Triggers.Approval;

public sealed class ReviewFlowTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly Reviewer Dana = Person("dana", Permission.ApproveTriggers | Permission.PublishTriggers);

    private static readonly Reviewer Tess = Person("tess", Permission.EditTriggers | Permission.PublishTriggers | Permission.ApproveTriggers);

    /// <summary>Every state and every move: what is not written here is refused.</summary>
    [Theory]
    [InlineData(ReviewState.Waiting, "approve Approved, send-back SentBack, withdraw Withdrawn")]
    [InlineData(ReviewState.Approved, "send-back SentBack, withdraw Withdrawn, publish Published, schedule Scheduled")]
    [InlineData(ReviewState.Scheduled, "send-back SentBack, withdraw Withdrawn, publish Published, schedule Scheduled, unschedule Approved")]
    [InlineData(ReviewState.SentBack, "")]
    [InlineData(ReviewState.Withdrawn, "")]
    [InlineData(ReviewState.Void, "")]
    [InlineData(ReviewState.Published, "")]
    [InlineData(ReviewState.LaterReview, "confirm Confirmed, take-back TakenBack")]
    [InlineData(ReviewState.Confirmed, "")]
    [InlineData(ReviewState.TakenBack, "")]
    public void OnlyTheMovesOfTheTableArePossible(ReviewState from, string moves)
    {
        var anybody = Person("anybody", (Permission)~0);
        var done = new List<string>();
        foreach (var name in ReviewFlow.Names)
        {
            var review = Review(from);
            var decided = ReviewFlow.Decide(review, name, new ReviewInput(Reason: "Because", At: Now.AddHours(1)), anybody, Now);
            if (decided.Ok)
                done.Add($"{name} {review.State}");
            else
                Assert.True(review.State == from && decided.Refusal!.Message.Length > 10, $"{name} in {from}: {decided.Refusal}");
        }

        Assert.Equal(moves, string.Join(", ", done));
        Assert.Equal(moves, string.Join(", ", ReviewFlow.Actions(Review(from), anybody).Select(action => $"{action.Name} {Target(action.Name, from)}")));
    }

    [Fact]
    public void WhoeverWroteOnItOrAskedOrIsNoPersonCannotApprove()
    {
        Assert.Equal("forbidden", Decide(Review(ReviewState.Waiting), "approve", Tess).Refusal?.Code);
        Assert.Equal("forbidden", Decide(Review(ReviewState.Waiting, author: "pam"), "approve", Tess).Refusal?.Code);
        Assert.Equal("forbidden", Decide(Review(ReviewState.Waiting, author: "dana"), "approve", Dana).Refusal?.Code);
        Assert.Equal("forbidden", Decide(Review(ReviewState.LaterReview), "confirm", Tess).Refusal?.Code);
        Assert.Equal("forbidden", Decide(Review(ReviewState.Waiting), "approve", new Reviewer(new Actor("key", "k1", "A key"), (Permission)~0)).Refusal?.Code);
        Assert.Equal("forbidden", Decide(Review(ReviewState.Waiting), "approve", Person("ana", Permission.EditTriggers | Permission.PublishTriggers)).Refusal?.Code);
        Assert.True(Decide(Review(ReviewState.Waiting), "approve", Dana).Ok);
    }

    [Fact]
    public void WhatHappenedMeanwhileIsToldInWords()
    {
        var review = Review(ReviewState.Waiting);
        Assert.True(Decide(review, "approve", Dana).Ok);

        var late = ReviewFlow.Decide(review, "send-back", new ReviewInput(ExpectedVersion: 1, Reason: "No"), Person("pam", (Permission)~0), Now);
        Assert.Equal(("stale-version", "dana approved it on 2026-03-02 08:00 UTC. Look again, then decide."), (late.Refusal!.Code, late.Refusal.Message));
        var again = Decide(review, "approve", Person("pam", (Permission)~0));
        Assert.Equal(("already-done", "dana approved it on 2026-03-02 08:00 UTC."), (again.Refusal!.Code, again.Refusal.Message));
        Assert.True(ReviewFlow.Avoid(review, "Tess Shah changed the text."));
        Assert.Equal("It is void: Tess Shah changed the text.", Decide(review, "publish", Dana).Refusal!.Message);
    }

    [Fact]
    public void AnotherTextAnEmptyReasonAndAPastInstantAreRefused()
    {
        Assert.Equal("stale-version", ReviewFlow.Decide(Review(ReviewState.Waiting), "approve", new ReviewInput(TextHash: "other"), Dana, Now).Refusal?.Code);
        Assert.Equal("reason-required", ReviewFlow.Decide(Review(ReviewState.Waiting), "send-back", new ReviewInput(Reason: "  "), Dana, Now).Refusal?.Code);
        Assert.Equal("invalid", ReviewFlow.Decide(Review(ReviewState.Approved), "schedule", new ReviewInput(At: Now), Dana, Now).Refusal?.Code);
        Assert.Equal("invalid", ReviewFlow.Decide(Review(ReviewState.Approved), "schedule", new ReviewInput(At: Now.AddDays(91)), Dana, Now).Refusal?.Code);
        Assert.Equal("unknown-action", Decide(Review(ReviewState.Waiting), "bless", Dana).Refusal?.Code);
    }

    private static Outcome<string> Decide(TextReview review, string name, Reviewer by) => ReviewFlow.Decide(review, name, new ReviewInput(), by, Now);

    private static string Target(string name, ReviewState from)
    {
        var review = Review(from);
        ReviewFlow.Decide(review, name, new ReviewInput(Reason: "Because", At: Now.AddHours(1)), Person("anybody", (Permission)~0), Now);
        return review.State.ToString();
    }

    private static Reviewer Person(string id, Permission permissions) => new(new Actor("person", id, id), permissions);

    private static TextReview Review(ReviewState state, string author = "tess") => new()
    {
        Id = "R", SubjectId = "t", Name = "T", Yaml = "trigger:", TextHash = TextReview.HashOf("trigger:"), AuthorId = author, AuthorName = author, Editors = "tess\nluis", At = Now, State = state,
    };
}
