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

    public static void Pod(JsonObject spec, string path, List<Cause> causes)
    {
        var context = spec.Object("securityContext");
        path += ".securityContext";
        foreach (var field in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"]) Id(context, field, path, causes);
        var groups = context?["supplementalGroups"] as JsonArray ?? [];
        for (var i = 0; i < groups.Count; i++)
        {
            if (groups[i].Number() is < 0 or > int.MaxValue) causes.Add(Cause.Invalid($"{path}.supplementalGroups[{i}]", groups[i], "must be between 0 and 2147483647, inclusive"));
        }
        if (spec.Flag("shareProcessNamespace") && spec.Flag("hostPID")) causes.Add(Cause.Invalid($"{path}.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled"));
        var at = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in context.Objects("sysctls"))
        {
            var name = setting.Text("name") ?? "";
            var place = $"{path}.sysctls[{at++}].name";
            if (name.Length == 0) causes.Add(Cause.Required(place));
            else if (name.Length > 253 || !Sysctl().IsMatch(name)) causes.Add(Cause.Invalid(place, name, @"must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"));
            else if (!names.Add(name)) causes.Add(Cause.Duplicate(place, name));
        }
        causes.AddUnlessOneOf($"{path}.fsGroupChangePolicy", context.Text("fsGroupChangePolicy"), "Always", "OnRootMismatch");
        Profile(context.Object("seccompProfile"), "seccomp", $"{path}.seccompProfile", causes);
        WindowsRules.Options(context.Object("windowsOptions"), $"{path}.windowsOptions", causes);
        Profile(context.Object("appArmorProfile"), "AppArmor", $"{path}.appArmorProfile", causes);
        causes.AddUnlessOneOf($"{path}.supplementalGroupsPolicy", context.Text("supplementalGroupsPolicy"), "Merge", "Strict");
        causes.AddUnlessOneOf($"{path}.seLinuxChangePolicy", context.Text("seLinuxChangePolicy"), "MountOption", "Recursive");
    }

    public static void Container(JsonObject? context, JsonObject spec, string path, List<Cause> causes)
    {
        if (context is null) return;
        Id(context, "runAsUser", path, causes);
        Id(context, "runAsGroup", path, causes);
        causes.AddUnlessOneOf($"{path}.procMount", context.Text("procMount"), "Default", "Unmasked");
        if (context.Text("procMount") == "Unmasked" && (spec["hostUsers"] is null || spec.Flag("hostUsers"))) causes.Add(Cause.Invalid($"{path}.procMount", "Unmasked", "`hostUsers` must be false to use `Unmasked`"));
        Profile(context.Object("seccompProfile"), "seccomp", $"{path}.seccompProfile", causes);
        if (context["allowPrivilegeEscalation"] is not null && !context.Flag("allowPrivilegeEscalation"))
        {
            if (context.Flag("privileged")) causes.Add(Cause.Invalid(path, Shown(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
            foreach (var _ in context.Texts("capabilities", "add").Where(c => c == "CAP_SYS_ADMIN")) causes.Add(Cause.Invalid(path, Shown(context), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
        }
        WindowsRules.Options(context.Object("windowsOptions"), $"{path}.windowsOptions", causes);
        Profile(context.Object("appArmorProfile"), "AppArmor", $"{path}.appArmorProfile", causes);
    }

    /// <summary>A pod with users of its own has none of the node's other namespaces.</summary>
    public static void Users(JsonObject spec, string path, List<Cause> causes)
    {
        if (spec["hostUsers"] is null || spec.Flag("hostUsers")) return;
        foreach (var field in (ReadOnlySpan<string>)["HostPID", "HostIPC"])
        {
            if (spec.Flag($"h{field[1..]}")) causes.Add(Cause.Forbidden($"{path}.{field}", "when `hostUsers` is false"));
        }
    }

    public static void System(JsonObject spec, string path, List<Cause> causes)
    {
        if (spec.Object("os") is not { } system) return;
        switch (system.Text("name"))
        {
            case null or "":
                causes.Add(Cause.Required($"{path}.os.name"));
                break;
            case "linux":
                WindowsRules.Linux(spec, path, causes);
                break;
            case "windows":
                WindowsRules.Windows(spec, path, causes);
                break;
            case { } other:
                causes.Add(Cause.NotSupported($"{path}.os", other, ["linux", "windows"]));
                break;
        }
    }

    private static void Profile(JsonObject? profile, string what, string path, List<Cause> causes)
    {
        if (profile is null) return;
        var (type, local) = (profile.Text("type") ?? "", profile.Text("localhostProfile"));
        if (type.Length == 0) causes.Add(Cause.Required($"{path}.type", $"type is required when {char.ToLowerInvariant(what[0])}{what[1..]}Profile is set"));
        else causes.AddUnlessOneOf($"{path}.type", type, "Localhost", "RuntimeDefault", "Unconfined");
        if (type == "Localhost")
        {
            if (string.IsNullOrEmpty(local)) causes.Add(Cause.Required($"{path}.localhostProfile", $"must be set when {what} type is Localhost"));
            else if (what == "seccomp") VolumeRules.Below(local, $"{path}.localhostProfile", causes);
            else if (local.Trim() != local) causes.Add(Cause.Invalid($"{path}.localhostProfile", local, "must not be padded with whitespace"));
        }
        else if (local is not null)
        {
            causes.Add(Cause.Invalid($"{path}.localhostProfile", what == "seccomp" ? InternalForm.Of(profile, "type", "localhostProfile") : local, $"can only be set when {what} type is Localhost"));
        }
    }

    private static void Id(JsonObject? context, string field, string path, List<Cause> causes)
    {
        if (context.Number(field) is < 0 or > int.MaxValue) causes.Add(Cause.Invalid($"{path}.{field}", context.Number(field), "must be between 0 and 2147483647, inclusive"));
    }

    /// <summary>As a real server shows its own form of the object.</summary>
    private static JsonObject Shown(JsonObject context)
    {
        var shown = InternalForm.Of(context, ContainerFields);
        if (context.Object("capabilities") is { } capabilities) shown["Capabilities"] = InternalForm.Of(capabilities, "add", "drop");
        return shown;
    }

    [GeneratedRegex(@"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Sysctl();
}
