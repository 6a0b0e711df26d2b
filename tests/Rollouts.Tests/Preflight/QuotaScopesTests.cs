using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

public sealed class QuotaScopesTests
{
    private const string Plain = """{"containers":[{}]}""";
    private const string Asking = """{"containers":[{"resources":{"requests":{"cpu":"10m"}}}]}""";
    private const string Storing = """{"containers":[{"resources":{"requests":{"ephemeral-storage":"1Gi"}}}]}""";
    private const string Ending = """{"activeDeadlineSeconds":0,"containers":[{}]}""";
    private const string High = """{"priorityClassName":"high","containers":[{}]}""";

    [Theory]
    [InlineData("""{}""", Plain, true)]
    [InlineData("""{"scopes":["BestEffort"]}""", Plain, true)]
    [InlineData("""{"scopes":["BestEffort"]}""", Storing, true)]
    [InlineData("""{"scopes":["BestEffort"]}""", Asking, false)]
    [InlineData("""{"scopes":["NotBestEffort"]}""", Plain, false)]
    [InlineData("""{"scopes":["NotBestEffort"]}""", Asking, true)]
    [InlineData("""{"scopes":["Terminating"]}""", Ending, true)]
    [InlineData("""{"scopes":["Terminating"]}""", Plain, false)]
    [InlineData("""{"scopes":["NotTerminating"]}""", Plain, true)]
    [InlineData("""{"scopes":["NotTerminating","NotBestEffort"]}""", Plain, false)]
    [InlineData("""{"scopes":["NotTerminating","NotBestEffort"]}""", Asking, true)]
    [InlineData("""{"scopes":["PriorityClass"]}""", Plain, false)]
    [InlineData("""{"scopes":["PriorityClass"]}""", High, true)]
    [InlineData("""{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["low","high"]}]}}""", High, true)]
    [InlineData("""{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["low"]}]}}""", High, false)]
    [InlineData("""{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"NotIn","values":["high"]}]}}""", Plain, true)]
    [InlineData("""{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"NotIn","values":["high"]}]}}""", High, false)]
    [InlineData("""{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"DoesNotExist"}]}}""", Plain, true)]
    public void Quota_counts_the_pods_of_its_scopes(string quota, string pod, bool counts) => new QuotaScopes(haveDefaults: false, "").Of(Json.Of(quota))!(Json.Of(pod)).ShouldBe(counts);

    [Theory]
    [InlineData("""{"scopes":["CrossNamespacePodAffinity"]}""", "", "CrossNamespacePodAffinity")]
    [InlineData("""{"scopes":["NotTerminating","PriorityClass"]}""", null, "NotTerminating, PriorityClass")]
    public void What_cannot_be_told_is_not_judged(string quota, string? usual, string names)
    {
        new QuotaScopes(haveDefaults: false, usual).Of(Json.Of(quota)).ShouldBeNull();
        QuotaScopes.Names(Json.Of(quota)).ShouldBe(names);
    }

    [Fact]
    public void Limit_range_with_defaults_leaves_no_pod_without_requests() => new QuotaScopes(haveDefaults: true, "").Of(Json.Of("""{"scopes":["BestEffort"]}"""))!(Json.Of(Plain)).ShouldBeFalse();

    [Fact]
    public void Pod_that_names_no_priority_has_the_usual_one() => new QuotaScopes(haveDefaults: false, "high").Of(Json.Of("""{"scopes":["PriorityClass"]}"""))!(Json.Of(Plain)).ShouldBeTrue();
}
