using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>What the editor asks of sites, pages and pictures, in the name of a visit's user.</summary>
internal sealed class SitesApi(EditorApi api)
{
    /// <summary>The brand's sites and their pages.</summary>
    public async Task<IReadOnlyList<SiteRow>> ListAsync(EditorVisit visit)
    {
        var sites = await ReadAsync(visit, "api/sites", StorefrontJson.Default.SiteList) ?? throw new ApiAwayException("Sites knows no sites of the brand");
        return await Task.WhenAll(sites.Sites.Select(async site =>
            new SiteRow(site, (await ReadAsync(visit, $"{Of(site.Name)}/pages", StorefrontJson.Default.PageList))?.Pages ?? [])));
    }

    /// <summary>A site; null where there is none.</summary>
    public Task<SiteView?> FindSiteAsync(EditorVisit visit, string site) => ReadAsync(visit, Of(site), StorefrontJson.Default.SiteView);

    /// <summary>The history of a page; null where there is no such page.</summary>
    public Task<VersionList?> HistoryAsync(EditorVisit visit, string site, string slug) => ReadAsync(visit, $"{Of(site, slug)}/versions", StorefrontJson.Default.VersionList);

    /// <summary>Some of the brand's files; null where nobody keeps any.</summary>
    public async Task<MediaList?> MediaAsync(EditorVisit visit, string? after)
    {
        try
        {
            return await ReadAsync(visit, $"api/media?limit=48{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", StorefrontJson.Default.MediaList);
        }
        catch (ApiAwayException)
        {
            return null;
        }
    }

    /// <summary>Keeps a file.</summary>
    public Task<ApiAnswer> UploadAsync(EditorVisit visit, string name, Stream file) =>
        SendAsync(visit, new ApiRequest(HttpMethod.Post, $"api/media?name={Uri.EscapeDataString(name)}") { Bytes = file });

    /// <summary>The draft of a page.</summary>
    public Task<ApiAnswer> ReadPageAsync(EditorVisit visit, string site, string slug) => SendAsync(visit, new ApiRequest(HttpMethod.Get, Of(site, slug)));

    /// <summary>Writes a draft over the version that the user has seen; a new one where there was none.</summary>
    public Task<ApiAnswer> WritePageAsync(EditorVisit visit, string site, string slug, JsonObject content, int? seen) =>
        SendAsync(visit, new ApiRequest(HttpMethod.Put, Of(site, slug)) { Body = content, Seen = seen, MustBeNew = seen is null });

    /// <summary>Removes a page that is as the user has seen it.</summary>
    public Task<ApiAnswer> RemovePageAsync(EditorVisit visit, string site, string slug, int? seen) =>
        SendAsync(visit, new ApiRequest(HttpMethod.Delete, Of(site, slug)) { Seen = seen });

    /// <summary>Makes a site.</summary>
    public Task<ApiAnswer> NewSiteAsync(EditorVisit visit, string site, JsonObject content) =>
        SendAsync(visit, new ApiRequest(HttpMethod.Put, Of(site)) { Body = content, MustBeNew = true });

    /// <summary>Does <c>publish</c>, <c>unpublish</c> or <c>rollback</c> to a page.</summary>
    public Task<ApiAnswer> ChangePageAsync(EditorVisit visit, string site, string slug, string what, int? seen, JsonObject? body = null) =>
        SendAsync(visit, new ApiRequest(HttpMethod.Post, $"{Of(site, slug)}/{what}") { Body = body, Seen = seen });

    private async Task<T?> ReadAsync<T>(EditorVisit visit, string path, JsonTypeInfo<T> type)
        where T : class
    {
        var answer = await SendAsync(visit, new ApiRequest(HttpMethod.Get, path));
        try
        {
            return answer.Status == StatusCodes.Status404NotFound ? null : answer.IsGood ? answer.Body.Deserialize(type) : throw new ApiAwayException($"The API answered {answer.Status} to {path}");
        }
        catch (JsonException problem)
        {
            throw new ApiAwayException($"The API answered something else than asked for to {path}", problem);
        }
    }

    private Task<ApiAnswer> SendAsync(EditorVisit visit, ApiRequest request) => api.SendAsync(visit.Context, request with { Token = visit.Session!.Token });

    private static string Of(string site) => $"api/sites/{Uri.EscapeDataString(site)}";

    private static string Of(string site, string slug) => $"{Of(site)}/pages/{Uri.EscapeDataString(slug)}";
}
