using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>
/// Fills in what a server fills in: the constant values of defaults.json and the schemas, and here those that depend on
/// another field.
/// </summary>
internal static partial class Defaulter
{
    public static void Apply(JsonObject obj, ResourceKind kind)
    {
        Struct(obj, kind.Type);
        Kind(obj, kind);
    }

    private static void Struct(JsonObject obj, TypeSchema type)
    {
        Dependent(obj, type.Name);
        foreach (var (name, value) in type.Defaults)
        {
            if (!obj.ContainsKey(name)) obj[name] = value.DeepClone();
        }
        foreach (var (name, field) in type.Fields)
        {
            if (field.Default is not null && !obj.ContainsKey(name) && field.Default.ToString().Length > 0) obj[name] = field.Default.DeepClone();
        }
        foreach (var (name, value) in obj)
        {
            if (value is not null && type.Find(name) is { } field) Value(value, field);
        }
    }

    private static void Value(JsonNode value, FieldSchema field)
    {
        switch (field.Shape)
        {
            case Shape.Struct when value is JsonObject obj:
                Struct(obj, field.Type!);
                break;
            case Shape.List when value is JsonArray array && field.Element!.Shape is Shape.Struct:
                foreach (var item in array.OfType<JsonObject>()) Struct(item, field.Element.Type!);
                break;
            case Shape.Map when value is JsonObject map && field.Element!.Shape is Shape.Struct:
                foreach (var (_, item) in map)
                {
                    if (item is JsonObject o) Struct(o, field.Element.Type!);
                }
                break;
        }
    }

    private static void Dependent(JsonObject obj, string type)
    {
        switch (type)
        {
            case "apps.v1.DeploymentStrategy" or "apps.v1.StatefulSetUpdateStrategy" or "apps.v1.DaemonSetUpdateStrategy":
                if ((obj.Text("type") ?? "RollingUpdate") is "RollingUpdate" or "") obj.Default("rollingUpdate", new JsonObject());
                break;
            case "core.v1.GRPCAction":
                obj.Default("service", "");
                break;
            case "core.v1.Container" or "core.v1.EphemeralContainer":
                DropStopSignal(obj);
                obj.Default("imagePullPolicy", Tag(obj.Text("image") ?? "") == "latest" ? "Always" : "IfNotPresent");
                break;
            case "core.v1.PodSpec":
                // one field under its old and its new name
                if (obj.Text("serviceAccountName") is { Length: > 0 } account) obj["serviceAccount"] = account;
                else if (obj.Text("serviceAccount") is { Length: > 0 } old) obj["serviceAccountName"] = old;
                break;
            case "networking.v1.IngressClassParametersReference":
                obj.Default("scope", "Cluster");
                break;
            case "core.v1.LoadBalancerIngress":
                if (obj.Text("ip") is { Length: > 0 }) obj.Default("ipMode", "VIP");
                break;
            case "rbac.v1.RoleRef":
                if (obj.Text("apiGroup") is null or "") obj["apiGroup"] = "rbac.authorization.k8s.io";
                break;
            case "core.v1.Volume":
                if (obj.Count == 1) obj["emptyDir"] = new JsonObject();
                break;
            case "core.v1.ServiceSpec":
                if (obj.Text("sessionAffinity") == "ClientIP") obj.Need("sessionAffinityConfig").Need("clientIP");
                if ((obj.Text("type") ?? "ClusterIP") != "ExternalName") obj.Default("internalTrafficPolicy", "Cluster");
                if (obj.Text("type") is "NodePort" or "LoadBalancer" || ((obj.Text("type") ?? "ClusterIP") == "ClusterIP" && obj.Texts("externalIPs").Any())) obj.Default("externalTrafficPolicy", "Cluster");
                if (obj.Text("type") == "LoadBalancer") obj.Default("allocateLoadBalancerNodePorts", true);
                break;
            case "core.v1.ServicePort":
                obj.Default("protocol", "TCP");
                if (obj["port"] is { } port && obj["targetPort"]?.ToString() is null or "" or "0") obj["targetPort"] = port.DeepClone();
                break;
            case "rbac.v1.Subject":
                if (obj.Text("kind") is "User" or "Group") obj.Default("apiGroup", "rbac.authorization.k8s.io");
                break;
            case "networking.v1.NetworkPolicySpec":
                if (!obj.ContainsKey("policyTypes"))
                {
                    obj["policyTypes"] = obj.ContainsKey("egress") ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
                }
                break;
            case "networking.v1.NetworkPolicyPort":
                obj.Default("protocol", "TCP");
                break;
            case "core.v1.PersistentVolumeClaim":
                obj.Default("kind", "PersistentVolumeClaim");
                obj.Default("apiVersion", "v1");
                obj.Need("status").Default("phase", "Pending");
                break;
        }
    }

    /// <summary>A signal of a container's own is a feature that servers have switched off.</summary>
    private static void DropStopSignal(JsonObject container)
    {
        if (container.Object("lifecycle") is { } lifecycle && lifecycle.Remove("stopSignal") && lifecycle.Count == 0) container.Remove("lifecycle");
    }

    private static void ContainerLimits(JsonObject limit)
    {
        void Fill(string field, string from)
        {
            foreach (var (name, amount) in limit.Object(from) ?? []) limit.Need(field).Default(name, amount!.DeepClone());
        }
        Fill("default", "max");
        Fill("defaultRequest", "default");
        Fill("defaultRequest", "min");
    }

    private static void Job(JsonObject spec)
    {
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism")) spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", spec.ContainsKey("backoffLimitPerIndex") ? int.MaxValue : 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", spec.ContainsKey("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        spec.Default("manualSelector", false);
    }

    /// <summary>Defaults that hold for the kind itself but not where its parts stand in templates.</summary>
    private static void Kind(JsonObject obj, ResourceKind kind)
    {
        switch (kind.Kind)
        {
            case "Pod":
                var spec = obj.Need("spec");
                spec.Default("enableServiceLinks", true);
                foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers"))) RequestsFromLimits(container);
                if (spec.Flag("hostNetwork")) HostPorts(spec);
                break;
            case "DaemonSet":
                obj.Need("metadata").Need("annotations").Default("deprecated.daemonset.template.generation", "1");
                break;
            case "Job":
                Job(obj.Need("spec"));
                break;
            case "HorizontalPodAutoscaler":
                AutoscalerDefaults.Apply(obj.Need("spec"));
                break;
            case "LimitRange":
                foreach (var limit in obj.Objects("spec", "limits").Where(l => l.Text("type") == "Container")) ContainerLimits(limit);
                break;
            case "Namespace":
                obj.Need("metadata").Need("labels")["kubernetes.io/metadata.name"] = obj.Text("metadata", "name") ?? "";
                break;
            case "CustomResourceDefinition":
                var names = obj.Need("spec").Need("names");
                var kindName = names.Text("kind") ?? "";
                names.Default("singular", kindName.ToLowerInvariant());
                if (kindName.Length > 0) names.Default("listKind", $"{kindName}List");
                if (obj.Object("spec", "conversion", "webhook", "clientConfig", "service") is { } service) service.Default("port", 443);
                break;
        }
    }

    private static void RequestsFromLimits(JsonObject container)
    {
        if (container.Object("resources", "limits") is not { } limits) return;
        var requests = container.Need("resources").Need("requests");
        foreach (var (name, value) in limits) requests.Default(name, value!.DeepClone());
    }

    private static void HostPorts(JsonObject spec)
    {
        foreach (var port in spec.Objects("containers").SelectMany(c => c.Objects("ports")))
        {
            if (port["containerPort"] is { } number) port.Default("hostPort", number.DeepClone());
        }
    }

    private static string Tag(string image)
    {
        // what is no name of an image has no version either
        if (image.Contains('@', StringComparison.Ordinal) || !Image().IsMatch(image)) return "";
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? image[(colon + 1)..] : "latest";
    }

    [GeneratedRegex(@"^(?![0-9a-f]{64}\z)((?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:]+\])(:[0-9]+)?/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:\w[\w.-]{0,127})?\z", RegexOptions.ECMAScript)]
    private static partial Regex Image();
}
