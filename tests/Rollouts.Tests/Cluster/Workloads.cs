using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>
/// Objects for tests. Pods are told twice what to do: by a busybox command for a real node, by annotations for the scripted runtime of the sandbox.
/// </summary>
internal static class Workloads
{
    public const string Image = "busybox:1.36";

    public static JsonObject Namespace(string name) => Node(new { apiVersion = "v1", kind = "Namespace", metadata = new { name } });

    public static JsonObject ConfigMap(string ns, string name, string value = "one") =>
        Node(new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name, @namespace = ns }, data = new { key = value } });

    public static JsonObject Secret(string ns, string name, string value) =>
        Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name, @namespace = ns }, stringData = new { password = value } });

    public static JsonObject Generated(string ns, string name, string rule) =>
        Annotated(Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name, @namespace = ns } }), "sitebuilder.dev/generate", rule);

    public static JsonObject Service(string ns, string name) => Node(new
    {
        apiVersion = "v1",
        kind = "Service",
        metadata = new { name, @namespace = ns },
        spec = new { selector = new { app = name }, ports = new[] { new { name = "http", port = 80, targetPort = 8080 } } },
    });

    /// <summary>Runs until it is stopped.</summary>
    public static JsonObject Deployment(string ns, string name, string version = "1") => Deployment(ns, name, "ready after=0s", $"echo {version}; sleep 100000");

    public static JsonObject Deployment(string ns, string name, string script, string command, string image = Image) => Node(new
    {
        apiVersion = "apps/v1",
        kind = "Deployment",
        metadata = new { name, @namespace = ns },
        spec = new { replicas = 1, selector = new { matchLabels = new { app = name } }, template = Template(name, script, command, image, "Always") },
    });

    public static JsonObject Job(string ns, string name, string script, string command) => Node(new
    {
        apiVersion = "batch/v1",
        kind = "Job",
        metadata = new { name, @namespace = ns },
        spec = new { backoffLimit = 0, template = Template(name, script, command, Image, "Never") },
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

    public static JsonObject Node(object value) => (JsonObject)JsonSerializer.SerializeToNode(value)!;

    private static object Template(string name, string script, string command, string image, string restartPolicy) => new
    {
        metadata = new { labels = new { app = name }, annotations = new Dictionary<string, string> { ["scripted.sitebuilder.dev/main"] = script } },
        spec = new
        {
            restartPolicy,
            terminationGracePeriodSeconds = 0,
            containers = new[] { new { name = "main", image, imagePullPolicy = "IfNotPresent", command = new[] { "sh", "-c", command } } },
        },
    };
}
