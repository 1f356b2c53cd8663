using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;

namespace Runink.Tests.Companion.Hosting;

public sealed class ScopesTests
{
    private static readonly string[] Names = Scopes.Known.Split(", ");

    [Fact]
    public void EveryCombinationOfScopesComesBackFromItsText()
    {
        for (var chosen = 1; chosen < 1 << (Names.Length - 1); chosen++)
        {
            var text = string.Join(',', Names.Where((_, index) => (chosen & (1 << index)) != 0));
            var parsed = Scopes.Parse(text);
            Assert.NotNull(parsed);
            Assert.Equal(parsed, Scopes.Parse(Scopes.Write(parsed.Value)));
        }
    }

    [Theory]
    [InlineData("intake", Permission.SendMessages)]
    [InlineData("INTAKE, kpis.read", Permission.SendMessages | Permission.ReadKpis)]
    [InlineData(" patients.read  quarantine ", Permission.ReadPatients | Permission.MendQuarantine)]
    public void NamesAreReadWithCommasOrBlanksInAnyCase(string text, Permission permissions) => Assert.Equal(permissions, Scopes.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("intake,everything")]
    [InlineData("16384")]
    public void WhatIsNoScopeIsNothing(string text) => Assert.Null(Scopes.Parse(text));

    [Fact]
    public void AllIsEveryPermissionAndIsSaidSo()
    {
        // A person approves and answers for numbers, not a program.
        var every = Enum.GetValues<Permission>().Where(permission => permission is not (Permission.ApproveTriggers or Permission.ManageKpis)).Aggregate((sum, permission) => sum | permission);

        Assert.Equal((every, "all"), (Scopes.Parse("all"), Scopes.Write(every)));
        Assert.Equal(every, Scopes.Parse("intake all"));
    }
}
