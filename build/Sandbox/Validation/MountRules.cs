using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Where containers see the volumes of their pod.</summary>
internal static class MountRules
{
    public static void Check(JsonObject container, string path, HashSet<string> volumes, List<Cause> causes)
    {
        path += ".volumeMounts";
        var at = 0;
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var place = $"{path}[{at++}]";
            var (name, target) = (mount.Text("name") ?? "", mount.Text("mountPath") ?? "");
            if (name.Length == 0) causes.Add(Cause.Required($"{place}.name"));
            if (!volumes.Contains(name)) causes.Add(Cause.NotFound($"{place}.name", name));
            if (target.Length == 0) causes.Add(Cause.Required($"{place}.mountPath"));
            if (!paths.Add(target)) causes.Add(Cause.Invalid($"{place}.mountPath", target, "must be unique"));
            // a real server names the list in what follows, not its element
            var (sub, expression) = (mount.Text("subPath") ?? "", mount.Text("subPathExpr") ?? "");
            VolumeRules.Below(sub, $"{path}.subPath", causes);
            if (expression.Length > 0 && sub.Length > 0) causes.Add(Cause.Invalid($"{place}.subPathExpr", expression, "subPathExpr and subPath are mutually exclusive"));
            VolumeRules.Below(expression, $"{path}.subPathExpr", causes);
            Sharing(mount, container.Flag("securityContext", "privileged"), path, causes);
        }
    }

    private static void Sharing(JsonObject mount, bool privileged, string path, List<Cause> causes)
    {
        var propagation = mount.Text("mountPropagation");
        causes.AddUnlessOneOf($"{path}.mountPropagation", propagation, "Bidirectional", "HostToContainer", "None");
        if (propagation == "Bidirectional" && !privileged) causes.Add(Cause.Forbidden($"{path}.mountPropagation", "Bidirectional mount propagation is available only to privileged containers"));
        switch (mount.Text("recursiveReadOnly"))
        {
            case null or "Disabled":
                break;
            case "Enabled" or "IfPossible":
                if (!mount.Flag("readOnly")) causes.Add(Cause.Forbidden($"{path}.recursiveReadOnly", "may only be specified when readOnly is true"));
                if (propagation is not (null or "None")) causes.Add(Cause.Forbidden($"{path}.recursiveReadOnly", "may only be specified when mountPropagation is None or not specified"));
                break;
            case { } other:
                causes.Add(Cause.NotSupported($"{path}.recursiveReadOnly", other, ["Disabled", "Enabled", "IfPossible"]));
                break;
        }
    }
}
