namespace SiteBuilder.Sites.Publishing;

/// <summary>Keeps answers about published pages until the brand publishes again.</summary>
public abstract class PublishedCache
{
    /// <summary>The answer from the cache, else from <paramref name="read"/>; only answers with a page are kept.</summary>
    public abstract Task<PublishedAnswer> GetOrReadAsync(string brand, string path, Func<Task<PublishedAnswer>> read);

    /// <summary>Forgets all answers about a brand.</summary>
    public abstract Task ForgetAsync(string brand);
}
