using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Wait;

public sealed class MissingObjectTests
{
    private static readonly JsonObject s_pod = Workloads.Node(new
    {
        spec = new
        {
            volumes = new object[]
            {
                new { name = "c", configMap = new { name = "settings" } },
                new { name = "s", secret = new { secretName = "login" } },
                new { name = "p", projected = new { sources = new object[] { new { configMap = new { name = "other" } }, new { secret = new { name = "trust", items = new[] { new { key = "ca.crt", path = "ca.crt" } } } } } } },
                new { name = "d", csi = new { driver = "disk.example.com" } },
            },
        },
    });

    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"c\" : configmap \"none\" not found", "ConfigMap none ")]
    [InlineData("secret \"login\" not found", "Secret login ")]
    [InlineData("couldn't find key token in Secret shop/login", "Secret login token")]
    [InlineData("couldn't find key color in ConfigMap shop/settings", "ConfigMap settings color")]
    [InlineData("0/1 nodes are available: persistentvolumeclaim \"data\" not found. not found", "PersistentVolumeClaim data ")]
    [InlineData("MountVolume.SetUp failed for volume \"c\" : references non-existent config key: app.conf", "ConfigMap settings app.conf")]
    [InlineData("MountVolume.SetUp failed for volume \"s\" : references non-existent secret key: token", "Secret login token")]
    [InlineData("MountVolume.SetUp failed for volume \"p\" : references non-existent secret key: ca.crt", "Secret trust ca.crt")]
    [InlineData("MountVolume.SetUp failed for volume \"d\" : references non-existent secret key: token", "")]
    [InlineData("MountVolume.SetUp failed for volume \"d\" : kubernetes.io/csi: driver name disk.example.com not found in the list of registered CSI drivers", "")]
    [InlineData("container has runAsNonRoot and image will run as root", "")]
    public void What_is_missed_is_read_from_the_message(string message, string expected) =>
        (MissingObject.Of(message, s_pod) is { } missing ? $"{missing.Kind} {missing.Name} {missing.Key}" : "").ShouldBe(expected);
}
