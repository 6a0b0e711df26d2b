using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments;

/// <summary>What a container is promised and what it may use at most.</summary>
/// <param name="Request">The promise; never above the limit.</param>
/// <param name="Limit">The ceiling.</param>
public sealed record ResourceRange(Quantity Request, Quantity Limit)
{
    /// <summary>Reads both from their texts.</summary>
    /// <exception cref="FormatException">One of them is no quantity.</exception>
    public static ResourceRange Of(string request, string limit) => new(Quantity.Parse(request), Quantity.Parse(limit));
}
