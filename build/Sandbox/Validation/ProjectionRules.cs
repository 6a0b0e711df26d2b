using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Volumes that show what the API knows as files.</summary>
internal static class ProjectionRules
{
    private const string Mode = "must be a number between 0 and 0777 (octal), both inclusive";

    private static readonly string[] Fields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    public static void FileMode(JsonObject source, string field, string path, List<Cause> causes)
    {
        if (source.Number(field) is < 0 or > 511) causes.Add(Cause.Invalid($"{path}.{field}", source.Number(field), Mode));
    }

    public static void Items(JsonObject source, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var item in source.Objects("items"))
        {
            var place = $"{path}.items[{at++}]";
            if (item.Text("key") is null or "") causes.Add(Cause.Required($"{place}.key"));
            if (item.Text("path") is null or "") causes.Add(Cause.Required($"{place}.path"));
            VolumeRules.Inside(item.Text("path") ?? "", $"{place}.path", causes);
            FileMode(item, "mode", place, causes);
        }
    }

    /// <summary>Fields of the pod. A real server names the volume, not the file.</summary>
    public static void Files(JsonObject source, string path, List<Cause> causes)
    {
        foreach (var file in source.Objects("items"))
        {
            if (file.Text("path") is null or "") causes.Add(Cause.Required($"{path}.path"));
            VolumeRules.Inside(file.Text("path") ?? "", $"{path}.path", causes);
            var (field, resource) = (file.Object("fieldRef"), file.Object("resourceFieldRef"));
            if (field is not null)
            {
                EnvironmentRules.Field(field, $"{path}.fieldRef", Fields, causes);
                if (resource is not null) causes.Add(Cause.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
            }
            else if (resource is not null) EnvironmentRules.Resource(resource, $"{path}.resourceFieldRef", ofVolume: true, causes);
            else causes.Add(Cause.Required(path, "one of fieldRef and resourceFieldRef is required"));
            FileMode(file, "mode", path, causes);
        }
    }

    public static void Projected(JsonObject source, string path, List<Cause> causes)
    {
        FileMode(source, "defaultMode", path, causes);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var part in source.Objects("sources"))
        {
            var place = $"{path}.sources[{at++}]";
            foreach (var kind in (ReadOnlySpan<string>)["secret", "configMap"])
            {
                if (part.Object(kind) is not { } named) continue;
                if (named.Text("name") is null or "") causes.Add(Cause.Required($"{place}.{kind}.name"));
                Items(named, $"{place}.{kind}", causes);
                foreach (var _ in named.Objects("items").Where(i => i.Text("path") is { Length: > 0 } target && !paths.Add(target))) causes.Add(Cause.Invalid(path, named.Text("name") ?? "", "conflicting duplicate paths"));
            }
            if (part.Object("downwardAPI") is { } fields)
            {
                Files(fields, $"{place}.downwardAPI", causes);
                foreach (var item in fields.Objects("items").Where(i => i.Text("path") is { Length: > 0 } target && !paths.Add(target))) causes.Add(Cause.Invalid(path, item.Text("path"), "conflicting duplicate paths"));
            }
            if (part.Object("serviceAccountToken") is { } token) Token(token, place, path, causes);
            if (part.Count > 1) causes.Add(Cause.Forbidden(place, "may not specify more than 1 volume type per source"));
        }
    }

    private static void Token(JsonObject token, string place, string path, List<Cause> causes)
    {
        var seconds = token.Number("expirationSeconds");
        if (seconds is < 600) causes.Add(Cause.Invalid($"{place}.serviceAccountToken.expirationSeconds", seconds, "may not specify a duration less than 10 minutes"));
        if (seconds is > 1L << 32) causes.Add(Cause.Invalid($"{place}.serviceAccountToken.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"));
        if (token.Text("path") is not { Length: > 0 } target) causes.Add(Cause.Required($"{path}.path"));
        else VolumeRules.Inside(target, $"{path}.path", causes);
    }
}
