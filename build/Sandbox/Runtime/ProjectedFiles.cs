using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>The files that a configMap, secret, downwardAPI or projected volume holds.</summary>
internal sealed class ProjectedFiles(
    IClusterObjects objects, JsonObject pod, string? podAddress, string hostAddress, Func<JsonObject, string> token)
{
    /// <summary>Relative path to content and the file's own mode where it has one.</summary>
    public Dictionary<string, (byte[] Content, int? Mode)> Found { get; } = [];

    /// <summary>Adds the files of a volume or of one source of a projected volume.</summary>
    public void Add(JsonObject source)
    {
        foreach (JsonObject part in source.Items("projected", "sources"))
        {
            Add(part);
        }

        if (source.Object("configMap") is { } configMap)
        {
            AddKeys(configMap, configMap.Text("name") ?? "", ClusterKinds.ConfigMap, "configmap");
        }

        if (source.Object("secret") is { } secret)
        {
            AddKeys(secret, secret.Text("secretName") ?? secret.Text("name") ?? "", ClusterKinds.Secret, "secret");
        }

        foreach (JsonObject item in source.Items("downwardAPI", "items"))
        {
            string value = item.Object("resourceFieldRef") is { } resource
                ? PodEnvironment.Resource(pod, pod.Containers().First(), resource)
                : PodEnvironment.Field(pod, item.Text("fieldRef", "fieldPath") ?? "", podAddress, hostAddress) ?? "";
            Put(item, Encoding.UTF8.GetBytes(value));
        }

        if (source.Object("serviceAccountToken") is { } account)
        {
            Found[account.Text("path") ?? "token"] = (Encoding.UTF8.GetBytes(token(pod)), null);
        }
    }

    private void AddKeys(JsonObject source, string name, ObjectKind kind, string word)
    {
        if (objects.Get(new ObjectKey(kind, pod.Namespace(), name)) is not { } found)
        {
            if (source.Flag("optional"))
            {
                return;
            }

            throw new ContainerException("FailedMount", $"{word} \"{name}\" not found");
        }

        Dictionary<string, byte[]> content = [];
        foreach ((string key, string value) in found.Map("data"))
        {
            content[key] = kind == ClusterKinds.Secret ? Convert.FromBase64String(value) : Encoding.UTF8.GetBytes(value);
        }

        foreach ((string key, string value) in found.Map("binaryData"))
        {
            content[key] = Convert.FromBase64String(value);
        }

        List<JsonObject> items = [.. source.Items("items")];
        foreach (JsonObject item in items)
        {
            if (content.TryGetValue(item.Text("key") ?? "", out byte[]? value))
            {
                Put(item, value);
            }
            else if (!source.Flag("optional"))
            {
                throw new ContainerException("FailedMount", $"{word} references non-existent {(word == "configmap" ? "config" : word)} key: {item.Text("key")}");
            }
        }

        if (items.Count == 0)
        {
            foreach ((string key, byte[] value) in content)
            {
                Found[key] = (value, null);
            }
        }
    }

    private void Put(JsonObject item, byte[] content) => Found[item.Text("path") ?? ""] = (content, (int?)item.Number("mode"));
}
