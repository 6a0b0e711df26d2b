using Microsoft.EntityFrameworkCore;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Brands;

/// <summary>Which host belongs to which brand: a copy of two small tables, read again every few seconds.</summary>
public sealed class BrandDirectory(IDbContextFactory<SitesDatabase> databases, TimeProvider clock)
{
    /// <summary>How long a copy serves; a brand added meanwhile is seen after that.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private sealed record Copy(IReadOnlyDictionary<string, BrandView> ByHost, long TakenAt);

    private volatile Copy? _copy;

    /// <summary>The brand of a host (without port), or null when nobody owns it.</summary>
    public async ValueTask<BrandView?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (_copy is not { } copy || clock.GetElapsedTime(copy.TakenAt) >= Lifetime)
        {
            _copy = copy = await TakeCopyAsync(cancellationToken);
        }

        return copy.ByHost.GetValueOrDefault(host.ToLowerInvariant());
    }

    private async Task<Copy> TakeCopyAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var hosts = await (
            from host in database.Hosts
            join brand in database.Brands on host.Brand equals brand.Name
            select new { host.Host, Brand = new BrandView(brand.Name, brand.Title, brand.Theme) }).ToListAsync(cancellationToken);
        return new Copy(hosts.ToDictionary(row => row.Host, row => row.Brand), clock.GetTimestamp());
    }
}
