using Microsoft.Extensions.Caching.Memory;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront.Serving;

/// <summary>The last good answer for each page, in memory, for the time that Sites is away.</summary>
public sealed class LastGoodPages : IDisposable
{
    /// <summary>The most pages kept; the least used go first.</summary>
    public const int Capacity = 2000;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Keeps an answer. Answers without a page are not worth it: they are cheap to make up and endless in number.</summary>
    public void Keep(string host, string path, SiteAnswer answer)
    {
        if (answer.Page is null)
        {
            _answers.Remove((host, path));
            return;
        }

        _answers.Set((host, path), answer, new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <summary>The answer kept, or null.</summary>
    public SiteAnswer? Find(string host, string path) => _answers.Get<SiteAnswer>((host, path));

    /// <inheritdoc />
    public void Dispose() => _answers.Dispose();
}
