using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class WavesTests
{
    private static readonly string[] s_kinds =
    [
        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration", "networking.k8s.io/v1 Ingress", "apps/v1 Deployment", "batch/v1 Job", "v1 Service", "apps/v1 StatefulSet", "v1 Secret", "v1 ConfigMap",
        "storage.k8s.io/v1 StorageClass", "v1 Namespace", "apiextensions.k8s.io/v1 CustomResourceDefinition", "cert-manager.io/v1 Certificate", "external-secrets.io/v1 ExternalSecret",
        "gateway.networking.k8s.io/v1 HTTPRoute", "gateway.networking.k8s.io/v1 Gateway", "traefik.io/v1alpha1 IngressRoute", "networking.istio.io/v1 VirtualService", "snapshot.storage.k8s.io/v1 VolumeSnapshotClass",
        "kafka.strimzi.io/v1 Kafka", "rbac.authorization.k8s.io/v1 Role", "batch/v1 CronJob",
    ];

    [Fact]
    public void Kinds_come_in_the_order_in_which_they_need_each_other() => Table(Waves.Of).ShouldBe("""
        0: CustomResourceDefinition, Namespace
        10: StorageClass
        20: ConfigMap, Role, Secret
        25: Certificate, ExternalSecret, Gateway, Kafka, VolumeSnapshotClass
        30: Service, StatefulSet
        40: Job
        50: CronJob, Deployment
        60: HTTPRoute, Ingress, IngressRoute, VirtualService
        70: ValidatingWebhookConfiguration
        """);

    [Fact]
    public void Custom_objects_go_before_what_looks_after_them() => Table(Waves.OfRemoval).ShouldBe("""
        0: CustomResourceDefinition, Namespace
        10: StorageClass
        20: ConfigMap, Role, Secret
        30: Service, StatefulSet
        40: Job
        50: CronJob, Deployment
        60: Certificate, ExternalSecret, Gateway, HTTPRoute, Ingress, IngressRoute, Kafka, VirtualService, VolumeSnapshotClass
        70: ValidatingWebhookConfiguration
        """);

    [Fact]
    public void Token_comes_after_its_account() =>
        Waves.Of(Workloads.Secret("shop", "token", "").With("type", "kubernetes.io/service-account-token")).ShouldBe(21);

    [Fact]
    public void Custom_object_that_runs_pods_comes_with_the_workloads()
    {
        var rollout = Workloads.Deployment("shop", "web").With("apiVersion", "argoproj.io/v1alpha1").With("kind", "Rollout");
        var service = Workloads.Deployment("shop", "web").With("apiVersion", "serving.knative.dev/v1").With("kind", "Service");

        (Waves.Of(rollout), Waves.Of(service)).ShouldBe((50, 50));
    }

    [Theory]
    [InlineData("45", 45)]
    [InlineData("-1", -1)]
    [InlineData("first", 20)]
    public void Annotation_puts_an_object_into_another_wave(string wave, int expected) =>
        Waves.Of(Workloads.Annotated(Workloads.ConfigMap("shop", "settings"), "sitebuilder.dev/wave", wave)).ShouldBe(expected);

    [Theory]
    [InlineData("45", 45, false)]
    [InlineData("first", 25, true)]
    public void Custom_object_with_a_wave_of_its_own_is_waited_for_in_it_and_not_at_the_end(string wave, int expected, bool atEnd)
    {
        var theme = Workloads.Annotated(Workloads.Theme("example.com", "shop", "dark", "black"), "sitebuilder.dev/wave", wave);

        (Waves.Of(theme), CustomObjects.IsWaitedForAtEnd(theme)).ShouldBe((expected, atEnd));
    }

    private static string Table(Func<JsonObject, int> wave) => string.Join('\n', s_kinds
        .Select(text => text.Split(' ')).Select(text => Workloads.Node(new { apiVersion = text[0], kind = text[1], metadata = new { name = "any" } }))
        .GroupBy(wave).OrderBy(g => g.Key).Select(g => $"{g.Key}: {string.Join(", ", g.Select(ObjectJson.Kind).Order(StringComparer.Ordinal))}"));
}
