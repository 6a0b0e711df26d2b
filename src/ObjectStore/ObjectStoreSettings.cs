using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ObjectStore;

/// <summary>How to reach a bucket of an object store that speaks S3. The keys stay in their files, which are read at every request, so rotated ones are taken up.</summary>
/// <param name="Endpoint">The store's address without the bucket, such as https://s3.eu-central-1.amazonaws.com.</param>
/// <param name="Region">The region that requests are signed for; default us-east-1.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="AccessKey">File with the access key.</param>
/// <param name="SecretKey">File with the secret key.</param>
/// <param name="PathStyle">True: the bucket stands in the path; false: in front of the host name. Default true.</param>
/// <param name="PublicEndpoint">The store's address for browsers; null where they cannot reach it.</param>
public sealed record ObjectStoreSettings(
    Uri Endpoint, string Region, string Bucket, MountedFile AccessKey, MountedFile SecretKey, bool PathStyle, Uri? PublicEndpoint)
{
    /// <summary>
    /// The authorities that may vouch for the store, in PEM; read at every new connection, so a changed file is taken up. Default: none, those that the machine
    /// trusts may.
    /// </summary>
    public MountedFile? Authority { get; init; }

    /// <summary>Reads the settings below <c>ObjectStore</c>; problems go to the reader.</summary>
    public static ObjectStoreSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new ObjectStoreSettings(
            reader.Url("ObjectStore:Endpoint"),
            reader.OptionalText("ObjectStore:Region") ?? "us-east-1",
            reader.Text("ObjectStore:Bucket"),
            reader.File("ObjectStore:AccessKeyFile"),
            reader.File("ObjectStore:SecretKeyFile"),
            IsPathStyle(reader),
            reader.OptionalText("ObjectStore:PublicEndpoint") is null ? null : reader.Url("ObjectStore:PublicEndpoint"))
        {
            Authority = ReadAuthority(reader),
        };
    }

    // without encryption nobody would ask for it
    private static MountedFile? ReadAuthority(SettingsReader reader)
    {
        const string key = "ObjectStore:AuthorityFile";
        if (reader.OptionalText(key) is null)
        {
            return null;
        }

        if (reader.OptionalText("ObjectStore:Endpoint") is { } endpoint && endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report("ObjectStore:Endpoint", $"is '{endpoint}', expected an https address, as {key} says who may vouch for it");
        }

        return reader.File(key);
    }

    private static bool IsPathStyle(SettingsReader reader)
    {
        const string key = "ObjectStore:PathStyle";
        var text = reader.OptionalText(key) ?? "true";
        if (!bool.TryParse(text, out var pathStyle))
        {
            reader.Report(key, $"is '{text}', expected true or false");
        }

        return pathStyle;
    }

    /// <summary>Where the bucket is, without a secret.</summary>
    public override string ToString() => $"bucket '{Bucket}' at {Endpoint}";
}
