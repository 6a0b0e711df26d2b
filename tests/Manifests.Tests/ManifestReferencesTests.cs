using SiteBuilder.Delivery.Platform.Policy;

namespace SiteBuilder.Manifests.Tests;

/// <summary>The check that every deploy makes: nothing wrong in ours, and each fault named with its object.</summary>
public class ManifestReferencesTests
{
    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public void Our_own_objects_name_only_what_is_there(string environment) =>
        ManifestReferences.Check(Platform.Render(environment)).Select(violation => violation.ToString()).ShouldBeEmpty();

    /// <summary>Object, what is spoilt, by what, and what is said then.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "Service sites", "spec/selector/app.kubernetes.io~name", "other", """Service backend/sites: selector-finds-pods: found selector {"app.kubernetes.io/name":"other"}, which finds no pod of the namespace, expected labels of a workload of the release; correct the selector, or the labels of the pods""" },
        { "Service sites", "spec/ports/0/targetPort", "other", "Service backend/sites: service-port-exists: found port other, expected one of 8080, 8081, http, management; correct targetPort, or the ports of the containers" },
        { "PodDisruptionBudget sites", "spec/selector/matchLabels/app.kubernetes.io~name", "other", """PodDisruptionBudget backend/sites: selector-finds-pods: found selector {"matchLabels":{"app.kubernetes.io/name":"other"}}, which finds no pod of the namespace, expected labels of a workload of the release; correct the selector, or the labels of the pods""" },
        { "NetworkPolicy sites", "spec/ingress/0/ports/0/port", "9999", "NetworkPolicy backend/sites: policy-port-exists: found port 9999, expected one of 8080, 8081, http, management; correct the flow, or the ports of the containers" },
        { "NetworkPolicy waf", "spec/egress/0/ports/0/port", "9999", "NetworkPolicy frontend/waf: policy-port-exists: found port 9999, expected one of 8080, 8081, http, management; correct the flow, or the ports of the containers" },
        { "Deployment sites", "spec/template/spec/volumes/1/secret/secretName", "other", "Deployment backend/sites: mounts-have-a-maker: found Secret other, which the release does not make, expected a Secret of namespace backend; add it to the release, correct the name, or say optional: true" },
        { "Deployment waf", "spec/template/spec/volumes/2/configMap/name", "other", "Deployment frontend/waf: mounts-have-a-maker: found ConfigMap other, which the release does not make, expected a ConfigMap of namespace frontend; add it to the release, correct the name, or say optional: true" },
        { "HorizontalPodAutoscaler waf", "spec/scaleTargetRef/name", "other", "HorizontalPodAutoscaler frontend/waf: autoscaler-has-a-target: found Deployment other, which the release does not make, expected a workload of namespace frontend; correct spec.scaleTargetRef, or remove the autoscaler" },
        { "Ingress waf", "spec/tls/0/hosts/0", "other.example", "Ingress frontend/waf: host-has-a-certificate: found host www.acme.example in no entry of spec.tls, expected every host in one; add the host to spec.tls" },
        { "Ingress waf", "spec/tls/0/secretName", "brands", "Ingress frontend/waf: host-has-a-certificate: found Secret brands, which nobody makes, expected a Secret or a Certificate of the release, or the annotation of an issuer; add one of them, or leave out secretName" },
    };

    [Fact]
    public void A_ScaledObject_without_a_target_is_named_as_well()
    {
        var production = Platform.Load("production");
        var objects = Platform.Render(production with { Features = production.Features with { Keda = "http://prometheus-operated.monitoring:9090" } });
        objects.The("ScaledObject", "waf").Set("spec/scaleTargetRef/name", "other");

        ManifestReferences.Check(objects).Select(violation => violation.ToString()).ShouldBe(
            ["ScaledObject frontend/waf: autoscaler-has-a-target: found Deployment other, which the release does not make, expected a workload of namespace frontend; correct spec.scaleTargetRef, or remove the autoscaler"]);
    }

    [Theory, MemberData(nameof(Faults))]
    public void A_broken_reference_is_named_with_its_object(string item, string path, string value, string expected)
    {
        var objects = Platform.Render("production");
        objects.The(item.Split(' ')[0], item.Split(' ')[1]).Set(path, value);

        ManifestReferences.Check(objects).Select(violation => violation.ToString()).ShouldBe([expected]);
    }
}
