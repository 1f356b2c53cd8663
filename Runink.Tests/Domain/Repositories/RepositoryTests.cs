using Runink.Domain.Repositories;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Tests.Domain.Repositories;

/// <summary>What files are, who wrote them, and when a repository is asked.</summary>
public sealed class RepositoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("triggers/sepsis.yaml", ReviewKind.Trigger, "sepsis")]
    [InlineData("packs/ed/sepsis.yml", ReviewKind.Trigger, "sepsis")]
    [InlineData("policies/ed-critical.yaml", ReviewKind.Policy, "ed-critical")]
    [InlineData("feeds/lab.yaml", ReviewKind.FeedProfile, "lab")]
    public void AFileIsWhatItsFolderSays(string path, ReviewKind kind, string id) =>
        Assert.Equal((kind, id), (RepositoryPath.Of(path)!.Kind, RepositoryPath.Of(path)!.Id));

    [Theory]
    [InlineData("README.md")]
    [InlineData("sepsis.yaml")]
    [InlineData(".github/workflows/triggers.yml")]
    [InlineData("triggers/../sepsis.yaml")]
    [InlineData("triggers//sepsis.yaml")]
    [InlineData("triggers/.yaml")]
    public void OtherFilesAreLeftAlone(string path) => Assert.Null(RepositoryPath.Of(path));

    [Theory]
    [InlineData("main", true)]
    [InlineData("release/2026", true)]
    [InlineData("-x", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("refs/x.lock", false)]
    public void ABranchIsNamedAsGitHasIt(string name, bool isOne) => Assert.Equal(isOne, RepositoryState.IsBranch(name));

    [Fact]
    public void WritersAreKnownByNameAddressOrTheAddressesThatHostsGiveOut()
    {
        (PersonRef, IReadOnlyList<string>)[] people = [(new PersonRef("ana.ruiz", "Ana Ruiz"), ["ana.ruiz", "ana@hospital.example"]), (new PersonRef("tess.shah", "Tess Shah"), ["tess.shah"])];
        Assert.Equal(["ana.ruiz"], Known(new CommitWriter("A", "ANA@hospital.example")));
        Assert.Equal(["tess.shah"], Known(new CommitWriter("tess shah", "t@elsewhere.example")));
        Assert.Equal(["tess.shah"], Known(new CommitWriter("T", "123+tess.shah@users.noreply.github.com")));
        Assert.Equal(["tess.shah"], Known(new CommitWriter("Tess Shah (via Companion)", RepositoryProposal.MailOf(people[1].Item1))));
        Assert.Empty(Known(new CommitWriter("Rosa", "rosa@elsewhere.example")));

        IEnumerable<string> Known(CommitWriter writer) => RepositoryCommit.Known([writer], people).Select(person => person.Id);
    }

    [Fact]
    public void AServerThatFailsIsAskedLessOftenAndAPushAtOnce()
    {
        var every = TimeSpan.FromMinutes(5);
        var state = new RepositoryState { Name = "rules", Branch = "main", Folder = "" };
        Assert.Equal(DateTimeOffset.MinValue, state.NextAt(every));
        state.TriedAt = Now;
        Assert.Equal(Now + every, state.NextAt(every));
        state.WantedAt = Now.AddSeconds(20);
        Assert.Equal(Now.AddSeconds(20), state.NextAt(every));
        (state.WantedAt, state.Failures) = (null, 3);
        Assert.Equal(Now.AddMinutes(1), state.NextAt(every));
        state.Failures = 40;
        Assert.Equal(Now.AddHours(1), state.NextAt(every));
        state.IsPaused = true;
        Assert.Null(state.NextAt(every));
    }

    [Fact]
    public void APullRequestShowsNamesAsLettersAndHoldsItsFence()
    {
        var proposal = new RepositoryProposal(ReviewKind.Trigger, "sepsis", "Sepsis *now* @everybody", "text", 2, [new PersonRef("tess.shah", "Tess Shah"), new PersonRef("ana.ruiz", "Ana Ruiz")]);
        Assert.Equal("companion/trigger-sepsis-v3", proposal.Branch);
        Assert.Contains("Co-authored-by: Ana Ruiz <ana.ruiz@companion.noreply.invalid>", proposal.Message, StringComparison.Ordinal);
        var body = proposal.Body(["+# ```", "+x"], [new ProposedTest("a test", true)], new ProposedForecast(30, null, true));
        Assert.Contains("````diff\n+# ```\n+x\n````", body, StringComparison.Ordinal);
        Assert.DoesNotContain("@everybody", body, StringComparison.Ordinal);
        Assert.Contains("about 30 times; the version in force fewer than eleven times", body, StringComparison.Ordinal);
    }
}
