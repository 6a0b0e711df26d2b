using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The security contexts of pods and containers.</summary>
internal static partial class SecurityRules
{
    private static readonly string[] ContainerFields =
    [
        "capabilities", "privileged", "seLinuxOptions", "windowsOptions", "runAsUser", "runAsGroup", "runAsNonRoot", "readOnlyRootFilesystem",
        "allowPrivilegeEscalation", "procMount", "seccompProfile", "appArmorProfile",
    ];

    public static void Pod(JsonObject? context, string path, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"]) Id(context, field, path, causes);
        var at = 0;
        foreach (var setting in context.Objects("sysctls"))
        {
            var name = setting.Text("name") ?? "";
            var place = $"{path}.sysctls[{at++}].name";
            if (name.Length == 0) causes.Add(Cause.Required(place));
            else if (name.Length > 253 || !Sysctl().IsMatch(name)) causes.Add(Cause.Invalid(place, name, @"must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"));
        }
    }

    public static void Container(JsonObject? context, string path, List<Cause> causes)
    {
        if (context is null) return;
        Id(context, "runAsUser", path, causes);
        Id(context, "runAsGroup", path, causes);
        if (context["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation")) return;
        var added = context.Texts("capabilities", "add").Any(c => c is "CAP_SYS_ADMIN");
        if (context.Flag("privileged")) causes.Add(Cause.Invalid(path, Shown(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
        if (added) causes.Add(Cause.Invalid(path, Shown(context), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
    }

    private static void Id(JsonObject? context, string field, string path, List<Cause> causes)
    {
        if (context.Number(field) is < 0 or > int.MaxValue) causes.Add(Cause.Invalid($"{path}.{field}", context.Number(field), "must be between 0 and 2147483647, inclusive"));
    }

    /// <summary>As a real server shows its own form of the object.</summary>
    private static JsonObject Shown(JsonObject context) => InternalForm.Of(context, ContainerFields);

    [GeneratedRegex(@"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Sysctl();
}
