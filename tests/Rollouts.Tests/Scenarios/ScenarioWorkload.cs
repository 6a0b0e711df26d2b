using System.Text.Json.Nodes;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>A workload <c>web</c> that a fault shapes. Pods are told twice what to do, as in <see cref="Workloads"/>.</summary>
internal sealed class ScenarioWorkload
{
    public const string Revision = "scenario.sitebuilder.dev/revision";
    private const string Ready = "touch /tmp/ready; sleep 100000";

    public ScenarioWorkload(string ns, string kind, int replicas, string revision, bool isProbed, bool isParallel, Random dice)
    {
        (Namespace, Dice) = (ns, dice);
        var deployment = isProbed ? Workloads.Deployment(ns, "web") : Workloads.Deployment(ns, "web", "ready", Ready);
        Item = kind switch
        {
            "Deployment" => deployment,
            "StatefulSet" => Workloads.StatefulSet(ns, "web", deployment),
            "DaemonSet" => Workloads.Node(new { apiVersion = "apps/v1", kind, metadata = new { name = "web", @namespace = ns }, spec = new { selector = new { matchLabels = new { app = "web" } }, template = deployment["spec"]!["template"] } }),
            _ => Workloads.Job(ns, "web", "complete", "exit 0"),
        };
        if (kind is "Deployment" or "StatefulSet")
        {
            Spec["replicas"] = replicas;
        }

        if (kind == "StatefulSet" && isParallel)
        {
            Spec["podManagementPolicy"] = "Parallel";
        }

        Annotations[Revision] = revision;
    }

    public JsonObject Item { get; }

    public string Namespace { get; }

    public Random Dice { get; }

    /// <summary>Other objects of the release.</summary>
    public List<JsonObject> Others { get; } = [];

    public JsonObject Spec => Item["spec"]!.AsObject();

    public JsonObject PodSpec => Spec["template"]!["spec"]!.AsObject();

    public JsonObject Main => PodSpec["containers"]![0]!.AsObject();

    private JsonObject Annotations => Spec["template"]!["metadata"]!["annotations"]!.AsObject();

    /// <summary>What the main container does.</summary>
    public void Does(string script, string command)
    {
        Annotations["scripted.sitebuilder.dev/main"] = script;
        Main["command"] = new JsonArray("sh", "-c", command);
    }

    /// <summary>The main container ends so often and then runs.</summary>
    public void EndsFirst(int times, string thenScript = "ready")
    {
        Does(string.Join("; ", Enumerable.Repeat("crash exit=1", times).Append(thenScript)), $"n=$(cat /memory/n || echo 0); echo $((n+1)) > /memory/n; [ $n -lt {times} ] && exit 1; {Ready}");
        PodSpec["volumes"] = new JsonArray(new JsonObject { ["name"] = "memory", ["emptyDir"] = new JsonObject() });
        Main["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "memory", ["mountPath"] = "/memory" });
    }

    /// <summary>Another container, or one that comes first.</summary>
    public void Add(string list, string name, string script, string command)
    {
        Annotations[$"scripted.sitebuilder.dev/{name}"] = script;
        var container = new JsonObject { ["name"] = name, ["image"] = ShellImage.Name, ["imagePullPolicy"] = "IfNotPresent", ["command"] = new JsonArray("sh", "-c", command) };
        if (PodSpec[list] is JsonArray present)
        {
            present.Add((JsonNode)container);
        }
        else
        {
            PodSpec[list] = new JsonArray(container);
        }
    }

    public void Mounts(string type, JsonObject source)
    {
        PodSpec["volumes"] = new JsonArray(new JsonObject { ["name"] = "files", [type] = source });
        Main["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "files", ["mountPath"] = "/files" });
    }

    public void Grace(string rule, string grace) => Workloads.Annotated(Item, $"sitebuilder.dev/grace.{rule}", grace);

    public int Between(int least, int most) => Dice.Next(least, most + 1);
}
