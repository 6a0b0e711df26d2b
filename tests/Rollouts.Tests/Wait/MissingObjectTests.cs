using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class MissingObjectTests
{
    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"c\" : configmap \"none\" not found", "ConfigMap none ")]
    [InlineData("secret \"login\" not found", "Secret login ")]
    [InlineData("couldn't find key token in Secret shop/login", "Secret login token")]
    [InlineData("couldn't find key color in ConfigMap shop/settings", "ConfigMap settings color")]
    [InlineData("0/1 nodes are available: persistentvolumeclaim \"data\" not found. not found", "PersistentVolumeClaim data ")]
    [InlineData("container has runAsNonRoot and image will run as root", "")]
    public void What_is_missed_is_read_from_the_message(string message, string expected) =>
        (MissingObject.Of(message) is { } missing ? $"{missing.Kind} {missing.Name} {missing.Key}" : "").ShouldBe(expected);
}
