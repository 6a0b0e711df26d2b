using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>ConfigMaps and Secrets.</summary>
internal static class ConfigRules
{
    private const int Largest = 1 << 20;

    public static void Check(string kind, JsonObject obj, List<Cause> causes)
    {
        var size = 0;
        foreach (var field in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            foreach (var (key, value) in obj.Object(field) ?? [])
            {
                causes.AddInvalid($"{field}[{key}]", key, Names.ConfigKey(key));
                if (field == "binaryData" && obj.Object("data")?.ContainsKey(key) == true) causes.Add(Cause.Invalid($"data[{key}]", key, "duplicate of key present in binaryData"));
                size += value!.ToString().Length;
            }
        }
        if (size > Largest * (kind == "Secret" ? 4 / 3.0 : 1)) causes.Add(new Cause("FieldValueTooLong", kind == "Secret" ? "data" : "", "Too long: may not be more than 1048576 bytes"));
        if (kind == "Secret" && obj.Text("type") == "kubernetes.io/tls")
        {
            foreach (var key in (ReadOnlySpan<string>)["tls.crt", "tls.key"])
            {
                if (obj.At("data", key) is null) causes.Add(Cause.Required($"data[{key}]"));
            }
        }
        if (kind == "Secret" && obj.Text("type") == "kubernetes.io/dockerconfigjson" && obj.At("data", ".dockerconfigjson") is null) causes.Add(Cause.Required("data[.dockerconfigjson]"));
    }
}
