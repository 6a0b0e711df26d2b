namespace SiteBuilder.EndToEnd.Tests;

/// <summary>All tests of the deployed platform stand in this collection: one first deploy for all, and one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnePlatform : ICollectionFixture<DeployedPlatform>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "one platform";
}
