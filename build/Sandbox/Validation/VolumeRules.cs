using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The volumes of pods.</summary>
internal static class VolumeRules
{
    /// <returns>The names that containers may mount.</returns>
    public static HashSet<string> Check(JsonObject? spec, string path, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var place = $"{path}.volumes[{at++}]";
            var name = volume.Text("name") ?? "";
            var before = causes.Count;
            Source(volume, place, causes);
            if (name.Length == 0) causes.Add(Cause.Required($"{place}.name"));
            else if (Names.Label(name).Any()) causes.AddInvalid($"{place}.name", name, Names.Label(name));
            else if (names.Contains(name)) causes.Add(Cause.Duplicate($"{place}.name", name));
            if (causes.Count == before) names.Add(name);
        }
        return names;
    }

    private static void Source(JsonObject volume, string path, List<Cause> causes)
    {
        var sources = volume.Where(p => p.Key != "name").Select(p => p.Key).ToList();
        foreach (var extra in sources.Skip(1)) causes.Add(Cause.Forbidden($"{path}.{extra}", "may not specify more than 1 volume type"));
        if (sources.Count == 0 || volume.Object(sources[0]) is not { } source) return;
        path = $"{path}.{sources[0]}";
        switch (sources[0])
        {
            case "hostPath" or "nfs":
                Path(sources[0], source, path, causes);
                break;
            case "configMap":
                if (source.Text("name") is null or "") causes.Add(Cause.Required($"{path}.name"));
                Mode(source, path, causes);
                Items(source, $"{path}.items", causes);
                break;
            case "secret":
                if (source.Text("secretName") is null or "") causes.Add(Cause.Required($"{path}.secretName"));
                Mode(source, path, causes);
                Items(source, $"{path}.items", causes);
                break;
            case "persistentVolumeClaim":
                if (source.Text("claimName") is null or "") causes.Add(Cause.Required($"{path}.claimName"));
                break;
            case "emptyDir":
                if (source.Text("sizeLimit") is { } size && size.StartsWith('-')) causes.Add(Cause.Forbidden($"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity"));
                break;
            case "projected":
                Mode(source, path, causes);
                var at = 0;
                foreach (var part in source.Objects("sources"))
                {
                    foreach (var extra in part.Skip(1)) causes.Add(Cause.Forbidden($"{path}.sources[{at}].{extra.Key}", "may not specify more than 1 volume type"));
                    at++;
                }
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

    private static void Mode(JsonObject source, string path, List<Cause> causes)
    {
        if (source.Number("defaultMode") is < 0 or > 511) causes.Add(Cause.Invalid($"{path}.defaultMode", source.Number("defaultMode"), "must be a number between 0 and 0777 (octal), both inclusive"));
    }

    private static void Items(JsonObject source, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var item in source.Objects("items"))
        {
            var place = $"{path}[{at++}]";
            if (item.Text("key") is null or "") causes.Add(Cause.Required($"{place}.key"));
            if (item.Text("path") is not { Length: > 0 } target) causes.Add(Cause.Required($"{place}.path"));
            else if (target[0] == '/') causes.Add(Cause.Invalid($"{place}.path", target, "must be a relative path"));
            else Backsteps(target, $"{place}.path", causes);
        }
    }

    public static void Backsteps(string target, string path, List<Cause> causes)
    {
        if (target.Split('/').Contains("..")) causes.Add(Cause.Invalid(path, target, "must not contain '..'"));
    }
}
