namespace SiteBuilder.Database.Tests;

/// <summary>All tests share one sandbox with both Redis and take turns; each leaves them whole.</summary>
[CollectionDefinition(nameof(OneRedis))]
public sealed class OneRedis : ICollectionFixture<SandboxedRedis>;
