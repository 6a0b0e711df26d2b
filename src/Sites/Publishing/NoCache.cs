namespace SiteBuilder.Sites.Publishing;

/// <summary>Reads every time.</summary>
internal sealed class NoCache : PublishedCache
{
    public override Task<PublishedAnswer> GetOrReadAsync(string brand, string path, Func<Task<PublishedAnswer>> read) => read();

    public override Task ForgetAsync(string brand) => Task.CompletedTask;
}
