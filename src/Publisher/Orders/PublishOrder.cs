using StackExchange.Redis;

namespace SiteBuilder.Publisher.Orders;

/// <summary>An order to copy a site.</summary>
/// <param name="Ids">The entries of the stream that say so; several orders for one site are one.</param>
/// <param name="Brand">The brand.</param>
/// <param name="Site">The site within the brand.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record PublishOrder(IReadOnlyList<RedisValue> Ids, string Brand, string Site, int Attempt);
