using SiteBuilder.ObjectStore;
using SiteBuilder.Storefront.Serving;

namespace SiteBuilder.Storefront.Copies;

/// <summary>Adds the copies, where there is an object store. They are no condition of being ready: without them pages are drawn when they are asked for.</summary>
internal static class CopyServices
{
    public static void AddCopies(this WebApplicationBuilder builder, StorefrontSettings settings)
    {
        var services = builder.Services;
        if (settings.ObjectStore is { } store)
        {
            services.AddSingleton(store);
            services.AddSingleton<Bucket>();
            services.AddSingleton<SiteCopies>();
        }

        services.AddSingleton(provider => new CopySource(provider.GetService<SiteCopies>(), settings.Brands, provider.GetRequiredService<AnswerCount>()));
    }
}
