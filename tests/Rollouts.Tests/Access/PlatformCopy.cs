using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Access;

/// <summary>
/// All objects of an environment under names of a test's own, so that several can be in one cluster, of pods that ask for next to nothing. Where pods really run, each runs a
/// shell that does nothing; everything else is as rendered.
/// </summary>
internal static class PlatformCopy
{
    private static readonly string[] s_kindsOfTheCluster = ["Namespace", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];

    public static IReadOnlyList<JsonObject> Of(string environment, string name, bool podsRun)
    {
        var loaded = EnvironmentFiles.Load(Path.Combine(Repository.Root, "deploy", "environments"), environment);
        // the cluster at hand may have one node, and no operator for secrets
        loaded = loaded with { Database = loaded.Database with { Spread = MemberSpread.Any }, Secrets = loaded.Secrets with { Backend = SecretBackend.Generated } };
        var objects = PlatformManifests.Render(loaded, PlatformManifests.ReviewLock(loaded));
        var spaces = objects.Where(item => item.Kind() == "Namespace").Select(item => item.Name()).ToHashSet(StringComparer.Ordinal);
        var copies = objects.Select(item => Renamed(item, name, spaces)).ToList();
        foreach (var item in podsRun ? copies : [])
        {
            Idle(item);
        }

        return copies;
    }

    private static JsonObject Renamed(JsonObject item, string name, HashSet<string> spaces)
    {
        var copy = item.Copy();
        Walk(copy, (field, text) => field is "namespace" or "kubernetes.io/metadata.name" or "values" && spaces.Contains(text) ? $"{name}-{text}" : text);
        copy["metadata"]!["labels"]!["sitebuilder.dev/release"] = name;
        if (s_kindsOfTheCluster.Contains(item.Kind()))
        {
            copy["metadata"]!["name"] = item.Kind() == "Namespace" ? $"{name}-{item.Name()}" : name;
            if (copy.At("spec", "policyName") is not null)
            {
                copy["spec"]!["policyName"] = name;
            }
        }

        foreach (var container in copy.Items("spec", "template", "spec", "containers"))
        {
            container["resources"]!["requests"] = new JsonObject { ["cpu"] = "1m", ["memory"] = "4Mi" };
        }

        if (item.Kind() == "Job")
        {
            // for the scripted runtime
            copy["spec"]!["template"]!["metadata"]!["annotations"] = new JsonObject { [$"scripted.sitebuilder.dev/{item.Text("spec", "template", "metadata", "labels", "app.kubernetes.io/name")}"] = "complete" };
        }

        return copy;
    }

    private static void Idle(JsonObject item)
    {
        if (item.Kind() == "ValidatingAdmissionPolicy")
        {
            // the image of the shell is not in the registry of the environment
            ((JsonArray)item["spec"]!["validations"]!).RemoveAt(0);
        }

        foreach (var container in item.Items("spec", "template", "spec", "containers"))
        {
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe", "lifecycle", "args"])
            {
                container.Remove(probe);
            }

            container["image"] = ShellImage.Name;
            container["command"] = new JsonArray("sh", "-c", item.Kind() == "Job" ? "exit 0" : "sleep 100000");
        }
    }

    private static void Walk(JsonNode? node, Func<string, string, string> change, string field = "")
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var old))
                    {
                        map[key] = change(key, old);
                    }
                    else
                    {
                        Walk(value, change, key);
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue text && text.TryGetValue<string>(out var old))
                    {
                        list[i] = change(field, old);
                    }
                    else
                    {
                        Walk(list[i], change, field);
                    }
                }

                break;
        }
    }
}
