using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Teams;

public sealed class MentionsTests
{
    private static readonly PersonRef Ana = new("ana.ruiz", "Ana Ruiz");
    private static readonly PersonRef AnaMaria = new("ana.ruiz-soto", "Ana Ruiz Soto");
    private static readonly PersonRef Zoe = new("zoe", "Zoë Müller");

    [Theory]
    [InlineData("@Ana Ruiz, please look", "ana.ruiz")]
    [InlineData("please look, @ana ruiz.", "ana.ruiz")]
    [InlineData("@ana.ruiz and @Zoë Müller", "ana.ruiz zoe")]
    [InlineData("@Zoë Müller, then @zoe again", "zoe")]
    [InlineData("@Ana Ruiz Soto has it", "ana.ruiz-soto")]
    [InlineData("(@Ana Ruiz)", "ana.ruiz")]
    [InlineData("@Ana Ruizinho", "")]
    [InlineData("mail to lab@zoe", "")]
    [InlineData("at 3 @ 14:00", "")]
    [InlineData("@nobody", "")]
    [InlineData("@", "")]
    public void ATextCallsThoseWhoseWholeNameOrIdFollowsTheSign(string text, string called) =>
        Assert.Equal(called, string.Join(' ', Mentions.In(text, [Ana, AnaMaria, Zoe]).Select(person => person.Id)));

    [Theory]
    [InlineData("ask @An", "An")]
    [InlineData("@", "")]
    [InlineData("ask @Ana Ru", "Ana Ru")]
    [InlineData("lab@An", null)]
    [InlineData("nothing", null)]
    [InlineData("@Ana\nnext line", null)]
    public void WhatIsTypedAfterTheSignIsTheBeginningOfAName(string text, string? beginning) => Assert.Equal(beginning, Mentions.Beginning(text));
}
