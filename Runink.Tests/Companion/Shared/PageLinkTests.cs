using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Tests.Companion.Shared;

public sealed class PageLinkTests
{
    private static readonly PageLink[] Pages =
    [
        new("/", "Worklist", Permission.ReadWorklist), new("/referrals", "Referrals", Permission.ReadReferrals), new("/referrals/new", "New referral", Permission.ActOnReferrals, "refer a patient"),
        new("/admin", "Health and keys", Permission.Administer, "administration"), new("/admin", "Admin", Permission.Administer),
    ];

    private static readonly Caller Luis = new("person", "luis", "Luis Moreno", Role.Navigator, null, RolePermissions.Of(Role.Navigator));

    [Theory]
    [InlineData("ref", "/referrals,/referrals/new")]
    [InlineData("new ref", "/referrals/new")]
    [InlineData("patient refer", "/referrals/new")]
    [InlineData("orklist", "")]
    [InlineData("admin", "")]
    public void WordsBeginAnywhereInItsNamesAndNobodyIsLedWhereTheyMayNot(string text, string hrefs) =>
        Assert.Equal(hrefs, string.Join(',', PageLink.Find(Pages, Luis, text).Select(hit => hit.Href)));

    [Fact]
    public void APageIsFoundOnce() =>
        Assert.Equal("/admin", Assert.Single(PageLink.Find(Pages, Luis with { Permissions = Permission.Administer }, "admin")).Href);
}
