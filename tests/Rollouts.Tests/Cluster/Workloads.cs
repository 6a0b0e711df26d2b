using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>
/// Objects for tests. Pods are told twice what to do: by a shell command for a real node, by annotations for the scripted runtime of the sandbox.
/// </summary>
internal static class Workloads
{
    public static JsonObject Namespace(string name) => Node(new { apiVersion = "v1", kind = "Namespace", metadata = new { name } });

    public static JsonObject ConfigMap(string ns, string name, string value = "one") =>
        Node(new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name, @namespace = ns }, data = new { key = value } });

    public static JsonObject Secret(string ns, string name, string value) =>
        Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name, @namespace = ns }, stringData = new { password = value } });

    public static JsonObject Service(string ns, string name) => Node(new
    {
        apiVersion = "v1",
        kind = "Service",
        metadata = new { name, @namespace = ns },
        spec = new { selector = new { app = name }, ports = new[] { new { name = "http", port = 80, targetPort = 8080 } } },
    });

    /// <summary>Runs until it is stopped; another version is another template.</summary>
    public static JsonObject Deployment(string ns, string name, string version = "1") => Probed(Deployment(ns, name, "ready", $"touch /tmp/ready; echo {version}; sleep 100000"));

    /// <param name="script">For the scripted runtime.</param>
    /// <param name="command">For a shell.</param>
    public static JsonObject Deployment(string ns, string name, string script, string command, string? image = null) => Node(new
    {
        apiVersion = "apps/v1",
        kind = "Deployment",
        metadata = new { name, @namespace = ns },
        spec = new { replicas = 1, selector = new { matchLabels = new { app = name } }, template = Template(name, script, command, image, "Always") },
    });

    /// <summary>Ready some seconds after its start.</summary>
    public static JsonObject SlowDeployment(string ns, string name, int seconds) =>
        Probed(Deployment(ns, name, $"ready after={seconds}s", $"sleep {seconds}; touch /tmp/ready; sleep 100000"));

    public static JsonObject NeverReady(string ns, string name) => Probed(Deployment(ns, name, "never-ready", "sleep 100000"));

    public static JsonObject Crashing(string ns, string name, int exit, string last) =>
        Probed(Deployment(ns, name, $"crash exit={exit} log=\"starting\\n{last}\"", $"echo starting; echo '{last}'; exit {exit}"));

    public static JsonObject StatefulSet(string ns, string name, JsonObject deployment) => Node(new
    {
        apiVersion = "apps/v1",
        kind = "StatefulSet",
        metadata = new { name, @namespace = ns },
        spec = new { replicas = 1, serviceName = name, selector = new { matchLabels = new { app = name } }, template = deployment["spec"]!["template"] },
    });

    public static JsonObject Job(string ns, string name, string script, string command) => Node(new
    {
        apiVersion = "batch/v1",
        kind = "Job",
        metadata = new { name, @namespace = ns },
        spec = new { backoffLimit = 0, template = Template(name, script, command, null, "Never") },
    });

    public static JsonObject Pod(string ns, string name, string command) => Node(new
    {
        apiVersion = "v1",
        kind = "Pod",
        metadata = new { name, @namespace = ns },
        spec = new { restartPolicy = "Never", terminationGracePeriodSeconds = 0, containers = new[] { Container(command, null) } },
    });

    public static JsonObject Claim(string ns, string name) => Node(new
    {
        apiVersion = "v1",
        kind = "PersistentVolumeClaim",
        metadata = new { name, @namespace = ns },
        spec = new { accessModes = new[] { "ReadWriteOnce" }, resources = new { requests = new { storage = "1Mi" } } },
    });

    public static JsonObject Autoscaler(string ns, string name, int least) => Node(new
    {
        apiVersion = "autoscaling/v2",
        kind = "HorizontalPodAutoscaler",
        metadata = new { name, @namespace = ns },
        spec = new
        {
            scaleTargetRef = new { apiVersion = "apps/v1", kind = "Deployment", name },
            minReplicas = least,
            maxReplicas = 5,
            metrics = new[] { new { type = "Resource", resource = new { name = "cpu", target = new { type = "Utilization", averageUtilization = 80 } } } },
        },
    });

    /// <summary>What KEDA calls an autoscaler; nobody here acts on it.</summary>
    public static JsonObject ScaledObject(string ns, string name, int least) => Node(new
    {
        apiVersion = "keda.sh/v1alpha1",
        kind = "ScaledObject",
        metadata = new { name, @namespace = ns },
        spec = new { scaleTargetRef = new { name }, minReplicaCount = least, maxReplicaCount = 5, triggers = new[] { new { type = "cpu", metricType = "Utilization", metadata = new { value = "80" } } } },
    });

    /// <summary>The kind of <see cref="ScaledObject"/>.</summary>
    public static JsonObject ScaledObjects() => Node(new
    {
        apiVersion = "apiextensions.k8s.io/v1",
        kind = "CustomResourceDefinition",
        metadata = new { name = "scaledobjects.keda.sh" },
        spec = new
        {
            group = "keda.sh",
            scope = "Namespaced",
            names = new { plural = "scaledobjects", singular = "scaledobject", kind = "ScaledObject", listKind = "ScaledObjectList" },
            versions = new[]
            {
                new
                {
                    name = "v1alpha1",
                    served = true,
                    storage = true,
                    schema = new { openAPIV3Schema = new Dictionary<string, object> { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } },
                },
            },
        },
    });

    /// <summary>A kind of its own group, named after the test, so that tests do not meet.</summary>
    public static JsonObject Definition(string group) => Node(new
    {
        apiVersion = "apiextensions.k8s.io/v1",
        kind = "CustomResourceDefinition",
        metadata = new { name = $"themes.{group}" },
        spec = new
        {
            group,
            scope = "Namespaced",
            names = new { plural = "themes", singular = "theme", kind = "Theme", listKind = "ThemeList" },
            versions = new[]
            {
                new
                {
                    name = "v1",
                    served = true,
                    storage = true,
                    schema = new
                    {
                        openAPIV3Schema = new
                        {
                            type = "object",
                            properties = new
                            {
                                spec = new { type = "object", properties = new { color = new { type = "string" } } },
                                status = new Dictionary<string, object> { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
                            },
                        },
                    },
                    subresources = new { status = new { } },
                },
            },
        },
    });

    public static JsonObject Theme(string group, string ns, string name, string color) =>
        Node(new { apiVersion = $"{group}/v1", kind = "Theme", metadata = new { name, @namespace = ns }, spec = new { color } });

    /// <summary>A webhook that nobody serves; it looks at one namespace only, and failing it lets pass.</summary>
    public static JsonObject Webhook(string ns, string name) => Node(new
    {
        apiVersion = "admissionregistration.k8s.io/v1",
        kind = "ValidatingWebhookConfiguration",
        metadata = new { name },
        webhooks = new[]
        {
            new
            {
                name = "check.sitebuilder.dev",
                admissionReviewVersions = new[] { "v1" },
                sideEffects = "None",
                failurePolicy = "Ignore",
                timeoutSeconds = 1,
                clientConfig = new { service = new { @namespace = ns, name = "checker" } },
                namespaceSelector = new { matchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = ns } },
                rules = new[] { new { apiGroups = new[] { "" }, apiVersions = new[] { "v1" }, operations = new[] { "CREATE" }, resources = new[] { "podtemplates" } } },
            },
        },
    });

    public static JsonObject Annotated(JsonObject item, string key, string value)
    {
        var metadata = item["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[key] = value;
        return item;
    }

    /// <summary>The object with one more field of its pods' or its own specification.</summary>
    public static JsonObject With(this JsonObject item, string path, JsonNode value)
    {
        var steps = path.Split('.');
        JsonNode node = item;
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, out var index) ? node[index]! : node[step] ??= new JsonObject();
        }

        node[steps[^1]] = value;
        return item;
    }

    public static JsonObject Node(object value) => (JsonObject)JsonSerializer.SerializeToNode(value)!;

    private static JsonObject Probed(JsonObject deployment) => deployment.With(
        "spec.template.spec.containers.0.readinessProbe",
        Node(new { exec = new { command = new[] { "test", "-f", "/tmp/ready" } }, periodSeconds = 1 }));

    private static object Template(string name, string script, string command, string? image, string restartPolicy) => new
    {
        metadata = new { labels = new { app = name }, annotations = new Dictionary<string, string> { ["scripted.sitebuilder.dev/main"] = script } },
        spec = new { restartPolicy, terminationGracePeriodSeconds = 0, containers = new[] { Container(command, image) } },
    };

    private static object Container(string command, string? image) =>
        new { name = "main", image = image ?? ShellImage.Name, imagePullPolicy = "IfNotPresent", command = new[] { "sh", "-c", command } };
}
