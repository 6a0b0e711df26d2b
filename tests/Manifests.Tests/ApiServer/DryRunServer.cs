using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using SiteBuilder.Delivery.Platform.Access;

namespace SiteBuilder.Manifests.Tests.ApiServer;

/// <summary>
/// An API server that is asked whether it would take our objects, in namespaces of its own under a prefix;
/// they are deleted in the end.
/// </summary>
internal sealed class DryRunServer(Kubernetes client, string prefix) : IAsyncDisposable
{
    private const string Definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<string> _namespaces = [];
    private readonly List<string> _definitions = [];

    /// <summary>Makes a namespace for real, as a dry run needs it.</summary>
    /// <returns>Why it was refused; null when it was not.</returns>
    public async Task<string?> CreateAsync(JsonObject @namespace)
    {
        var copy = @namespace.DeepClone().AsObject();
        var name = $"{prefix}-{@namespace.Name()}";
        copy["metadata"]!["name"] = name;
        _namespaces.Add(name);
        return await ApplyAsync($"api/v1/namespaces/{name}", "", copy.ToJsonString());
    }

    /// <summary>Has the kind of a custom object defined for the time of the test, where the server does not know it yet.</summary>
    /// <returns>Whether the server knows it now.</returns>
    public async Task<bool> DefineAsync(JsonObject item)
    {
        if (CustomDefinitions.Of(item.Kind(), item.Text("apiVersion")!.Split('/')[0]) is not var (name, yaml))
        {
            return await IsThereAsync(PathOf(item));
        }

        if (!await IsThereAsync($"{Definitions}/{name}"))
        {
            _definitions.Add(name);
            (await ApplyAsync($"{Definitions}/{name}", "", yaml)).ShouldBeNull();
        }

        return await UntilAsync(() => IsThereAsync(PathOf(item)), true);
    }

    /// <summary>Asks for a strict server-side apply that is not carried out.</summary>
    /// <returns>The error or warning; null when there is none.</returns>
    public async Task<string?> DryRunAsync(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        if (!item.IsClusterWide())
        {
            copy["metadata"]!["namespace"] = $"{prefix}-{item.Namespace()}";
        }

        return await ApplyAsync($"{PathOf(item)}/{item.Name()}", "&dryRun=All", copy.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var path in _namespaces.Select(name => $"api/v1/namespaces/{name}").Concat(_definitions.Select(name => $"{Definitions}/{name}")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(client.BaseUri, path));
            using var response = await SendAsync(request);
        }

        // another test may want to define them anew
        foreach (var name in _definitions)
        {
            await UntilAsync(() => IsThereAsync($"{Definitions}/{name}"), false);
        }
    }

    private static async Task<bool> UntilAsync(Func<Task<bool>> ask, bool wanted)
    {
        var end = DateTime.UtcNow + Patience;
        bool answer;
        while ((answer = await ask()) != wanted && DateTime.UtcNow < end)
        {
            await Task.Delay(200);
        }

        return answer;
    }

    private string PathOf(JsonObject item)
    {
        var version = item.Text("apiVersion")!;
        return $"{(version.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{version}{(item.IsClusterWide() ? "" : $"/namespaces/{prefix}-{item.Namespace()}")}/{PluralName.Of(item.Kind())}";
    }

    private async Task<bool> IsThereAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, path));
        using var response = await SendAsync(request);
        return response.IsSuccessStatusCode;
    }

    private async Task<string?> ApplyAsync(string path, string options, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(client.BaseUri, $"{path}?fieldManager=sitebuilder&force=true&fieldValidation=Strict{options}"))
        {
            Content = new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml")),
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
