using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Names, labels, annotations, finalizers and owners.</summary>
internal static class MetadataRules
{
    private const int LargestAnnotations = 256 << 10;

    private static readonly HashSet<string> StandardFinalizers = new(StringComparer.Ordinal) { "kubernetes", "orphan", "foregroundDeletion" };

    public static void Check(ResourceKind kind, JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var metadata = obj.Object("metadata")!;
        if (old is null) Name(kind, metadata, causes);
        Labels(metadata.Object("labels"), "metadata.labels", causes);
        var size = 0;
        foreach (var (key, value) in metadata.Object("annotations") ?? [])
        {
            size += key.Length + value!.ToString().Length;
            if (!Names.IsQualified(key.ToLowerInvariant())) causes.Add(Cause.Invalid("metadata.annotations", key, LabelKeyRule));
        }
        if (size > LargestAnnotations) causes.Add(new Cause("FieldValueTooLong", "metadata.annotations", "Too long: may not be more than 262144 bytes"));
        Finalizers(metadata, old, causes);
        var at = 0;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(field))) causes.Add(Cause.Invalid($"metadata.ownerReferences[{at}].{field}", "", field is "apiVersion" ? "version must not be empty" : "must not be empty"));
            }
            at++;
        }
    }

    public static void Labels(JsonObject? labels, string path, List<Cause> causes)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (!Names.IsQualified(key)) causes.Add(Cause.Invalid(path, key, LabelKeyRule));
            if (!Names.IsLabelValue(value!.ToString())) causes.Add(Cause.Invalid(path, value, LabelValueRule));
        }
    }

    private const string LabelKeyRule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const string LabelValueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private static void Name(ResourceKind kind, JsonObject metadata, List<Cause> causes)
    {
        var name = metadata.Text("name") ?? "";
        if (metadata.Text("generateName") is { Length: > 0 } prefix && Names.Problem(kind.Kind, prefix.TrimEnd('-') + "x") is { } bad) causes.Add(Cause.Invalid("metadata.generateName", prefix, bad));
        if (name.Length == 0) causes.Add(Cause.Required("metadata.name", "name or generateName is required"));
        else if (Names.Problem(kind.Kind, name) is { } problem) causes.Add(Cause.Invalid("metadata.name", name, problem));
    }

    private static void Finalizers(JsonObject metadata, JsonObject? old, List<Cause> causes)
    {
        var finalizers = metadata.Texts("finalizers").ToList();
        for (var i = 0; i < finalizers.Count; i++)
        {
            if (finalizers[i].Contains('/', StringComparison.Ordinal) || StandardFinalizers.Contains(finalizers[i]) || finalizers[i].EndsWith(".k8s.io", StringComparison.Ordinal)) continue;
            causes.Add(Cause.Invalid($"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified"));
        }
        if (old is null || old.At("metadata", "deletionTimestamp") is null) return;
        var added = finalizers.Except(old["metadata"].Texts("finalizers")).ToList();
        if (added.Count == 0) return;
        var cause = Cause.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(a => $"\"{a}\""))}}}");
        causes.AddRange([cause, cause]);
    }
}
