using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Domain.Teams;

public sealed class RolePermissionsTests
{
    [Theory]
    [InlineData(Permission.ReadPatients, "Nurse, Navigator")]
    [InlineData(Permission.ActOnEscalations, "Nurse, Navigator")]
    [InlineData(Permission.ActOnReferrals, "Navigator")]
    [InlineData(Permission.EditTriggers, "Author")]
    [InlineData(Permission.PublishTriggers, "Author, Approver")]
    [InlineData(Permission.ApproveTriggers, "Approver")]
    [InlineData(Permission.ReadLedger, "QualityLead, Auditor")]
    [InlineData(Permission.MendQuarantine, "Administrator")]
    [InlineData(Permission.Administer, "Administrator")]
    [InlineData(Permission.SendMessages, "")]
    public void WhoMayIsWrittenDown(Permission permission, string roles) => Assert.Equal(
        roles, string.Join(", ", Enum.GetValues<Role>().Where(role => RolePermissions.Of(role).HasFlag(permission))));

    [Fact]
    public void EveryRoleMayDoSomethingAndEveryPermissionIsOneBit()
    {
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotEqual(Permission.None, RolePermissions.Of(role)));
        Assert.All(Enum.GetValues<Permission>().Where(permission => permission != Permission.None), permission => Assert.True(int.IsPow2((int)permission)));
    }

    [Fact]
    public void WhoActsOnWorkCanAlsoReadIt()
    {
        foreach (var permissions in Enum.GetValues<Role>().Select(RolePermissions.Of))
        {
            Assert.True(!permissions.HasFlag(Permission.ActOnEscalations) || permissions.HasFlag(Permission.ReadWorklist | Permission.ReadPatients));
            Assert.True(!permissions.HasFlag(Permission.ActOnReferrals) || permissions.HasFlag(Permission.ReadReferrals));
            Assert.True(!permissions.HasFlag(Permission.EditTriggers) || permissions.HasFlag(Permission.ReadTriggers));
        }
    }

    [Theory]
    [InlineData("nurse@h.org", "nurse@h.org")]
    [InlineData("sepsis team", "sepsis@h.org")]
    [InlineData("on_call(\"Sepsis Team\")", "sepsis@h.org")]
    [InlineData("on_call('sepsis team')", "sepsis@h.org")]
    [InlineData("nobody", null)]
    public void TeamsAreFoundByNameOrRota(string who, string? address) =>
        Assert.Equal(address, new Directory { Addresses = new() { ["Sepsis Team"] = "sepsis@h.org" } }.Find(who));

    [Fact]
    public void ASecretIsLongRandomAndKeptOnlyAsItsHash()
    {
        var secret = ApiKey.NewSecret();

        Assert.Matches("^rk_[0-9a-f]{64}$", secret);
        Assert.NotEqual(secret, ApiKey.NewSecret());
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ApiKey.Hash("abc"));
    }
}
