using Amazon.Runtime;

namespace SiteBuilder.ObjectStore;

/// <summary>The pair of keys as it is in its files now.</summary>
internal sealed class MountedKeys(ObjectStoreSettings settings) : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => new(settings.AccessKey.Read(), settings.SecretKey.Read(), token: null);
}
