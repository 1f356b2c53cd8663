using Runink.Domain.Store;
using Runink.Domain.Store.Archive;

namespace Runink.Tests.Domain.Store;

/// <summary>What leaves with a site is said for each table, and nothing that opens a door is among it.</summary>
public sealed class SiteTablesTests
{
    /// <summary>Parts of names of columns that could hold what nobody else may have.</summary>
    private static readonly string[] Suspicious = ["secret", "password", "passphrase", "token", "hash", "key", "auth", "code", "proof"];

    /// <summary>Looked at by a person: hashes of contents, names, and codes of terminologies.</summary>
    private static readonly string[] LookedAt =
    [
        "authorizationrequests.answerhash", "breakglassgrants.reasoncode", "escalations.episodekey", "episodes.key", "healthcareservices.postcodes", "ledger.hash", "messages.dedupkey", "messages.hash",
        "operationaltasks.key", "parameteroverrides.code", "patients.postcode", "quarantine.hash", "referralcharges.code", "referrals.authorizationdecidedat", "referrals.authorizationgate", "referrals.authorizationnumber", "referrals.authorizationsubmittedat", "referrals.authorizationwarned",
        "referrals.authorizedfrom", "referrals.authorizedunits",
        "referrals.authorizeduntil", "resourcekeys.key", "reviewcomments.authorid", "reviewcomments.authorname", "textreviews.authorid", "textreviews.authorname", "textreviews.texthash", "slots.sourcekey", "takenrows.rowkey",
        "triggerexamples.causehash", "triggerversions.author", "triggerversions.hash", "triggerdrafts.author", "policyversions.author", "parameteroverrides.author", "intakerules.author", "feedcontracts.author", "feedprofiles.author",
    ];

    private static IReadOnlyList<StoreTable> Tables
    {
        get
        {
            using var db = new CompanionStore(Path.Combine(Path.GetTempPath(), "none.db")).Read();
            return StoreTable.Of(db);
        }
    }

    [Fact]
    public void EachTableOfTheModelLeavesOrStaysAndNoneDoesBoth()
    {
        var model = Tables.Select(table => table.Name).Order(StringComparer.Ordinal).ToList();
        var decided = SiteTables.Leaving.Concat(SiteTables.Staying.Keys).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(model, decided);
        Assert.All(SiteTables.Staying.Values, why => Assert.True(why.Length > 20));
    }

    [Fact]
    public void WhatIsWithheldIsThere()
    {
        var columns = Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).ToHashSet(StringComparer.Ordinal);
        Assert.All(SiteTables.Withheld, one => Assert.Contains($"{one.Table}.{one.Column}", columns));
        Assert.All(SiteTables.WithheldRows, one => Assert.Contains($"{one.Table}.{one.Column}", columns));
        Assert.All(SiteTables.Withheld.Select(one => one.Table), table => Assert.Contains(table, SiteTables.Leaving));
    }

    /// <summary>A column that sounds like a secret is withheld, or somebody has looked at it.</summary>
    [Fact]
    public void NoColumnThatSoundsLikeASecretLeavesUnseen()
    {
        var leaving = Tables.Where(table => SiteTables.Leaving.Contains(table.Name))
            .SelectMany(table => SiteTables.Columns(table).Select(column => $"{table.Name}.{column.Name}"))
            .Where(name => Array.Exists(Suspicious, part => name.Split('.')[1].Contains(part, StringComparison.Ordinal)));
        Assert.Equal(LookedAt.Order(StringComparer.Ordinal), leaving.Order(StringComparer.Ordinal));
    }
}
