namespace SiteBuilder.Database.Tests;

/// <summary>All tests share one replicated database and take turns; each leaves it whole.</summary>
[CollectionDefinition(nameof(OneDatabase))]
public sealed class OneDatabase : ICollectionFixture<ReplicatedDatabase>;
