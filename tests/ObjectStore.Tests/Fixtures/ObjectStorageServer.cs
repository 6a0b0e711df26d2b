using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(ObjectStorageServer))]

namespace SiteBuilder.Tests.Fixtures;

/// <summary>
/// One real object storage for all tests of an assembly: with Swift from the machine's packages, else from the platform's own image, else the
/// tests that need it are skipped. Each test gets a bucket of its own.
/// </summary>
public sealed class ObjectStorageServer : IAsyncLifetime
{
    internal const string Missing =
        "needs object storage: install the package python3-swift, or start Docker Engine and build the image 'object-storage' with ./build.sh BuildImages";

    /// <summary>The bucket that a second pair of keys may read.</summary>
    public const string ReaderBucket = "readable";

    /// <summary>The bucket in which a third pair of keys may do everything.</summary>
    public const string OwnerBucket = "owned";

    private readonly SemaphoreSlim _starting = new(1);
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("sitebuilder-test-");
    private IObjectStorageRun? _run;
    private bool _sought;

    /// <summary>File with the access key.</summary>
    public string AccessKeyFile => Path.Combine(_keys.FullName, "access-key");

    /// <summary>File with the secret key.</summary>
    public string SecretKeyFile => Path.Combine(_keys.FullName, "secret-key");

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A bucket that is not there yet; skips the test where there is no object storage.</summary>
    public async Task<ObjectStoreSettings> NewBucketAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (!_sought)
            {
                _run = await TryStartAsync(_keys);
                _sought = true;
            }
        }
        finally
        {
            _starting.Release();
        }

        Assert.SkipWhen(_run is null, Missing);
        var address = new Uri($"http://127.0.0.1:{_run!.Port}");
        return new ObjectStoreSettings(
            address, "us-east-1", $"test-{Guid.NewGuid():n}", new MountedFile(AccessKeyFile), new MountedFile(SecretKeyFile), PathStyle: true, address);
    }

    /// <summary>Starts another one with keys of its own, or returns null where there is none.</summary>
    /// <param name="folder">Where the keys are written; with tls.crt and tls.key in it, the server speaks TLS.</param>
    internal static async Task<IObjectStorageRun?> TryStartAsync(DirectoryInfo folder)
    {
        foreach (var key in (string[])["access-key", "secret-key", "reader-access-key", "reader-secret-key", "owner-access-key", "owner-secret-key"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, key), Guid.NewGuid().ToString("n"));
        }

        return await LocalObjectStorage.TryStartAsync(folder) as IObjectStorageRun ?? await ContainerObjectStorage.TryStartAsync(folder);
    }

    /// <summary>Whether a folder of keys has a certificate too.</summary>
    internal static bool IsEncrypted(DirectoryInfo keys) => File.Exists(Path.Combine(keys.FullName, "tls.crt"));

    /// <summary>What the server is told of a folder of keys, which it finds at another path.</summary>
    internal static IEnumerable<string> Variables(DirectoryInfo keys, string path) =>
    [
        $"OBJECT_STORAGE_ACCESS_KEY_FILE={path}/access-key",
        $"OBJECT_STORAGE_SECRET_KEY_FILE={path}/secret-key",
        $"OBJECT_STORAGE_READER_ACCESS_KEY_FILE={path}/reader-access-key",
        $"OBJECT_STORAGE_READER_SECRET_KEY_FILE={path}/reader-secret-key",
        $"OBJECT_STORAGE_READER_BUCKET={ReaderBucket}",
        $"OBJECT_STORAGE_OWNER_ACCESS_KEY_FILE={path}/owner-access-key",
        $"OBJECT_STORAGE_OWNER_SECRET_KEY_FILE={path}/owner-secret-key",
        $"OBJECT_STORAGE_OWNER_BUCKET={OwnerBucket}",
        .. IsEncrypted(keys) ? (string[])[$"OBJECT_STORAGE_CERTIFICATE_FILE={path}/tls.crt", $"OBJECT_STORAGE_KEY_FILE={path}/tls.key"] : [],
    ];

    /// <summary>The same bucket for who may only read, and only <see cref="ReaderBucket"/>.</summary>
    public ObjectStoreSettings ForReader(ObjectStoreSettings bucket) => For("reader", bucket);

    /// <summary>The same bucket for who may do everything in <see cref="OwnerBucket"/>, and nothing elsewhere.</summary>
    public ObjectStoreSettings ForOwner(ObjectStoreSettings bucket) => For("owner", bucket);

    private ObjectStoreSettings For(string pair, ObjectStoreSettings bucket) => bucket with
    {
        AccessKey = new MountedFile(Path.Combine(_keys.FullName, $"{pair}-access-key")),
        SecretKey = new MountedFile(Path.Combine(_keys.FullName, $"{pair}-secret-key")),
    };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }

        _keys.Delete(recursive: true);
        _starting.Dispose();
    }
}
