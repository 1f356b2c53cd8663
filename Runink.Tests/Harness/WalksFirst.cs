using Runink.Tests.Browser;
using Runink.Tests.Harness;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(WalksFirst))]

namespace Runink.Tests.Harness;

/// <summary>The walks are the longest line of tests: they begin first, and everything else goes on beside them.</summary>
public sealed class WalksFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName == BrowserCollection.Name).ThenBy(collection => collection.UniqueID, StringComparer.Ordinal)];
}
