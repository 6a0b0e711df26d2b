using Amazon.Runtime;
using Amazon.S3;

namespace SiteBuilder.ObjectStore;

/// <summary>Makes the SDK's client: no look-up of keys or regions elsewhere, no headers that only Amazon's own store knows.</summary>
internal static class BucketClient
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(3);

    /// <summary>The upload of a large object included.</summary>
    private static readonly TimeSpan Request = TimeSpan.FromSeconds(60);

    public static AmazonS3Client Of(ObjectStoreSettings settings, Uri endpoint) => new(new MountedKeys(settings), new AmazonS3Config
    {
        ServiceURL = endpoint.ToString(),
        AuthenticationRegion = settings.Region,
        ForcePathStyle = settings.PathStyle,
        // the keys are checked at every request, so a read that has just failed may be tried again, but not for long
        MaxErrorRetry = 1,
        HttpClientFactory = settings.Authority is { } authority ? new AuthorityClients(authority, Connecting, Request) : null,
        ConnectTimeout = Connecting,
        Timeout = Request,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        IgnoreConfiguredEndpointUrls = true,
    });
}
