using System.Text.Json;
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
        if (kind != "Secret") return;
        switch (obj.Text("type"))
        {
            case "kubernetes.io/dockerconfigjson":
                Json(obj, ".dockerconfigjson", causes);
                break;
            case "kubernetes.io/dockercfg":
                Json(obj, ".dockercfg", causes);
                break;
            case "kubernetes.io/basic-auth" when obj.At("data", "username") is null && obj.At("data", "password") is null:
                causes.AddRange([Cause.Required("data[username]"), Cause.Required("data[password]")]);
                break;
            case "kubernetes.io/ssh-auth" when obj.Text("data", "ssh-privatekey") is null or "":
                causes.Add(Cause.Required("data[ssh-privatekey]"));
                break;
            case "kubernetes.io/service-account-token" when obj.Text("metadata", "annotations", "kubernetes.io/service-account.name") is null or "":
                causes.Add(Cause.Required("metadata.annotations[kubernetes.io/service-account.name]"));
                break;
        }
    }

    private static void Json(JsonObject obj, string key, List<Cause> causes)
    {
        if (obj.Text("data", key) is not { } text)
        {
            causes.Add(Cause.Required($"data[{key}]"));
            return;
        }
        var bytes = Convert.FromBase64String(text);
        try
        {
            JsonText.Parse(bytes);
        }
        catch (JsonException e)
        {
            causes.Add(Cause.Invalid($"data[{key}]", "<secret contents redacted>", JsonProblem.Describe(bytes, e)));
        }
    }
}
