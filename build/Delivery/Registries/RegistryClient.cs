using System.Net;
using System.Net.Http.Headers;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>
/// Speaks the OCI distribution specification 1.1 to one registry. Every call is tried again on 429, 5xx and broken connections; every failure
/// is a <see cref="StepFailedException"/> that names registry and object.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private static readonly string[] ManifestTypes = [MediaTypes.Manifest, MediaTypes.Index, MediaTypes.DockerManifest, MediaTypes.DockerIndex];

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _registry;
    private readonly RegistryOptions _options;
    private readonly RegistryAuthorization _authorization;
    private readonly TimeProvider _time;

    /// <param name="registry">Host, with a port where one is needed.</param>
    /// <param name="credentials">Where credentials come from.</param>
    /// <param name="options">Retries and limits.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="handler">Another transport; null = the usual one.</param>
    public RegistryClient(string registry, DockerCredentials? credentials = null, RegistryOptions? options = null, TimeProvider? time = null, HttpMessageHandler? handler = null)
    {
        _registry = registry;
        _address = RegistryTarget.AddressOf(registry);
        _options = options ?? new RegistryOptions();
        _time = time ?? TimeProvider.System;

        // uploads answer with a location of their own; following redirects would lose the method
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sitebuilder-delivery", "1.0"));
        _authorization = new RegistryAuthorization(_http, registry, credentials ?? new DockerCredentials());
    }

    public void Dispose() => _http.Dispose();

    /// <summary>True where the repository has the blob.</summary>
    public async Task<bool> HasBlobAsync(string repository, Descriptor blob, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var response = await SendAsync(HttpMethod.Head, new Uri(_address, $"{repository}/blobs/{blob.Digest}"), Scope(repository), $"blob {blob.Digest}", cancellation).ConfigureAwait(false);
        return Known(response, $"{repository} blob {blob.Digest}");
    }

    /// <summary>The digest that a tag or digest leads to; null where there is nothing.</summary>
    public async Task<string?> FindManifestAsync(string repository, string reference, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Head, new Uri(_address, $"{repository}/manifests/{reference}"), Scope(repository), $"{repository}:{reference}", cancellation, accept: ManifestTypes).ConfigureAwait(false);
        return Known(response, $"{repository}:{reference}") ? response.Digest : null;
    }

    /// <summary>Reads a manifest or index and checks it against its digest.</summary>
    public async Task<(byte[] Content, string MediaType)> GetManifestAsync(string repository, string digest, CancellationToken cancellation)
    {
        var subject = $"{_registry}/{repository}@{digest}";
        var response = await SendAsync(HttpMethod.Get, new Uri(_address, $"{repository}/manifests/{digest}"), Scope(repository), subject, cancellation, accept: ManifestTypes).ConfigureAwait(false);
        Demand(response, subject);
        return ContentDigest.Of(response.Body) == digest
            ? (response.Body, response.MediaType ?? "")
            : throw new StepFailedException("Publish", subject, $"the content has digest {ContentDigest.Of(response.Body)}", digest, $"{_registry} gives other content than asked for: do not use it.");
    }

    /// <summary>Writes a manifest under a digest or tag.</summary>
    public async Task PutManifestAsync(string repository, string reference, byte[] manifest, string mediaType, CancellationToken cancellation)
    {
        var subject = $"{_registry}/{repository}:{reference}";
        var response = await SendAsync(HttpMethod.Put, new Uri(_address, $"{repository}/manifests/{reference}"), Scope(repository), subject, cancellation, () => Bytes(manifest, mediaType)).ConfigureAwait(false);
        Demand(response, subject);
    }

    /// <summary>Fetches a blob into a file and checks it against its digest.</summary>
    public Task GetBlobAsync(string repository, Descriptor blob, string file, CancellationToken cancellation) => TryAsync(
        $"{_registry}/{repository} blob {blob.Digest}",
        blob.Size,
        async limit =>
        {
            using var response = await SendOnceAsync(HttpMethod.Get, new Uri(_address, $"{repository}/blobs/{blob.Digest}"), Scope(repository), null, [], limit, followRedirect: true).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return await ReadAsync(response, limit).ConfigureAwait(false);
            }

            using var output = File.Create(file);
            using var digest = new DigestStream(output);
            await response.Content.CopyToAsync(digest, limit).ConfigureAwait(false);
            return digest.Digest() == blob.Digest
                ? new RegistryResponse(HttpStatusCode.OK, [], null, blob.Digest, blob.Size, null)
                : throw new StepFailedException("Publish", $"{_registry}/{repository}", $"a blob with digest {digest.Digest()}", blob.Digest, $"{_registry} gives other content than asked for: do not use it.");
        },
        cancellation);

    /// <summary>Uploads a blob, or mounts it from another repository of the same registry.</summary>
    /// <returns>True where bytes went over, false where the registry mounted it.</returns>
    public async Task<bool> PushBlobAsync(string repository, Descriptor blob, string file, string? mountFrom, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var uploaded = true;
        var response = await TryAsync(
            $"{_registry}/{repository} blob {blob.Digest}",
            blob.Size,
            async limit =>
            {
                var begun = await BeginAsync(repository, blob, mountFrom, limit).ConfigureAwait(false);
                uploaded = begun.Status != HttpStatusCode.Created;
                return begun.Status == HttpStatusCode.Accepted ? await UploadAsync(repository, blob, file, begun.Location, limit).ConfigureAwait(false) : begun;
            },
            cancellation).ConfigureAwait(false);
        Demand(response, $"{_registry}/{repository} blob {blob.Digest}");
        return uploaded;
    }

    private async Task<RegistryResponse> BeginAsync(string repository, Descriptor blob, string? mountFrom, CancellationToken limit)
    {
        var mount = mountFrom is null ? "" : $"?mount={blob.Digest}&from={Uri.EscapeDataString(mountFrom)}";
        var scope = mountFrom is null ? Scope(repository) : $"{Scope(repository)} repository:{mountFrom}:pull";
        using var response = await SendOnceAsync(HttpMethod.Post, new Uri(_address, $"{repository}/blobs/uploads/{mount}"), scope, null, [], limit).ConfigureAwait(false);
        return await ReadAsync(response, limit).ConfigureAwait(false);
    }

    private async Task<RegistryResponse> UploadAsync(string repository, Descriptor blob, string file, Uri? location, CancellationToken limit)
    {
        // pieces in PATCH requests and an empty PUT at the end: the one form that every registry takes
        var step = Math.Max(1, _options.ChunkSize ?? blob.Size);
        for (long start = 0; start < blob.Size; start += step)
        {
            var length = Math.Min(step, blob.Size - start);
            using var piece = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17, useAsync: true);
            piece.Position = start;
            using var sent = await SendOnceAsync(HttpMethod.Patch, location!, Scope(repository), () => Piece(piece, start, length), [], limit).ConfigureAwait(false);
            var answer = await ReadAsync(sent, limit).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                return answer;
            }

            location = answer.Location ?? location;
        }

        var separator = location!.Query.Length == 0 ? "?" : "&";
        using var done = await SendOnceAsync(HttpMethod.Put, new Uri($"{location}{separator}digest={Uri.EscapeDataString(blob.Digest)}"), Scope(repository), () => Bytes([], "application/octet-stream"), [], limit).ConfigureAwait(false);
        return await ReadAsync(done, limit).ConfigureAwait(false);
    }

    private Task<RegistryResponse> SendAsync(HttpMethod method, Uri address, string scope, string subject, CancellationToken cancellation, Func<HttpContent>? content = null, string[]? accept = null) => TryAsync(
        subject,
        0,
        async limit =>
        {
            using var response = await SendOnceAsync(method, address, scope, content, accept ?? [], limit).ConfigureAwait(false);
            return await ReadAsync(response, limit).ConfigureAwait(false);
        },
        cancellation);

    // one call with everything around it: limit, retries, and the pause that the registry asks for
    private async Task<RegistryResponse> TryAsync(string subject, long size, Func<CancellationToken, Task<RegistryResponse>> call, CancellationToken cancellation)
    {
        const long bytesPerLimit = 8 << 20;
        for (var attempt = 1; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_options.RequestLimit * (1 + (size / bytesPerLimit)));
            try
            {
                var response = await call(limit.Token).ConfigureAwait(false);
                if (attempt >= _options.Attempts || !RegistryErrors.MayPass(response.Status, response.Text))
                {
                    return response;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                if (attempt >= _options.Attempts)
                {
                    throw RegistryErrors.Unreachable(_registry, subject, error is OperationCanceledException ? new TimeoutException($"no answer within {_options.RequestLimit.TotalSeconds:0} s", error) : error);
                }
            }

            var pause = _options.FirstPause * Math.Pow(2, attempt - 1);
            await Task.Delay(pause < _options.LongestPause ? pause : _options.LongestPause, _time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, string scope, Func<HttpContent>? content, string[] accept, CancellationToken limit, bool followRedirect = false)
    {
        var isOurs = address.Host == _address.Host;
        var response = await SendAsAsync(method, address, isOurs ? _authorization.Known(scope) : null, content, accept, limit).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized && isOurs && Challenge.From(response) is { } challenge
            && await _authorization.AnswerAsync(challenge, scope, limit).ConfigureAwait(false) is { } answer)
        {
            response.Dispose();
            response = await SendAsAsync(method, address, answer, content, accept, limit).ConfigureAwait(false);
        }

        if (followRedirect && (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } elsewhere)
        {
            // blob stores behind a registry sign the address; our header must not go there
            response.Dispose();
            response = await SendAsAsync(method, new Uri(address, elsewhere), null, content, accept, limit).ConfigureAwait(false);
        }

        return response;
    }

    private async Task<HttpResponseMessage> SendAsAsync(HttpMethod method, Uri address, AuthenticationHeaderValue? authorization, Func<HttpContent>? content, string[] accept, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content?.Invoke() };
        request.Headers.Authorization = authorization;
        foreach (var type in accept)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
    }

    private async Task<RegistryResponse> ReadAsync(HttpResponseMessage response, CancellationToken limit)
    {
        var location = response.Headers.Location is { } given ? new Uri(_address, given) : null;
        var digest = response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.FirstOrDefault() : null;
        var body = await response.Content.ReadAsByteArrayAsync(limit).ConfigureAwait(false);
        return new RegistryResponse(response.StatusCode, body, location, digest, response.Content.Headers.ContentLength, response.Content.Headers.ContentType?.MediaType);
    }

    private bool Known(RegistryResponse response, string subject)
    {
        if (response.Status == HttpStatusCode.NotFound)
        {
            return false;
        }

        Demand(response, subject);
        return true;
    }

    private void Demand(RegistryResponse response, string subject)
    {
        if (!response.IsSuccess)
        {
            throw RegistryErrors.From(_registry, subject, response.Status, response.Text);
        }
    }

    private static string Scope(string repository) => $"repository:{repository}:pull,push";

    private static ByteArrayContent Bytes(byte[] content, string mediaType) => new(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static PartContent Piece(Stream file, long start, long length)
    {
        file.Position = start;
        var content = new PartContent(file, length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.TryAddWithoutValidation("Content-Range", $"{start}-{start + length - 1}");
        return content;
    }
}
