using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>What can be said against a manifest without asking a cluster, so that it is said with its file and line.</summary>
internal static class ManifestCheck
{
    /// <summary>What is wrong with one object; empty where nothing is.</summary>
    public static IEnumerable<ManifestProblem> Of(ManifestObject manifest)
    {
        var item = manifest.Item;
        if (Foreign(item) is { } foreign)
        {
            return [new ManifestProblem(manifest.Place, foreign)];
        }

        var problems = new List<ManifestProblem>();
        foreach (var key in new[] { "apiVersion", "kind" })
        {
            if (!IsText(item[key]))
            {
                problems.Add(new ManifestProblem(manifest.Place, $"an object needs {key}, a text; this one has {(item.Count == 0 ? "no keys" : $"the keys {string.Join(", ", item.Select(pair => pair.Key))}")}"));
            }
        }

        if (item["metadata"] is not JsonObject metadata)
        {
            problems.Add(new ManifestProblem(manifest.Place, $"{Kind(item)} has no metadata"));
            return problems;
        }

        if (metadata["name"] is null && metadata["generateName"] is not null)
        {
            problems.Add(new ManifestProblem(manifest.Place, $"{Kind(item)} has generateName, which makes another object at every run that no later run could find again: give it metadata.name"));
        }
        else if (!IsText(metadata["name"]))
        {
            problems.Add(new ManifestProblem(manifest.Place, metadata["name"] is { } name ? $"metadata.name is {Value(name)} and must be a text: put it in quotes" : $"{Kind(item)} has no metadata.name"));
        }

        return [.. problems, .. TextsOnly(item).Where(field => field.Value is not null && !IsString(field.Value)).Select(field => new ManifestProblem(
            manifest.PlaceOf(field.Value!), $"{ObjectKey.Of(item)}: {field.Path} is {Value(field.Value!)}, and the API server takes nothing but a text there: put it in quotes")), .. WrongWave(manifest)];
    }

    /// <summary>The same object in two places, as far as that is known before its namespace is.</summary>
    public static IEnumerable<ManifestProblem> Twice(IEnumerable<ManifestObject> manifests) =>
        from same in manifests.Where(m => m.Item.Name().Length > 0).GroupBy(m => ObjectKey.Of(m.Item))
        from again in same.Skip(1)
        select new ManifestProblem(again.Place, $"{same.Key} stands at {same.First().Place} already");

    /// <summary>Files that lie beside manifests and are meant for other programs.</summary>
    private static string? Foreign(JsonObject item) =>
        item.ApiVersion().StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal) || (item.ContainsKey("resources") && !item.ContainsKey("kind"))
            ? "this is a kustomization, not an object: kubectl kustomize FOLDER | ./build.sh Apply --manifests - ..."
        : item.ApiVersion() is "v1" or "v2" && item.ContainsKey("name") && item.ContainsKey("version") && !item.ContainsKey("metadata")
            ? "this is the description of a Helm chart, not an object: helm template NAME FOLDER | ./build.sh Apply --manifests - ..."
        : null;

    /// <summary>The fields that hold texts and often are written without quotes.</summary>
    private static IEnumerable<(string Path, JsonNode? Value)> TextsOnly(JsonObject item)
    {
        IEnumerable<(string, JsonNode?)> fields =
        [
            ("metadata.namespace", item.At("metadata", "namespace")),
            .. TextMaps.Of(item).SelectMany(texts => texts.Map.Select(pair => ($"{texts.Path}.{pair.Key}", pair.Value))),
        ];
        if (ObjectKey.GroupOf(item.ApiVersion()).Contains('.', StringComparison.Ordinal))
        {
            // what the fields of other groups hold, their definitions say
            return fields;
        }

        return
        [
            .. fields,
            .. Variables("spec.template.spec", item.At("spec", "template", "spec")),
            .. Variables("spec.jobTemplate.spec.template.spec", item.At("spec", "jobTemplate", "spec", "template", "spec")),
            .. item.Kind() == "Pod" ? Variables("spec", item["spec"]) : [],
        ];
    }

    /// <summary>A wave that is no number would leave the object where its kind belongs, without a word.</summary>
    private static IEnumerable<ManifestProblem> WrongWave(ManifestObject manifest) =>
        manifest.Item.At("metadata", "annotations", RolloutNames.WaveAnnotation) is { } wave && IsString(wave) && Waves.Asked(manifest.Item) is null
            ? [new ManifestProblem(manifest.PlaceOf(wave), $"{ObjectKey.Of(manifest.Item)}: annotation {RolloutNames.WaveAnnotation} is {wave.ToJsonString()}, expected a whole number in quotes, such as \"45\"")]
            : [];

    private static IEnumerable<(string, JsonNode?)> Variables(string path, JsonNode? pod) =>
        from list in new[] { "initContainers", "containers" }
        from container in pod.Items(list)
        from variable in container.Items("env")
        select ($"{path}.{list}[{container.Text("name")}].env[{variable.Text("name")}].value", variable["value"]);

    private static string Kind(JsonObject item) => item.Kind() is { Length: > 0 } kind ? kind : "the object";

    private static bool IsText(JsonNode? node) => IsString(node) && node!.GetValue<string>().Length > 0;

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static string Value(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Number => $"the number {node.ToJsonString()}",
        JsonValueKind.True or JsonValueKind.False => $"the boolean {node.ToJsonString()}",
        JsonValueKind.Array => "a list",
        _ => "a mapping",
    };
}
