using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Http.Tables;

/// <summary>What stands in the columns of the built-in kinds.</summary>
internal static class Cells
{
    private const string None = "<none>";

    public static JsonNode? Of(string kind, string column, JsonObject o)
    {
        var spec = o["spec"];
        var status = o["status"];
        return (kind, column) switch
        {
            (_, "Containers") => Join(Template(o).Objects("containers").Select(c => c.Text("name"))),
            (_, "Images") => Join(Template(o).Objects("containers").Select(c => c.Text("image"))),
            (_, "Selector") => Selector(spec.Object("selector")) is { Length: > 0 } selector ? selector : None,
            ("Pod", _) => PodCells.Of(column, o),
            ("Deployment", "Ready") => $"{status.Number("readyReplicas") ?? 0}/{spec.Number("replicas") ?? 0}",
            ("Deployment", "Up-to-date") => status.Number("updatedReplicas") ?? 0,
            ("Deployment", "Available") => status.Number("availableReplicas") ?? 0,
            ("ReplicaSet", "Desired") => spec.Number("replicas") ?? 0,
            ("ReplicaSet", "Current") => status.Number("replicas") ?? 0,
            ("ReplicaSet", "Ready") => status.Number("readyReplicas") ?? 0,
            ("StatefulSet", "Ready") => $"{status.Number("readyReplicas") ?? 0}/{spec.Number("replicas") ?? 0}",
            ("DaemonSet", "Desired") => status.Number("desiredNumberScheduled") ?? 0,
            ("DaemonSet", "Current") => status.Number("currentNumberScheduled") ?? 0,
            ("DaemonSet", "Ready") => status.Number("numberReady") ?? 0,
            ("DaemonSet", "Up-to-date") => status.Number("updatedNumberScheduled") ?? 0,
            ("DaemonSet", "Available") => status.Number("numberAvailable") ?? 0,
            ("DaemonSet", "Node Selector") => Labels(Template(o).Object("nodeSelector")) is { Length: > 0 } nodes ? nodes : None,
            ("Job", "Status") => JobStatus(o),
            ("Job", "Completions") => $"{status.Number("succeeded") ?? 0}/{spec.Number("completions")?.ToString(CultureInfo.InvariantCulture) ?? $"1 of {spec.Number("parallelism") ?? 1}"}",
            ("Job", "Duration") => status.Text("startTime") is { } start ? Span(Parse(start), status.Text("completionTime") is { } end ? Parse(end) : DateTimeOffset.UtcNow) : "",
            ("CronJob", "Schedule") => spec.Text("schedule"),
            ("CronJob", "Timezone") => spec.Text("timeZone") ?? None,
            ("CronJob", "Suspend") => spec.Flag("suspend") ? "True" : "False",
            ("CronJob", "Active") => status.Objects("active").Count(),
            ("CronJob", "Last Schedule") => status.Text("lastScheduleTime") is { } last ? Age(last) : None,
            ("Service", _) => ServiceCell(column, spec, status),
            ("Ingress", "Class") => spec.Text("ingressClassName") ?? None,
            ("Ingress", "Hosts") => Join(spec.Objects("rules").Select(r => r.Text("host")).Where(h => !string.IsNullOrEmpty(h))) is { Length: > 0 } hosts ? hosts : "*",
            ("Ingress", "Address") => Join(status.Objects("loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname"))),
            ("Ingress", "Ports") => spec.Objects("tls").Any() ? "80, 443" : "80",
            ("IngressClass", "Controller") => spec.Text("controller"),
            ("IngressClass", "Parameters") => spec.Object("parameters") is { } p ? $"{p.Text("kind")}.{p.Text("apiGroup")}/{p.Text("name")}" : None,
            ("NetworkPolicy", "Pod-Selector") => Selector(spec.Object("podSelector")) is { Length: > 0 } pods ? pods : None,
            ("ConfigMap", "Data") => (o.Object("data")?.Count ?? 0) + (o.Object("binaryData")?.Count ?? 0),
            ("Secret", "Data") => o.Object("data")?.Count ?? 0,
            ("Secret", "Type") => o.Text("type"),
            ("Namespace", "Status") => status.Text("phase"),
            ("Endpoints", "Endpoints") => Endpoints(o),
            ("EndpointSlice", _) => SliceCell(column, o),
            ("Event", _) => EventCell(column, o),
            ("PersistentVolumeClaim", _) => ClaimCell(column, o),
            ("PersistentVolume", _) => VolumeCell(column, o),
            ("PodDisruptionBudget", "Min Available") => spec.At("minAvailable")?.ToString() ?? "N/A",
            ("PodDisruptionBudget", "Max Unavailable") => spec.At("maxUnavailable")?.ToString() ?? "N/A",
            ("PodDisruptionBudget", "Allowed Disruptions") => status.Number("disruptionsAllowed") ?? 0,
            ("HorizontalPodAutoscaler", "Reference") => $"{spec.Text("scaleTargetRef", "kind")}/{spec.Text("scaleTargetRef", "name")}",
            ("HorizontalPodAutoscaler", "Targets") => HpaTargets(spec, status),
            ("HorizontalPodAutoscaler", "MinPods") => spec.Number("minReplicas")?.ToString(CultureInfo.InvariantCulture) ?? "<unset>",
            ("HorizontalPodAutoscaler", "MaxPods") => spec.Number("maxReplicas") ?? 0,
            ("HorizontalPodAutoscaler", "Replicas") => status.Number("currentReplicas") ?? 0,
            ("StorageClass", _) => StorageClassCell(column, o),
            ("PriorityClass", "Value") => o.Number("value") ?? 0,
            ("PriorityClass", "Global-Default") => o.Flag("globalDefault"),
            ("PriorityClass", "PreemptionPolicy") => o.Text("preemptionPolicy"),
            ("Lease", "Holder") => spec.Text("holderIdentity") ?? "",
            ("Node", _) => NodeCell(column, o),
            ("RoleBinding" or "ClusterRoleBinding", "Role") => $"{o.Text("roleRef", "kind")}/{o.Text("roleRef", "name")}",
            ("RoleBinding" or "ClusterRoleBinding", "Users") => Subjects(o, "User"),
            ("RoleBinding" or "ClusterRoleBinding", "Groups") => Subjects(o, "Group"),
            ("RoleBinding" or "ClusterRoleBinding", "ServiceAccounts") => Subjects(o, "ServiceAccount"),
            ("ControllerRevision", "Controller") => o.Objects("metadata", "ownerReferences").FirstOrDefault(r => r.Flag("controller")) is { } owner ? $"{owner.Text("kind")!.ToLowerInvariant()}.{owner.Text("apiVersion")!.Split('/')[0]}/{owner.Text("name")}" : None,
            ("ControllerRevision", "Revision") => o.Number("revision") ?? 0,
            ("ValidatingAdmissionPolicy", "Validations") => spec.Objects("validations").Count(),
            ("ValidatingAdmissionPolicy", "ParamKind") => spec.Object("paramKind") is { } parameters ? $"{parameters.Text("apiVersion")}/{parameters.Text("kind")}" : "<unset>",
            ("ValidatingAdmissionPolicyBinding", "PolicyName") => spec.Text("policyName") ?? "",
            ("ValidatingAdmissionPolicyBinding", "ParamRef") => spec.Object("paramRef") is { } reference ? reference.Text("name") is { Length: > 0 } named ? reference.Text("namespace") is { Length: > 0 } place ? $"{place}/{named}" : $"*/{named}" : "*" : "<unset>",
            ("ResourceQuota", "Request") => Quota(o, limits: false),
            ("ResourceQuota", "Limit") => Quota(o, limits: true),
            _ => "",
        };
    }

    public static string Age(string? time) => time is null ? "<unknown>" : Span(Parse(time), DateTimeOffset.UtcNow);

    /// <summary>A duration in the short form of kubectl: 5s, 3m20s, 4h, 2d3h.</summary>
    public static string Span(DateTimeOffset from, DateTimeOffset to)
    {
        var seconds = (long)(to - from).TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        static string Two(long a, string x, long b, string y) => b == 0 ? $"{a}{x}" : $"{a}{x}{b}{y}";
        return seconds switch
        {
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 10_800 => $"{minutes}m",
            < 28_800 => Two(hours, "h", minutes % 60, "m"),
            < 172_800 => $"{hours}h",
            < 691_200 => Two(days, "d", hours % 24, "h"),
            < 63_072_000 => $"{days}d",
            < 252_288_000 => Two(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    public static string Selector(JsonObject? selector)
    {
        if (selector is null) return "";
        if (!selector.ContainsKey("matchLabels") && !selector.ContainsKey("matchExpressions")) return Labels(selector);
        var terms = new List<string>();
        if (Labels(selector.Object("matchLabels")) is { Length: > 0 } labels) terms.Add(labels);
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var key = expression.Text("key");
            var values = string.Join(",", expression.Texts("values").Order(StringComparer.Ordinal));
            terms.Add(expression.Text("operator") switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => $"{key}",
                _ => $"!{key}",
            });
        }
        return string.Join(",", terms);
    }

    /// <summary>A column of a custom resource.</summary>
    public static JsonNode? Custom(JsonObject obj, string path, string type)
    {
        var value = SimplePath.Find(obj, path).FirstOrDefault();
        if (value is null) return type == "date" ? "<unknown>" : null;
        if (type == "date") return Age(value.ToString());
        if (type == "string") return value is JsonValue ? value.ToString() : JsonText.Text(value);
        return value.DeepClone();
    }

    internal static string Join(IEnumerable<string?> values) => string.Join(",", values);

    internal static DateTimeOffset Parse(string time) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var parsed) ? parsed : DateTimeOffset.UnixEpoch;

    private static string Labels(JsonObject? labels) =>
        labels is null ? "" : string.Join(",", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static JsonNode? Template(JsonObject o) => o.At("spec", "template", "spec") ?? o.At("spec", "jobTemplate", "spec", "template", "spec");

    private static string JobStatus(JsonObject o)
    {
        bool Is(string type) => o["status"].Objects("conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
        return Is("Complete") ? "Complete" : Is("Failed") ? "Failed" : o.At("metadata", "deletionTimestamp") is not null ? "Terminating"
            : Is("Suspended") ? "Suspended" : Is("FailureTarget") ? "FailureTarget" : Is("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static JsonNode? ServiceCell(string column, JsonNode? spec, JsonNode? status) => column switch
    {
        "Type" => spec.Text("type"),
        "Cluster-IP" => spec.Text("clusterIP") ?? None,
        "External-IP" => spec.Text("type") switch
        {
            "ExternalName" => spec.Text("externalName"),
            "LoadBalancer" => Join(status.Objects("loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname")).Concat(spec.Texts("externalIPs"))) is { Length: > 0 } ips ? ips : "<pending>",
            _ => Join(spec.Texts("externalIPs")) is { Length: > 0 } ips ? ips : None,
        },
        "Port(s)" => Join(spec.Objects("ports").Select(p => p.Number("nodePort") is > 0 and var node ? $"{p.Number("port")}:{node}/{p.Text("protocol")}" : $"{p.Number("port")}/{p.Text("protocol")}")) is { Length: > 0 } ports ? ports : None,
        _ => "",
    };

    private static string Endpoints(JsonObject o)
    {
        var all = o.Objects("subsets").SelectMany(s => s.Objects("addresses").SelectMany(a => s.Objects("ports").Any()
            ? s.Objects("ports").Select(p => $"{a.Text("ip")}:{p.Number("port")}") : [a.Text("ip")!])).ToList();
        return all.Count == 0 ? None : all.Count <= 3 ? Join(all) : $"{Join(all.Take(3))} + {all.Count - 3} more...";
    }

    private static JsonNode? SliceCell(string column, JsonObject o)
    {
        static string More(List<string?> all) => all.Count == 0 ? "<unset>" : all.Count <= 3 ? Join(all) : $"{Join(all.Take(3))} + {all.Count - 3} more...";
        return column switch
        {
            "AddressType" => o.Text("addressType"),
            "Ports" => More([.. o.Objects("ports").Select(p => p.Number("port")?.ToString(CultureInfo.InvariantCulture))]),
            "Endpoints" => More([.. o.Objects("endpoints").SelectMany(e => e.Texts("addresses"))]),
            _ => "",
        };
    }

    private static JsonNode? EventCell(string column, JsonObject o) => column switch
    {
        "Last Seen" => Age(o.Text("series", "lastObservedTime") ?? o.Text("lastTimestamp") ?? o.Text("eventTime")),
        "First Seen" => Age(o.Text("firstTimestamp") ?? o.Text("eventTime")),
        "Type" => o.Text("type"),
        "Reason" => o.Text("reason"),
        "Object" => $"{o.Text("involvedObject", "kind")?.ToLowerInvariant()}/{o.Text("involvedObject", "name")}",
        "Subobject" => o.Text("involvedObject", "fieldPath") ?? "",
        "Source" => Join(new[] { o.Text("source", "component") ?? o.Text("reportingComponent"), o.Text("source", "host") }.Where(s => !string.IsNullOrEmpty(s))).Replace(",", ", ", StringComparison.Ordinal),
        "Message" => o.Text("message")?.Trim(),
        "Count" => o.Number("series", "count") ?? o.Number("count") ?? 1,
        _ => "",
    };

    private static JsonNode? ClaimCell(string column, JsonObject o)
    {
        var bound = o.Text("spec", "volumeName") is { Length: > 0 };
        return column switch
        {
            "Status" => o.At("metadata", "deletionTimestamp") is null ? o.Text("status", "phase") : "Terminating",
            "Volume" => o.Text("spec", "volumeName") ?? "",
            "Capacity" => bound ? o.Text("status", "capacity", "storage") ?? "0" : "",
            "Access Modes" => bound ? AccessModes(o["status"].Texts("accessModes")) : "",
            "StorageClass" => o.Text("spec", "storageClassName") ?? "",
            "VolumeAttributesClass" => o.Text("spec", "volumeAttributesClassName") ?? "<unset>",
            "VolumeMode" => o.Text("spec", "volumeMode") ?? "<unset>",
            _ => "",
        };
    }

    private static JsonNode? VolumeCell(string column, JsonObject o) => column switch
    {
        "Capacity" => o.Text("spec", "capacity", "storage"),
        "Access Modes" => AccessModes(o["spec"].Texts("accessModes")),
        "Reclaim Policy" => o.Text("spec", "persistentVolumeReclaimPolicy"),
        "Status" => o.At("metadata", "deletionTimestamp") is null ? o.Text("status", "phase") : "Terminating",
        "Claim" => o.Object("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "",
        "StorageClass" => o.Text("spec", "storageClassName") ?? "",
        "VolumeAttributesClass" => o.Text("spec", "volumeAttributesClassName") ?? "<unset>",
        "Reason" => o.Text("status", "reason") ?? "",
        "VolumeMode" => o.Text("spec", "volumeMode") ?? "<unset>",
        _ => "",
    };

    private static string AccessModes(IEnumerable<string> modes) => Join(modes.Distinct().Select(m => m switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        _ => "RWOP",
    }));

    private static JsonNode? StorageClassCell(string column, JsonObject o) => column switch
    {
        "Provisioner" => o.Text("provisioner"),
        "ReclaimPolicy" => o.Text("reclaimPolicy"),
        "VolumeBindingMode" => o.Text("volumeBindingMode"),
        "AllowVolumeExpansion" => o.Flag("allowVolumeExpansion"),
        _ => "",
    };

    private static JsonNode? NodeCell(string column, JsonObject o)
    {
        var info = o.At("status", "nodeInfo");
        string Address(string type) => o["status"].Objects("addresses").FirstOrDefault(a => a.Text("type") == type).Text("address") ?? None;
        return column switch
        {
            "Status" => (o["status"].Objects("conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status") switch { "True" => "Ready", null => "Unknown", _ => "NotReady" })
                + (o.Flag("spec", "unschedulable") ? ",SchedulingDisabled" : ""),
            "Roles" => Join((o.Object("metadata", "labels") ?? []).Where(l => l.Key.StartsWith("node-role.kubernetes.io/", StringComparison.Ordinal)).Select(l => l.Key["node-role.kubernetes.io/".Length..]).Order(StringComparer.Ordinal)) is { Length: > 0 } roles ? roles : None,
            "Version" => info.Text("kubeletVersion"),
            "Internal-IP" => Address("InternalIP"),
            "External-IP" => Address("ExternalIP"),
            "OS-Image" => info.Text("osImage") ?? "<unknown>",
            "Kernel-Version" => info.Text("kernelVersion") ?? "<unknown>",
            "Container-Runtime" => info.Text("containerRuntimeVersion") ?? "<unknown>",
            _ => "",
        };
    }

    private static string Subjects(JsonObject o, string kind) => string.Join(", ", o.Objects("subjects").Where(s => s.Text("kind") == kind)
        .Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));

    private static string HpaTargets(JsonNode? spec, JsonNode? status)
    {
        var current = status.Objects("currentMetrics").ToList();
        var texts = spec.Objects("metrics").Select((m, i) => m.Text("type") == "Resource"
            ? $"{m.Text("resource", "name")}: {current.ElementAtOrDefault(i).Number("resource", "current", "averageUtilization")?.ToString(CultureInfo.InvariantCulture) ?? "<unknown>"}{(current.Count > i ? "%" : "")}/{m.Number("resource", "target", "averageUtilization")}%"
            : "<unknown>").ToList();
        return texts.Count == 0 ? None : string.Join(", ", texts);
    }

    private static string Quota(JsonObject o, bool limits) => string.Join(", ", (o.Object("status", "hard") ?? [])
        .Where(h => h.Key.StartsWith("limits.", StringComparison.Ordinal) == limits)
        .OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {o.At("status", "used", h.Key)?.ToString() ?? "0"}/{h.Value}"));
}
