using SiteBuilder.Rendering;

namespace SiteBuilder.Storefront.Editor.Assets;

/// <summary>The two files of the editor.</summary>
internal static class EditorAssets
{
    /// <summary>The colours of every theme, and how the editor looks.</summary>
    public static EditorAsset StyleSheet { get; } = new("editor.css", "text/css; charset=utf-8", Theme.AllColours() + Read("editor.css"));

    public static EditorAsset Script { get; } = new("editor.js", "text/javascript; charset=utf-8", Read("editor.js"));

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        foreach (var asset in (EditorAsset[])[StyleSheet, Script])
        {
            routes.MapGet(asset.Path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return TypedResults.Bytes(asset.Content, asset.Type);
            });
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(EditorAssets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
