using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace SiteBuilder.ObjectStore;

/// <summary>
/// One bucket of an object store. Where the store is away, a method throws what <see cref="ObjectStoreAway.Explains"/> tells from other errors.
/// </summary>
public sealed class Bucket : IDisposable
{
    private const int LongestPage = 1000;

    private readonly ObjectStoreSettings _settings;
    private readonly AmazonS3Client _client;
    private readonly AmazonS3Client? _publicClient;

    /// <summary>Connects with the first request.</summary>
    public Bucket(ObjectStoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _client = BucketClient.Of(settings, settings.Endpoint);
        _publicClient = settings.PublicEndpoint is { } endpoint ? BucketClient.Of(settings, endpoint) : null;
    }

    /// <summary>Whether browsers reach the store, so that signed URLs serve them.</summary>
    public bool IsPublic => _publicClient is not null;

    /// <summary>Writes an object; one with the same key is replaced as a whole.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its bytes: a stream that can seek, from its position on; it stays open.</param>
    /// <param name="facts">What is stored with it.</param>
    /// <param name="cancellationToken">Stops the transfer; then nothing is written.</param>
    public async Task PutAsync(string key, Stream content, ObjectFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var request = new PutObjectRequest
        {
            BucketName = _settings.Bucket,
            Key = key,
            InputStream = content,
            ContentType = facts.ContentType,
            AutoCloseStream = false,
            // signed in chunks, it would need a store that knows Amazon's own encoding
            UseChunkEncoding = false,
        };
        if (facts.CacheControl is { } cacheControl)
        {
            request.Headers.CacheControl = cacheControl;
        }

        foreach (var (name, value) in facts.Metadata)
        {
            request.Metadata[name] = value;
        }

        await _client.PutObjectAsync(request, cancellationToken);
    }

    /// <summary>Opens an object; null where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="range">The part wanted, such as <c>bytes=0-99</c>; null = all of it.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    /// <exception cref="RangeNotThereException">The part begins behind the object's end.</exception>
    public async Task<OpenObject?> GetAsync(string key, string? range, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = _settings.Bucket, Key = key, ByteRange = range is null ? null : new ByteRange(range) };
        try
        {
            var answer = await _client.GetObjectAsync(request, cancellationToken);
            return new OpenObject(Stored(key, answer.ContentLength, answer.ETag, answer.LastModified, answer.Headers, answer.Metadata), answer);
        }
        catch (AmazonS3Exception problem) when (IsAbsent(problem))
        {
            return null;
        }
        catch (AmazonS3Exception problem) when (problem.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new RangeNotThereException($"The object '{key}' has no bytes '{range}'.", problem);
        }
    }

    /// <summary>Looks at an object without its bytes; null where there is none.</summary>
    public async Task<StoredObject?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _settings.Bucket, Key = key }, cancellationToken);
            return Stored(key, answer.ContentLength, answer.ETag, answer.LastModified, answer.Headers, answer.Metadata);
        }
        catch (AmazonS3Exception problem) when (IsAbsent(problem))
        {
            return null;
        }
    }

    /// <summary>Removes an object; one that is not there is no error.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _settings.Bucket, Key = key }, cancellationToken);
        }
        catch (AmazonS3Exception problem) when (IsAbsent(problem))
        {
            // some stores say so, others do not
        }
    }

    /// <summary>A page of the objects whose keys begin alike, by their keys.</summary>
    /// <param name="prefix">How the keys begin.</param>
    /// <param name="after">Only keys after this one; null = from the first.</param>
    /// <param name="most">The longest page, at most 1000.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ObjectPage> ListPageAsync(string prefix, string? after, int most, CancellationToken cancellationToken)
    {
        var answer = await _client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = prefix, StartAfter = after, MaxKeys = most }, cancellationToken);
        return new ObjectPage(
            [.. (answer.S3Objects ?? []).Select(found => new ListedObject(found.Key, found.Size ?? 0, Time(found.LastModified)))],
            answer.IsTruncated ?? false);
    }

    /// <summary>All objects whose keys begin alike, by their keys.</summary>
    public async IAsyncEnumerable<ListedObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectPage? page = null;
        do
        {
            page = await ListPageAsync(prefix, page?.Objects[^1].Key, LongestPage, cancellationToken);
            foreach (var found in page.Objects)
            {
                yield return found;
            }
        }
        while (page.More);
    }

    /// <summary>A URL by which a browser reads an object for a while.</summary>
    /// <exception cref="InvalidOperationException">The store is not <see cref="IsPublic"/>.</exception>
    public Task<Uri> PresignGetAsync(string key, DateTimeOffset until) => PresignAsync(HttpVerb.GET, key, null, until);

    /// <summary>A URL by which a browser writes an object for a while, with this content type and no other.</summary>
    /// <exception cref="InvalidOperationException">The store is not <see cref="IsPublic"/>.</exception>
    public Task<Uri> PresignPutAsync(string key, string contentType, DateTimeOffset until) => PresignAsync(HttpVerb.PUT, key, contentType, until);

    /// <summary>Whether the bucket is there.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.HeadBucketAsync(new HeadBucketRequest { BucketName = _settings.Bucket }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception problem) when (problem.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Makes the bucket; one that is there already is no error.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        // Amazon's first region is the one that must not be named
        var request = new PutBucketRequest { BucketName = _settings.Bucket, BucketRegionName = _settings.Region == "us-east-1" ? null : _settings.Region };
        try
        {
            await _client.PutBucketAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception problem) when (problem.ErrorCode == "BucketAlreadyOwnedByYou")
        {
            // somebody else was as quick
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _client.Dispose();
        _publicClient?.Dispose();
    }

    private async Task<Uri> PresignAsync(HttpVerb verb, string key, string? contentType, DateTimeOffset until)
    {
        var client = _publicClient ?? throw new InvalidOperationException($"The {_settings} has no public endpoint, so a signed URL would lead nowhere.");
        var request = new GetPreSignedUrlRequest
        {
            BucketName = _settings.Bucket,
            Key = key,
            Verb = verb,
            ContentType = contentType,
            Expires = until.UtcDateTime,
            Protocol = _settings.PublicEndpoint!.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        return new Uri(await client.GetPreSignedURLAsync(request));
    }

    private static StoredObject Stored(string key, long length, string? tag, DateTime? time, HeadersCollection headers, MetadataCollection metadata) => new(
        key,
        length,
        tag ?? "",
        Time(time),
        new ObjectFacts(headers.ContentType ?? "application/octet-stream")
        {
            CacheControl = headers.CacheControl,
            Metadata = metadata.Keys.ToDictionary(name => name["x-amz-meta-".Length..], name => metadata[name]),
        });

    private static DateTimeOffset Time(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : default;

    private static bool IsAbsent(AmazonS3Exception problem) => problem.StatusCode == HttpStatusCode.NotFound && problem.ErrorCode != "NoSuchBucket";
}
