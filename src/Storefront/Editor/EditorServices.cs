using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Pages;
using SiteBuilder.Storefront.Editor.Sessions;

namespace SiteBuilder.Storefront.Editor;

/// <summary>What the editor is made of.</summary>
internal static class EditorServices
{
    // an upload takes its time
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="services">The service's parts.</param>
    /// <param name="api">The address that <c>/api</c> is below.</param>
    public static void AddEditor(this IServiceCollection services, Uri api)
    {
        services.AddHttpClient<EditorApi>(client =>
        {
            client.BaseAddress = api;
            client.Timeout = Patience;
        });
        services.AddScoped<EditorSessions>();
        services.AddScoped<SitesApi>();
        services.AddScoped<PageWriter>();
        services.AddScoped<Preview>();
    }
}
