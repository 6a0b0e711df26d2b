using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Soak;

/// <summary>Makes, changes and deletes workloads by chance; the same seed does the same.</summary>
internal sealed class RandomRollouts(IClusterObjects objects, string ns, string image, int seed)
{
    private static readonly ObjectKind[] Kinds = [ClusterKinds.Deployment, ClusterKinds.StatefulSet, ClusterKinds.DaemonSet, ClusterKinds.Job];

    private readonly Random _random = new(seed);
    private int _changes;

    public void Step()
    {
        ObjectKind kind = Kinds[_random.Next(Kinds.Length)];
        ObjectKey key = new(kind, ns, $"{kind.Kind.ToLowerInvariant()}-{_random.Next(3)}");
        try
        {
            if (objects.Get(key) is not { } present)
            {
                objects.Create(New(key), "soak");
            }
            else if (_random.Next(5) == 0)
            {
                objects.Delete(key, (DeletePropagation)_random.Next(2), gracePeriodSeconds: _random.Next(2));
            }
            else if (!present.IsDeleting())
            {
                objects.Update(Changed(present), "soak");
            }
        }
        catch (StatusException lost) when (lost.Code is 404 or 409 or 422)
        {
            // a controller was faster, or the kind does not let that change
        }
    }

    private JsonObject Changed(JsonObject present)
    {
        JsonObject changed = present.Copy();
        JsonObject spec = changed.Ensure("spec");
        switch (_random.Next(3))
        {
            case 0 when spec.ContainsKey("replicas"):
                spec["replicas"] = _random.Next(4);
                break;
            case 1 when present.Text("kind") == "Deployment":
                spec["paused"] = !spec.Flag("paused");
                break;
            case 2 when present.Text("kind") == "Job":
                spec["suspend"] = !spec.Flag("suspend");
                break;
            default:
                spec.Ensure("template", "metadata", "annotations")["change"] = $"{_changes++}";
                break;
        }

        return changed;
    }

    private JsonObject New(ObjectKey key)
    {
        JsonObject labels = new() { ["app"] = key.Name };
        bool isJob = key.Kind == ClusterKinds.Job;
        string script = _random.Next(4) switch { 0 => "crash after=200ms", 1 => "ready after=300ms", _ => isJob ? "complete after=200ms" : "ready" };
        string command = script.StartsWith("crash", StringComparison.Ordinal) ? "sleep 0.2; exit 1" : isJob ? "sleep 0.2" : "sleep 3600";
        JsonObject spec = new()
        {
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone(), ["annotations"] = new JsonObject { ["scripted.sitebuilder.dev/c"] = script } },
                ["spec"] = new JsonObject
                {
                    ["terminationGracePeriodSeconds"] = 0,
                    ["restartPolicy"] = isJob ? "Never" : "Always",
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image, ["command"] = new JsonArray("sh", "-c", command) }),
                },
            },
        };
        if (!isJob)
        {
            spec["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() };
        }

        if (key.Kind == ClusterKinds.Deployment || key.Kind == ClusterKinds.StatefulSet)
        {
            spec["replicas"] = _random.Next(1, 4);
        }

        if (key.Kind == ClusterKinds.StatefulSet)
        {
            spec["serviceName"] = key.Name;
        }

        return new JsonObject
        {
            ["apiVersion"] = isJob ? "batch/v1" : "apps/v1",
            ["kind"] = key.Kind.Kind,
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = ns },
            ["spec"] = spec,
        };
    }
}
