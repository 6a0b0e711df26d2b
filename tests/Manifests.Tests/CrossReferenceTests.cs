using System.Text.Json.Nodes;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What one object says about another must be true, in every environment.</summary>
public class CrossReferenceTests
{
    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Environments))]
    public void Every_object_has_a_namespace_that_is_rendered_too(string environment)
    {
        var objects = Platform.Render(environment);
        var namespaces = objects.OfKind("Namespace").Select(item => item.Name()).ToHashSet();

        objects.Where(item => item.Kind() != "Namespace" && !namespaces.Contains(item.Namespace())).Select(item => item.Id()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_object_carries_our_labels(string environment) => Platform.Render(environment)
        .Where(item => item.Mark("labels", ObjectLabels.ManagedBy) != "sitebuilder"
            || item.Mark("labels", ObjectLabels.PartOf) != "sitebuilder"
            || item.Mark("labels", ObjectLabels.Release) != environment
            || item.Mark("labels", ObjectLabels.Name) is null
            || item.Mark("labels", ObjectLabels.Component) is null)
        .Select(item => item.Id())
        .ShouldBeEmpty();

    [Theory, MemberData(nameof(Environments))]
    public void No_object_is_rendered_twice_and_the_order_is_stable(string environment)
    {
        var ids = Platform.Render(environment).Select(item => item.Id()).ToList();

        ids.ShouldBeUnique();
        ids.ShouldBe(Platform.Render(environment).Select(item => item.Id()));
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_selector_finds_the_pods_of_exactly_one_workload(string environment)
    {
        var objects = Platform.Render(environment);
        foreach (var item in objects)
        {
            var selector = item.Kind() switch
            {
                "Service" => item.At("spec.selector"),
                "Deployment" or "StatefulSet" or "PodDisruptionBudget" => item.At("spec.selector.matchLabels"),
                _ => null,
            };
            if (selector is JsonObject labels)
            {
                Selected(objects, item.Namespace(), labels).Count.ShouldBe(1, $"{item.Id()} selects {labels.ToJsonString()}");
            }
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_service_port_leads_to_a_port_of_its_pods(string environment)
    {
        var objects = Platform.Render(environment);
        foreach (var service in objects.OfKind("Service"))
        {
            var ports = Selected(objects, service.Namespace(), service.At("spec.selector")!.AsObject())
                .SelectMany(workload => workload.PodTemplate()!.Items("spec.containers"))
                .SelectMany(container => container.Items("ports"))
                .Select(port => port.Text("name"))
                .ToList();
            service.Items("spec.ports").ShouldAllBe(port => ports.Contains(port.Text("targetPort")), service.Id());
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_ingress_backend_is_a_port_of_a_service(string environment)
    {
        var objects = Platform.Render(environment);
        foreach (var ingress in objects.OfKind("Ingress"))
        {
            foreach (var path in ingress.Items("spec.rules").SelectMany(rule => rule.Items("http.paths")))
            {
                var service = objects.OfKind("Service").Single(item => item.Namespace() == ingress.Namespace() && item.Name() == path.Text("backend.service.name"));
                service.Items("spec.ports").ShouldContain(port => port.Text("port") == path.Text("backend.service.port.number"), ingress.Id());
            }
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_mount_has_a_volume_and_every_volume_a_source(string environment)
    {
        var objects = Platform.Render(environment);
        foreach (var workload in objects.Where(item => item.PodTemplate() is not null))
        {
            var volumes = workload.PodTemplate()!.Items("spec.volumes").ToList();
            var claims = workload.Items("spec.volumeClaimTemplates").Select(claim => claim.Name());
            string[] mounts = [.. workload.PodTemplate()!.Items("spec.containers").SelectMany(container => container.Items("volumeMounts")).Select(mount => mount.Text("name")!)];

            mounts.Order().ShouldBe(volumes.Select(volume => volume.Text("name")!).Concat(claims).Order(), workload.Id());
            foreach (var volume in volumes)
            {
                var exists = volume switch
                {
                    _ when volume.Text("secret.secretName") is { } secret => objects.Any(item => item.Id() == $"Secret {workload.Namespace()}/{secret}"),
                    _ when volume.Text("configMap.name") is { } map => objects.Any(item => item.Id() == $"ConfigMap {workload.Namespace()}/{map}"),
                    _ => volume["emptyDir"] is not null,
                };
                exists.ShouldBeTrue($"{workload.Id()} mounts {volume.ToJsonString()}");
            }
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_file_that_a_variable_names_is_in_a_mounted_object(string environment)
    {
        var objects = Platform.Render(environment);
        foreach (var workload in objects.Where(item => item.PodTemplate() is not null))
        {
            foreach (var container in workload.PodTemplate()!.Items("spec.containers"))
            {
                foreach (var variable in container.Items("env").Where(variable => variable.Text("name")!.EndsWith("File", StringComparison.OrdinalIgnoreCase)))
                {
                    FilesOf(objects, workload, container).ShouldContain(variable.Text("value"), $"{workload.Id()} {variable.Text("name")}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_service_account_autoscaler_target_and_headless_service_exists(string environment)
    {
        var objects = Platform.Render(environment);
        var ids = objects.Select(item => item.Id()).ToHashSet();
        var wanted = objects.SelectMany(item => (string?[])
        [
            item.PodTemplate() is { } template ? $"ServiceAccount {item.Namespace()}/{template.Text("spec.serviceAccountName")}" : null,
            item.Kind() == "StatefulSet" ? $"Service {item.Namespace()}/{item.Text("spec.serviceName")}" : null,
            item.Kind() == "HorizontalPodAutoscaler" ? $"{item.Text("spec.scaleTargetRef.kind")} {item.Namespace()}/{item.Text("spec.scaleTargetRef.name")}" : null,
        ]).OfType<string>();

        wanted.Where(id => !ids.Contains(id)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Environments))]
    public void Every_cluster_address_in_a_variable_is_a_service(string environment)
    {
        var objects = Platform.Render(environment);
        var hosts = objects.OfKind("Service").Select(service => $"{service.Name()}.{service.Namespace()}.svc.cluster.local").ToList();
        var named = objects
            .Where(item => item.PodTemplate() is not null)
            .SelectMany(item => item.PodTemplate()!.Items("spec.containers"))
            .SelectMany(container => container.Items("env"))
            .Select(variable => variable.Text("value")!)
            .Where(value => value.Contains(".svc.cluster.local", StringComparison.Ordinal))
            .ToList();

        named.ShouldNotBeEmpty();
        named.ShouldAllBe(value => hosts.Any(host => value.Replace("http://", "", StringComparison.Ordinal).Split(':', 2)[0] == host));
    }

    private static List<JsonObject> Selected(IEnumerable<JsonObject> objects, string @namespace, JsonObject selector) =>
    [
        .. objects.Where(item => item.Namespace() == @namespace && item.PodTemplate() is { } template
            && selector.All(label => template["metadata"]?["labels"]?[label.Key]?.ToString() == label.Value!.ToString())),
    ];

    private static IEnumerable<string> FilesOf(IReadOnlyList<JsonObject> objects, JsonObject workload, JsonObject container)
    {
        foreach (var mount in container.Items("volumeMounts"))
        {
            var volume = workload.PodTemplate()!.Items("spec.volumes").SingleOrDefault(volume => volume.Text("name") == mount.Text("name"));
            if (volume?.Text("secret.secretName") is { } secret)
            {
                var definition = objects.Single(item => item.Id() == $"Secret {workload.Namespace()}/{secret}").Mark("annotations", ObjectLabels.Generate)!;
                foreach (var key in definition.Split(':')[1].Split(','))
                {
                    yield return $"{mount.Text("mountPath")}/{key.Split('=')[0]}";
                }
            }
            else if (volume?.Text("configMap.name") is { } map)
            {
                foreach (var (key, _) in objects.Single(item => item.Id() == $"ConfigMap {workload.Namespace()}/{map}")["data"]!.AsObject())
                {
                    yield return $"{mount.Text("mountPath")}/{key}";
                }
            }
        }
    }
}
