using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A container's environment variables, with every reference looked up.</summary>
internal sealed class PodEnvironment(IClusterObjects objects, JsonObject pod, JsonObject container, string? podAddress, string hostAddress)
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Throws <see cref="ContainerException"/> (CreateContainerConfigError) for what is missing and not optional.</summary>
    public IReadOnlyDictionary<string, string> Build()
    {
        AddServices();
        foreach (JsonObject source in container.Items("envFrom"))
        {
            AddAll(source);
        }

        foreach (JsonObject variable in container.Items("env"))
        {
            string name = variable.Text("name") ?? "";
            if (variable.Object("valueFrom") is { } from)
            {
                if (Lookup(from) is { } found)
                {
                    _values[name] = found;
                }
            }
            else
            {
                _values[name] = Expand(variable.Text("value") ?? "");
            }
        }

        return _values;
    }

    /// <summary>Replaces $(NAME); $$ stands for a dollar, and a name that is not known stays as it is.</summary>
    public string Expand(string text)
    {
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '$' && i + 1 < text.Length)
            {
                if (text[i + 1] == '$')
                {
                    result.Append('$');
                    i++;
                    continue;
                }

                int end = text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
                if (end > 0 && _values.TryGetValue(text[(i + 2)..end], out string? value))
                {
                    result.Append(value);
                    i = end;
                    continue;
                }
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }

    private void AddServices()
    {
        bool links = pod.At("spec", "enableServiceLinks") is not { } wanted || wanted.GetValue<bool>();

        // where the API is, every pod is told
        foreach (JsonObject service in objects.List(ClusterKinds.Service, "default").Where(service => service.Name() == "kubernetes")
            .Concat(links ? objects.List(ClusterKinds.Service, pod.Namespace()) : []))
        {
            string? address = service.Text("spec", "clusterIP");
            List<JsonObject> ports = [.. service.Items("spec", "ports")];
            if (address is null or "" or "None" || ports.Count == 0)
            {
                continue;
            }

            string prefix = service.Name().ToUpperInvariant().Replace('-', '_');
            _values[$"{prefix}_SERVICE_HOST"] = address;
            _values[$"{prefix}_SERVICE_PORT"] = ports[0].Text("port") ?? "";
            foreach (JsonObject port in ports)
            {
                string number = port.Text("port") ?? "";
                string protocol = port.Text("protocol") ?? "TCP";
                string url = $"{protocol.ToLowerInvariant()}://{address}:{number}";
                if (port.Text("name") is { Length: > 0 } name)
                {
                    _values[$"{prefix}_SERVICE_PORT_{name.ToUpperInvariant().Replace('-', '_')}"] = number;
                }

                _values.TryAdd($"{prefix}_PORT", url);
                _values[$"{prefix}_PORT_{number}_{protocol}"] = url;
                _values[$"{prefix}_PORT_{number}_{protocol}_PROTO"] = protocol.ToLowerInvariant();
                _values[$"{prefix}_PORT_{number}_{protocol}_PORT"] = number;
                _values[$"{prefix}_PORT_{number}_{protocol}_ADDR"] = address;
            }
        }
    }

    private void AddAll(JsonObject source)
    {
        string prefix = source.Text("prefix") ?? "";
        bool secret = source.Object("secretRef") is not null;
        JsonObject? reference = source.Object(secret ? "secretRef" : "configMapRef");
        if (Find(secret, reference) is { } found)
        {
            foreach ((string key, string value) in secret ? Decoded(found) : found.Map("data"))
            {
                _values[prefix + key] = value;
            }
        }
    }

    private string? Lookup(JsonObject from)
    {
        if (from.Object("fieldRef") is { } field)
        {
            return Field(pod, field.Text("fieldPath") ?? "", podAddress, hostAddress);
        }

        if (from.Object("resourceFieldRef") is { } resource)
        {
            return Resource(pod, container, resource);
        }

        bool secret = from.Object("secretKeyRef") is not null;
        JsonObject? reference = from.Object(secret ? "secretKeyRef" : "configMapKeyRef");
        if (Find(secret, reference) is not { } found)
        {
            return null;
        }

        string key = reference.Text("key") ?? "";
        if ((secret ? Decoded(found) : found.Map("data")).TryGetValue(key, out string? value))
        {
            return value;
        }

        return reference.Flag("optional")
            ? null
            : throw new ContainerException(
                "CreateContainerConfigError", $"couldn't find key {key} in {(secret ? "Secret" : "ConfigMap")} {pod.Namespace()}/{found.Name()}");
    }

    private JsonObject? Find(bool secret, JsonObject? reference)
    {
        string name = reference.Text("name") ?? "";
        JsonObject? found = objects.Get(new ObjectKey(secret ? ClusterKinds.Secret : ClusterKinds.ConfigMap, pod.Namespace(), name));
        return found is null && !reference.Flag("optional")
            ? throw new ContainerException("CreateContainerConfigError", $"{(secret ? "secret" : "configmap")} \"{name}\" not found")
            : found;
    }

    private static Dictionary<string, string> Decoded(JsonObject secret) =>
        secret.Map("data").ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(Convert.FromBase64String(entry.Value)));

    /// <summary>The value of a fieldRef; null for a path that is not known.</summary>
    public static string? Field(JsonObject pod, string path, string? podAddress, string hostAddress)
    {
        if (path.IndexOf("['", StringComparison.Ordinal) is var open and > 0 && path.EndsWith("']", StringComparison.Ordinal))
        {
            string key = path[(open + 2)..^2];
            return pod.Text([.. path[..open].Split('.'), key]) ?? "";
        }

        return path switch
        {
            "status.podIP" or "status.podIPs" => podAddress ?? "",
            "status.hostIP" or "status.hostIPs" => hostAddress,
            // a kubelet marks the pods that it has seen, and shows its marks here
            "metadata.annotations" => string.Join('\n', pod.Map("metadata", "annotations")
                .Append(new("kubernetes.io/config.seen", pod.Text("metadata", "creationTimestamp") ?? "")).Append(new("kubernetes.io/config.source", "api"))
                .OrderBy(e => e.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}=\"{entry.Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")),
            "metadata.labels" => string.Join('\n', pod.Map(path.Split('.')).OrderBy(e => e.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}=\"{entry.Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")),
            _ => pod.Text(path.Split('.')),
        };
    }

    /// <summary>The value of a resourceFieldRef, in units of its divisor and rounded up.</summary>
    public static string Resource(JsonObject pod, JsonObject container, JsonObject reference)
    {
        JsonObject from = reference.Text("containerName") is { Length: > 0 } name
            ? pod.Containers().FirstOrDefault(candidate => candidate.ContainerName() == name) ?? container
            : container;
        string[] path = (reference.Text("resource") ?? "limits.cpu").Split('.', 2);
        decimal divisor = Amount.Quantity(reference.Text("divisor")) is > 0 and var given ? given : 1;
        decimal value = Amount.Quantity(from.Text("resources", path[0], path[1]));
        return Math.Ceiling(value / divisor).ToString(CultureInfo.InvariantCulture);
    }
}
