using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class SecretMaskTests
{
    [Fact]
    public void Values_of_secrets_are_hidden_as_they_are_and_as_base64()
    {
        var filter = SecretMask.Filter([Json.Of("""{"apiVersion":"v1","kind":"Secret","data":{"password":"aHVudGVyMmh1bnRlcjI=","pin":"MQ=="}}"""), null]);

        filter.Apply("login with hunter2hunter2 (aHVudGVyMmh1bnRlcjI=) failed, try 1").ShouldBe("login with *** (***) failed, try 1");
    }

    [Fact]
    public void Other_objects_hide_nothing()
    {
        var filter = SecretMask.Filter([Json.Of("""{"apiVersion":"v1","kind":"ConfigMap","data":{"password":"aHVudGVyMmh1bnRlcjI="}}""")]);

        filter.Apply("aHVudGVyMmh1bnRlcjI=").ShouldBe("aHVudGVyMmh1bnRlcjI=");
    }
}
