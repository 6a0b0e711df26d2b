using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class WavesTests
{
    [Fact]
    public void Kinds_come_in_the_order_in_which_they_need_each_other()
    {
        string[] kinds = ["ValidatingWebhookConfiguration", "Ingress", "Deployment", "Job", "Service", "StatefulSet", "Secret", "ConfigMap", "StorageClass", "Namespace", "CustomResourceDefinition", "Certificate"];

        string.Join('\n', kinds.GroupBy(Waves.OfKind).OrderBy(g => g.Key).Select(g => $"{g.Key}: {string.Join(", ", g)}")).ShouldBe("""
            0: Namespace, CustomResourceDefinition
            10: StorageClass
            20: Secret, ConfigMap
            30: Service, StatefulSet
            40: Job
            50: Deployment
            60: Ingress, Certificate
            70: ValidatingWebhookConfiguration
            """);
    }

    [Theory]
    [InlineData("45", 45)]
    [InlineData("-1", -1)]
    [InlineData("first", 20)]
    public void Annotation_puts_an_object_into_another_wave(string wave, int expected) =>
        Waves.Of(Workloads.Annotated(Workloads.ConfigMap("shop", "settings"), "sitebuilder.dev/wave", wave)).ShouldBe(expected);
}
