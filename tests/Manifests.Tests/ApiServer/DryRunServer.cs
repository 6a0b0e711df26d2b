using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>
/// An API server that is asked whether it would take our objects, in namespaces of its own under a prefix;
/// they are deleted in the end.
/// </summary>
internal sealed class DryRunServer(Kubernetes client, string prefix) : IAsyncDisposable
{
    private readonly List<string> _namespaces = [];

    /// <summary>Makes a namespace for real, as a dry run needs it.</summary>
    /// <returns>Why it was refused; null when it was not.</returns>
    public async Task<string?> CreateAsync(JsonObject @namespace)
    {
        var copy = @namespace.DeepClone().AsObject();
        var name = $"{prefix}-{@namespace.Name()}";
        copy["metadata"]!["name"] = name;
        _namespaces.Add(name);
        return await ApplyAsync($"api/v1/namespaces/{name}", "", copy);
    }

    /// <summary>Asks for a strict server-side apply that is not carried out.</summary>
    /// <returns>The error or warning; null when there is none.</returns>
    public async Task<string?> DryRunAsync(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        var version = item.Text("apiVersion")!;
        var path = $"{(version.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{version}";
        if (!item.IsClusterWide())
        {
            var name = $"{prefix}-{item.Namespace()}";
            copy["metadata"]!["namespace"] = name;
            path += $"/namespaces/{name}";
        }

        return await ApplyAsync($"{path}/{Plural(item.Kind())}/{item.Name()}", "&dryRun=All", copy);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _namespaces)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(client.BaseUri, $"api/v1/namespaces/{name}"));
            using var response = await SendAsync(request);
        }
    }

    private static string Plural(string kind) => kind.ToLowerInvariant() switch
    {
        [.. var stem, 'y'] => $"{stem}ies",
        [.., 's'] and var name => $"{name}es",
        var name => $"{name}s",
    };

    private async Task<string?> ApplyAsync(string path, string options, JsonObject item)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(client.BaseUri, $"{path}?fieldManager=sitebuilder&force=true&fieldValidation=Strict{options}"))
        {
            Content = new StringContent(item.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml")),
        };
        using var response = await SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return response switch
        {
            { IsSuccessStatusCode: false } => $"{(int)response.StatusCode} {JsonNode.Parse(body)?["message"]}",
            _ when response.Headers.TryGetValues("Warning", out var warnings) => string.Join("; ", warnings),
            _ => null,
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
        }

        return await client.HttpClient.SendAsync(request);
    }
}
