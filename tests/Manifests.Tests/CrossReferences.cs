using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What one object of ours says about another and is not true, beyond what <c>ManifestReferences</c> looks at in every scan; each check gives a line per fault.</summary>
internal static class CrossReferences
{
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<JsonObject>, IEnumerable<string>>> Checks { get; } =
        new SortedDictionary<string, Func<IReadOnlyList<JsonObject>, IEnumerable<string>>>
        {
            ["every object has a namespace that is rendered too"] = Namespaces,
            ["every object carries our labels"] = Labels,
            ["no object is rendered twice"] = Duplicates,
            ["every selector finds the pods of exactly one workload"] = Selectors,
            ["every service without a selector has somebody who may write its endpoints"] = Endpoints,
            ["every role binding gives a role to an account"] = Bindings,
            ["every ingress backend is a port of a service"] = Backends,
            ["every mount has a volume and every volume is mounted"] = Mounts,
            ["every file that a variable names is in a mounted object"] = Files,
            ["every service account, autoscaler target and headless service exists"] = Names,
            ["every cluster address in a variable is a service"] = Addresses,
            ["every probe goes to a port of its container"] = ProbePorts,
            ["every config map and secret is mounted, but for the key of the authority"] = Unused,
        };

    private static IEnumerable<string> Namespaces(IReadOnlyList<JsonObject> objects)
    {
        var rendered = objects.OfKind("Namespace").Select(item => item.Name()).ToHashSet();
        return objects.Where(item => !item.IsClusterWide() && !rendered.Contains(item.Namespace())).Select(item => item.Id());
    }

    private static IEnumerable<string> Labels(IReadOnlyList<JsonObject> objects) => objects
        .Where(item => item.Mark("labels", ObjectLabels.ManagedBy) != "sitebuilder"
            || item.Mark("labels", ObjectLabels.PartOf) != "sitebuilder"
            || item.Mark("labels", ObjectLabels.Release) is null
            || item.Mark("labels", ObjectLabels.Name) is null
            || item.Mark("labels", ObjectLabels.Component) is null)
        .Select(item => item.Id());

    private static IEnumerable<string> Duplicates(IReadOnlyList<JsonObject> objects) =>
        objects.GroupBy(item => item.Id()).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<string> Selectors(IReadOnlyList<JsonObject> objects) =>
        from item in objects
        let selector = item.Kind() switch
        {
            "Service" => item.At("spec.selector"),
            "Deployment" or "StatefulSet" or "PodDisruptionBudget" => item.At("spec.selector.matchLabels"),
            _ => null,
        }
        where selector is not null && Selected(objects, item.Namespace(), selector.AsObject()).Count != 1
        select $"{item.Id()} selects {selector.ToJsonString()}";

    private static IEnumerable<string> Endpoints(IReadOnlyList<JsonObject> objects) =>
        from service in objects.OfKind("Service")
        where service.At("spec.selector") is null
        where !objects.OfKind("Role").Any(role => role.Namespace() == service.Namespace() && role.Items("rules").Any(rule =>
            Holds(rule, "resources", "endpoints") && Holds(rule, "verbs", "patch") && Holds(rule, "resourceNames", service.Name())))
        select service.Id();

    private static bool Holds(JsonObject rule, string field, string value) => rule[field]?.AsArray().Any(item => item!.ToString() == value) == true;

    private static IEnumerable<string> Bindings(IReadOnlyList<JsonObject> objects)
    {
        var ids = objects.Select(item => item.Id()).ToHashSet();
        return from binding in objects.OfKind("RoleBinding")
               from id in (string[])[$"Role {binding.Namespace()}/{binding.Text("roleRef.name")}", .. binding.Items("subjects").Select(subject => $"{subject.Text("kind")} {subject.Text("namespace")}/{subject.Text("name")}")]
               where !ids.Contains(id)
               select $"{binding.Id()} {id}";
    }

    private static IEnumerable<string> Backends(IReadOnlyList<JsonObject> objects) =>
        from ingress in objects.OfKind("Ingress")
        from rule in ingress.Items("spec.rules")
        from path in rule.Items("http.paths")
        where !objects.OfKind("Service").Any(service => service.Namespace() == ingress.Namespace()
            && service.Name() == path.Text("backend.service.name")
            && service.Items("spec.ports").Any(port => port.Text("port") == path.Text("backend.service.port.number")))
        select $"{ingress.Id()} {path.ToJsonString()}";

    private static IEnumerable<string> Mounts(IReadOnlyList<JsonObject> objects) =>
        from workload in objects
        let volumes = Volumes(workload).Select(volume => volume.Text("name")).Concat(workload.Items("spec.volumeClaimTemplates").Select(claim => claim.Name()))
        let mounts = workload.Containers().SelectMany(container => container.Items("volumeMounts")).Select(mount => mount.Text("name"))
        from name in volumes.Except(mounts).Concat(mounts.Except(volumes))
        select $"{workload.Id()} {name}";

    private static IEnumerable<string> Files(IReadOnlyList<JsonObject> objects) =>
        from workload in objects
        from container in workload.Containers()
        from variable in container.Items("env")
        where variable.Text("name")!.EndsWith("File", StringComparison.OrdinalIgnoreCase)
            && !MountedFiles(objects, workload, container).Contains(variable.Text("value"))
        select $"{workload.Id()} {variable.ToJsonString()}";

    private static IEnumerable<string> Names(IReadOnlyList<JsonObject> objects)
    {
        var ids = objects.Select(item => item.Id()).ToHashSet();
        var wanted = objects.SelectMany(item => (string?[])
        [
            item.PodTemplate() is { } template ? $"ServiceAccount {item.Namespace()}/{template.Text("spec.serviceAccountName")}" : null,
            item.Kind() == "StatefulSet" ? $"Service {item.Namespace()}/{item.Text("spec.serviceName")}" : null,
            item.Kind() is "HorizontalPodAutoscaler" or "ScaledObject" ? $"{item.Text("spec.scaleTargetRef.kind")} {item.Namespace()}/{item.Text("spec.scaleTargetRef.name")}" : null,
        ]).OfType<string>();
        return wanted.Where(id => !ids.Contains(id));
    }

    private static IEnumerable<string> Addresses(IReadOnlyList<JsonObject> objects)
    {
        var hosts = objects.OfKind("Service").Select(service => $"{service.Name()}.{service.Namespace()}.svc.cluster.local").ToHashSet();
        return from workload in objects
               from container in workload.Containers()
               from variable in container.Items("env")
               from value in (variable.Text("value") ?? "").Split(',')
               where value.Contains(".svc", StringComparison.Ordinal)
               let host = value[(value.IndexOf("//", StringComparison.Ordinal) is var start and >= 0 ? start + 2 : 0)..].Split(':')[0]
               // a member has its name below that of a Service
               where !hosts.Contains(host) && !hosts.Contains(host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..])
               select $"{workload.Id()} {variable.ToJsonString()}";
    }

    private static IEnumerable<string> ProbePorts(IReadOnlyList<JsonObject> objects) =>
        from workload in objects
        from container in workload.Containers()
        let ports = container.Items("ports").Select(port => port.Text("name"))
        from probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"]
        let port = container.Text($"{probe}.httpGet.port") ?? container.Text($"{probe}.tcpSocket.port")
        where port is not null && !ports.Contains(port)
        select $"{workload.Id()} {probe} {port}";

    private static IEnumerable<string> Unused(IReadOnlyList<JsonObject> objects)
    {
        var mounted = objects.SelectMany(workload => Volumes(workload).Select(volume =>
            $"{workload.Namespace()}/{volume.Text("secret.secretName") ?? volume.Text("configMap.name")}")).ToHashSet();
        return objects.OfKind("ConfigMap").Select(item => $"{item.Namespace()}/{item.Name()}").Concat(SecretMakers.Keys(objects).Keys)
            .Where(name => mounted.Contains(name) == name.StartsWith($"{CertificateTable.Namespace}/", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonObject> Volumes(JsonObject workload) => workload.PodTemplate()?.Items("spec.volumes") ?? [];

    private static List<JsonObject> Selected(IEnumerable<JsonObject> objects, string @namespace, JsonObject selector) =>
    [
        .. objects.Where(item => item.Namespace() == @namespace && item.PodTemplate() is { } template && selector.All(label => label.Key == ObjectLabels.PodName
            ? item.Kind() == "StatefulSet" && Enumerable.Range(0, int.Parse(item.Text("spec.replicas")!, CultureInfo.InvariantCulture)).Any(number => $"{item.Name()}-{number}" == label.Value!.ToString())
            : template["metadata"]?["labels"]?[label.Key]?.ToString() == label.Value!.ToString())),
    ];

    private static IEnumerable<string> MountedFiles(IReadOnlyList<JsonObject> objects, JsonObject workload, JsonObject container) =>
        from mount in container.Items("volumeMounts")
        from volume in Volumes(workload)
        where volume.Text("name") == mount.Text("name")
        from key in Keys(objects, workload.Namespace(), volume)
        where mount.Text("subPath") is null || mount.Text("subPath") == key
        select mount.Text("subPath") is null ? $"{mount.Text("mountPath")}/{key}" : mount.Text("mountPath");

    private static IEnumerable<string> Keys(IReadOnlyList<JsonObject> objects, string @namespace, JsonObject volume) => volume.Text("secret.secretName") is { } secret
        ? SecretMakers.Keys(objects).GetValueOrDefault($"{@namespace}/{secret}") ?? []
        : objects.OfKind("ConfigMap").Where(map => map.Namespace() == @namespace && map.Name() == volume.Text("configMap.name")).SelectMany(map => map["data"]!.AsObject()).Select(pair => pair.Key);
}
