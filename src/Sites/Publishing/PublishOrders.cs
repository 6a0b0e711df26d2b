using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Publishing;

/// <summary>Orders for Publisher; none where the platform has no Redis, and then Storefront asks for every page.</summary>
/// <param name="isOn">Whether somebody takes them.</param>
internal sealed class PublishOrders(bool isOn)
{
    /// <summary>The stream that Publisher reads.</summary>
    public const string Stream = "publishing";

    private readonly SemaphoreSlim _news = new(0);

    /// <summary>Adds an order to what is about to be saved.</summary>
    public void Add(SitesDatabase database, string brand, string site)
    {
        if (isOn)
        {
            database.Orders.Add(new PublishOrder { Brand = brand, Site = site });
        }
    }

    /// <summary>Says that an order has been saved, so that it need not wait for the next look.</summary>
    public void Saved() => _news.Release();

    /// <summary>Waits for an order of this process, or for as long as it takes until orders of others are worth a look.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        await _news.WaitAsync(longest, cancellationToken);
        while (_news.Wait(0, cancellationToken))
        {
            // one look finds them all
        }
    }
}
