using SiteBuilder.Delivery.Rollouts.Preflight;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

public sealed class PodSelectorTests
{
    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"matchLabels":{"app":"web"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"web","tier":"back"}}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["api","web"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["api","web"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"Exists"}]}""", false)]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}""", true)]
    public void Selector_means_pods_by_their_labels(string selector, bool selects) => PodSelector.Selects(Json.Of(selector), Json.Of("""{"app":"web"}""")).ShouldBe(selects);

    [Fact]
    public void Service_without_a_selector_serves_no_pod() => PodSelector.IsServedBy(Json.Of("{}"), Json.Of("""{"app":"web"}""")).ShouldBeFalse();
}
