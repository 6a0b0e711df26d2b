using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The volumes of pods.</summary>
internal static class VolumeRules
{
    /// <returns>The names that containers may mount.</returns>
    public static HashSet<string> Check(JsonObject? spec, string path, bool isPod, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var place = $"{path}.volumes[{at++}]";
            var name = volume.Text("name") ?? "";
            var before = causes.Count;
            Sources(volume, place, isPod, causes);
            if (name.Length == 0) causes.Add(Cause.Required($"{place}.name"));
            else if (Names.Label(name).Any()) causes.AddInvalid($"{place}.name", name, Names.Label(name));
            else if (names.Contains(name)) causes.Add(Cause.Duplicate($"{place}.name", name));
            if (causes.Count == before) names.Add(name);
        }
        return names;
    }

    private static void Sources(JsonObject volume, string path, bool isPod, List<Cause> causes)
    {
        var sources = volume.Where(p => p.Key != "name").Select(p => p.Key).ToList();
        if (sources is [var first, ..] && volume.Object(first) is { } source) Source(first, source, $"{path}.{first}", isPod, causes);
        foreach (var extra in sources.Skip(1)) causes.Add(Cause.Forbidden($"{path}.{extra}", "may not specify more than 1 volume type"));
    }

    private static void Source(string kind, JsonObject source, string path, bool isPod, List<Cause> causes)
    {
        switch (kind)
        {
            case "hostPath" or "nfs":
                Path(kind, source, path, causes);
                break;
            case "configMap" or "secret":
                var name = kind == "secret" ? "secretName" : "name";
                if (source.Text(name) is null or "") causes.Add(Cause.Required($"{path}.{name}"));
                ProjectionRules.FileMode(source, "defaultMode", path, causes);
                ProjectionRules.Items(source, path, causes);
                break;
            case "downwardAPI":
                ProjectionRules.FileMode(source, "defaultMode", path, causes);
                ProjectionRules.Files(source, path, causes);
                break;
            case "ephemeral":
                Ephemeral(source, $"{path}.volumeClaimTemplate", causes);
                break;
            case "csi":
                if (source.Text("driver") is null or "") causes.Add(Cause.Required($"{path}.driver"));
                break;
            case "iscsi":
                foreach (var field in (ReadOnlySpan<string>)["targetPortal", "iqn"])
                {
                    if (source.Text(field) is null or "") causes.Add(Cause.Required($"{path}.{field}"));
                }
                break;
            case "image":
                if (isPod && source.Text("reference") is null or "") causes.Add(Cause.Required($"{path}.reference"));
                break;
            case "persistentVolumeClaim":
                if (source.Text("claimName") is null or "") causes.Add(Cause.Required($"{path}.claimName"));
                break;
            case "emptyDir":
                if (source.Text("sizeLimit") is { } size && size.StartsWith('-')) causes.Add(Cause.Forbidden($"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity"));
                break;
            case "projected":
                ProjectionRules.Projected(source, path, causes);
                break;
        }
    }

    /// <summary>A folder of the node or of another machine.</summary>
    public static void Path(string kind, JsonObject source, string path, List<Cause> causes)
    {
        var target = source.Text("path") ?? "";
        if (kind == "nfs" && source.Text("server") is null or "") causes.Add(Cause.Required($"{path}.server"));
        if (target.Length == 0)
        {
            causes.Add(Cause.Required($"{path}.path"));
            return;
        }
        if (kind == "nfs")
        {
            if (target[0] != '/') causes.Add(Cause.Invalid($"{path}.path", target, "must be an absolute path"));
            return;
        }
        Backsteps(target, $"{path}.path", causes);
        causes.AddUnlessOneOf($"{path}.type", source.Text("type"), "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    }

    /// <summary>A claim that comes and goes with the pod.</summary>
    private static void Ephemeral(JsonObject source, string path, List<Cause> causes)
    {
        if (source.Object("volumeClaimTemplate") is not { } template)
        {
            causes.Add(Cause.Required(path));
            return;
        }
        MetadataRules.Labels(template.Object("metadata", "labels"), $"{path}.metadata.labels", causes);
        foreach (var (field, _) in (template.Object("metadata") ?? []).Where(p => p.Key is not ("labels" or "annotations" or "creationTimestamp"))) causes.Add(Cause.Forbidden($"{path}.metadata.{field}", "cannot be set"));
        ClaimRules.Spec(template.Object("spec"), $"{path}.spec", causes);
    }

    /// <summary>A path below another.</summary>
    public static void Below(string target, string path, List<Cause> causes)
    {
        if (target is ['/', ..]) causes.Add(Cause.Invalid(path, target, "must be a relative path"));
        Backsteps(target, path, causes);
    }

    /// <summary>A path below another whose name no server needs itself.</summary>
    public static void Inside(string target, string path, List<Cause> causes)
    {
        Below(target, path, causes);
        if (target.StartsWith("..", StringComparison.Ordinal) && !target.Split('/').Contains("..")) causes.Add(Cause.Invalid(path, target, "must not start with '..'"));
    }

    public static void Backsteps(string target, string path, List<Cause> causes)
    {
        if (target.Split('/').Contains("..")) causes.Add(Cause.Invalid(path, target, "must not contain '..'"));
    }
}
