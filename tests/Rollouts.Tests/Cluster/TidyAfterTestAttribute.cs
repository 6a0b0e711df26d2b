using System.Reflection;
using Xunit.v3;

[assembly: SiteBuilder.Rollouts.Tests.Cluster.TidyAfterTest]

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Lets what a test has made in somebody's cluster go as soon as it has ended: the probes of hundreds of idle pods would wear a small one out.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TidyAfterTestAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (TestContext.Current.KeyValueStorage.TryGetValue(nameof(TestCluster), out var cluster))
        {
            ((TestCluster)cluster!).Forget(test.UniqueID);
        }
    }
}
