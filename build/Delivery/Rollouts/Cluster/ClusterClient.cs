using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The few calls that a rollout makes, as plain JSON over HTTP/2, so that fields no library knows survive.</summary>
internal sealed partial class ClusterClient(ClusterConnection connection, TimeProvider time, Action<string>? waiting = null) : IDisposable
{
    private const int PageSize = 500;
    private const int MostRaces = 6;

    /// <summary>An API server itself gives up a request after a minute: nobody answers one that has taken longer.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(70);

    private long _clock;

    public ClusterConnection Connection { get; } = connection;

    /// <summary>The API server's clock when it last answered, to the second below.</summary>
    public DateTimeOffset Clock => new(Volatile.Read(ref _clock), TimeSpan.Zero);

    private RetryPolicy Retry { get; init; } = new(time, error => waiting?.Invoke($"API server {connection.Server}: {error.GetBaseException().Message}; trying again"));

    private Action? BeforeWrites { get; init; }

    /// <summary>The same client, which calls this before every try of a write; what it throws counts as that try's. Ends with the client that it is made from.</summary>
    public ClusterClient CheckedBy(Action before) => new(Connection, time, waiting) { Retry = Retry, BeforeWrites = before };

    /// <summary>The object; null where it (or its namespace) does not exist.</summary>
    public async Task<JsonObject?> FindAsync(ApiResource resource, string? ns, string name, CancellationToken ct)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, resource.Path(ns, name), null, null, ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return null;
        }
    }

    /// <summary>All objects of a kind, page by page; of the whole cluster where no namespace is named.</summary>
    public async Task<ListedObjects> ListAsync(ApiResource resource, string? ns, string? labels, CancellationToken ct, bool metadataOnly = false)
    {
        var items = new List<JsonObject>();
        var rest = "";
        var size = PageSize;
        while (true)
        {
            var query = $"?limit={size}{Selector(labels)}{(rest.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(rest)}")}";
            JsonObject page;
            try
            {
                page = await SendAsync(HttpMethod.Get, resource.Path(ns) + query, null, null, ct, metadataOnly ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json" : null).ConfigureAwait(false);
            }
            catch (ApiRefusedException e) when (e.Code == 410 && rest.Length > 0)
            {
                // the pages took longer than the server keeps its history, and may do so again: all at once
                items.Clear();
                (rest, size) = ("", 0);
                continue;
            }

            foreach (var item in page.Items("items"))
            {
                item["apiVersion"] = resource.ApiVersion;
                item["kind"] = resource.Kind;
                items.Add(item);
            }

            rest = page.Text("metadata", "continue") ?? "";
            if (rest.Length == 0)
            {
                return new ListedObjects(items, page.Text("metadata", "resourceVersion") ?? "");
            }
        }
    }

    /// <summary>Server-side apply as <c>sitebuilder</c>.</summary>
    public async Task<JsonObject> ApplyAsync(ApiResource resource, JsonObject item, bool force, bool dryRun, CancellationToken ct)
    {
        var path = $"{resource.Path(item.Namespace(), item.Name())}?fieldManager={RolloutNames.FieldManager}&fieldValidation=Strict&force={(force ? "true" : "false")}{(dryRun ? "&dryRun=All" : "")}";
        var body = item.ToJsonString();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await SendAsync(HttpMethod.Patch, path, body, "application/apply-patch+yaml", ct).ConfigureAwait(false);
            }
            catch (ApiRefusedException e) when (e.IsRace && tries < MostRaces)
            {
                await Task.Delay(RetryPolicy.Pause(tries), time, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Creates; 409 where it exists.</summary>
    public Task<JsonObject> CreateAsync(ApiResource resource, JsonObject item, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{resource.Path(item.Namespace())}?fieldManager={RolloutNames.FieldManager}", item.ToJsonString(), "application/json", ct);

    /// <summary>Replaces; 409 where the resource version in the object is no longer the newest.</summary>
    public Task<JsonObject> ReplaceAsync(ApiResource resource, JsonObject item, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"{resource.Path(item.Namespace(), item.Name())}?fieldManager={RolloutNames.FieldManager}", item.ToJsonString(), "application/json", ct);

    /// <summary>Changes the fields of a merge patch, and nothing else.</summary>
    public Task<JsonObject> MergeAsync(ApiResource resource, string? ns, string name, JsonObject patch, bool dryRun, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"{resource.Path(ns, name)}?fieldManager={RolloutNames.FieldManager}{(dryRun ? "&dryRun=All" : "")}", patch.ToJsonString(), "application/merge-patch+json", ct);

    /// <summary>Writes who has set what, and nothing else; 409 where the object is no longer as it was read.</summary>
    public Task<JsonObject> SetManagedFieldsAsync(ApiResource resource, JsonObject live, JsonArray managedFields, CancellationToken ct)
    {
        var patch = new JsonArray(
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = managedFields },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/resourceVersion", ["value"] = live.ResourceVersion() });
        return SendAsync(HttpMethod.Patch, $"{resource.Path(live.Namespace(), live.Name())}?fieldManager={RolloutNames.FieldManager}", patch.ToJsonString(), "application/json-patch+json", ct);
    }

    /// <summary>Deletes exactly the object with this UID; false where it was gone already.</summary>
    public async Task<bool> DeleteAsync(ApiResource resource, string? ns, string name, string? uid, string propagation, CancellationToken ct) =>
        await AskToDeleteAsync(resource, ns, name, uid, propagation, ct).ConfigureAwait(false) is not null;

    /// <summary>What the server answers: a Status or the object as it was where it is gone at once, the object with its time of deletion where something is still waited for, null where it was gone already.</summary>
    private async Task<JsonObject?> AskToDeleteAsync(ApiResource resource, string? ns, string name, string? uid, string propagation, CancellationToken ct)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = propagation };
        if (uid is { Length: > 0 })
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        try
        {
            return await SendAsync(HttpMethod.Delete, resource.Path(ns, name), options.ToJsonString(), "application/json", ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 404)
        {
            return null;
        }
    }

    /// <summary>The last lines a container wrote; empty where there are none to have.</summary>
    public async Task<string> LogsAsync(string ns, string pod, string container, bool previous, int lines, CancellationToken ct)
    {
        var path = $"{CoreResources.Pod.Path(ns, pod)}/log?container={container}&tailLines={lines}&limitBytes=16384{(previous ? "&previous=true" : "")}";
        try
        {
            return await InTimeAsync(
                async limited =>
                {
                    using var answer = await OpenAsync(HttpMethod.Get, path, null, null, "*/*", limited).ConfigureAwait(false);
                    return (await answer.Content.ReadAsStringAsync(limited).ConfigureAwait(false)).TrimEnd();
                },
                ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException)
        {
            return "";
        }
    }

    /// <summary>One request and its JSON answer, tried again where that may help.</summary>
    public Task<JsonObject> SendAsync(HttpMethod method, string path, string? body, string? contentType, CancellationToken ct, string? accept = null) => Retry.RunAsync(
        () => InTimeAsync(
            async limited =>
            {
                if (method != HttpMethod.Get)
                {
                    BeforeWrites?.Invoke();
                }

                using var answer = await OpenAsync(method, path, body, contentType, accept ?? "application/json", limited).ConfigureAwait(false);
                var stream = await answer.Content.ReadAsStreamAsync(limited).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    return (JsonObject)(await JsonNode.ParseAsync(stream, cancellationToken: limited).ConfigureAwait(false))!;
                }
            },
            ct),
        ct);

    public void Dispose() => Connection.Dispose();

    private static string Selector(string? labels) => labels is null ? "" : $"&labelSelector={Uri.EscapeDataString(labels)}";

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(LongestAnswer, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            return await request(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            // a connection that takes too long to be made is told as a cancellation too
            throw new HttpRequestException(HttpRequestError.ConnectionError, late.IsCancellationRequested ? $"no answer within {LongestAnswer.TotalSeconds:0} s" : e.GetBaseException().Message, e);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, string? body, string? contentType, string accept, CancellationToken ct)
    {
        using var request = Connection.Request(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType!);
        }

        var answer = await Connection.SendAsync(request, ct).ConfigureAwait(false);
        if (answer.Headers.Date is { } date)
        {
            Volatile.Write(ref _clock, date.UtcTicks);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(ct).ConfigureAwait(false);
            throw ApiRefusedException.From((int)answer.StatusCode, text, answer.Headers.RetryAfter?.Delta);
        }
    }
}
