using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What the system of a pod's node means for its security contexts.</summary>
internal static partial class WindowsRules
{
    private const int LongestDomain = 255;
    private const int LongestUser = 104;
    private const int LongestCredentials = 64 * 1024;
    private const string Refused = "cannot be set for a windows pod";

    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Fields of a pod with Linux alone, those below its security context with a dot before them.</summary>
    private static readonly string[] PodFields =
    [
        ".appArmorProfile", ".seLinuxOptions", "hostUsers", "hostPID", "hostIPC", ".seccompProfile", ".fsGroup", ".fsGroupChangePolicy", ".sysctls", "shareProcessNamespace",
        ".runAsUser", ".runAsGroup", ".supplementalGroups", ".supplementalGroupsPolicy", ".seLinuxChangePolicy",
    ];

    private static readonly string[] ContainerFields =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ];

    public static void Options(JsonObject? options, string path, List<Cause> causes)
    {
        if (options.Text("gmsaCredentialSpecName") is { } name) causes.AddInvalid($"{path}.gmsaCredentialSpecName", name, Names.Subdomain(name));
        if (options.Text("gmsaCredentialSpec") is { } credentials)
        {
            if (credentials.Length == 0) causes.Add(Cause.Invalid($"{path}.gmsaCredentialSpec", credentials, "gmsaCredentialSpec cannot be an empty string"));
            else if (credentials.Length > LongestCredentials) causes.Add(Cause.Invalid($"{path}.gmsaCredentialSpec", credentials, "gmsaCredentialSpec size must be under 64 KiB"));
        }
        if (options.Text("runAsUserName") is { } user) causes.AddInvalid($"{path}.runAsUserName", user, User(user));
    }

    /// <summary>Containers that are processes of the node, which then all of a pod's are.</summary>
    public static void Processes(JsonObject spec, string path, List<Cause> causes)
    {
        var pod = spec.At("securityContext", "windowsOptions", "hostProcess") is null ? (bool?)null : spec.Flag("securityContext", "windowsOptions", "hostProcess");
        var (all, processes) = (0, 0);
        foreach (var (container, place) in Containers(spec, path))
        {
            all++;
            var own = container.At("securityContext", "windowsOptions", "hostProcess") is null ? pod : container.Flag("securityContext", "windowsOptions", "hostProcess");
            if (pod is { } wanted && own != pod) causes.Add(Cause.Invalid($"{place}.securityContext.windowsOptions.hostProcess", own, $"pod hostProcess value must be identical if both are specified, was {(wanted ? "true" : "false")}"));
            if (own == true) processes++;
        }
        if (processes == 0) return;
        if (processes != all) causes.Add(Cause.Invalid(path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers"));
        if (!spec.Flag("hostNetwork")) causes.Add(Cause.Invalid($"{path}.hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers"));
    }

    public static void Linux(JsonObject spec, string path, List<Cause> causes)
    {
        const string refused = "windows options cannot be set for a linux pod";
        if (spec.At("securityContext", "windowsOptions") is not null) causes.Add(Cause.Forbidden($"{path}.securityContext.windowsOptions", refused));
        foreach (var (container, place) in Containers(spec, path))
        {
            if (container.At("securityContext", "windowsOptions") is not null) causes.Add(Cause.Forbidden($"{place}.securityContext.windowsOptions", refused));
        }
    }

    public static void Windows(JsonObject spec, string path, List<Cause> causes)
    {
        foreach (var field in PodFields)
        {
            var value = field[0] == '.' ? spec.At("securityContext", field[1..]) : spec[field];
            var isSet = field switch
            {
                "hostPID" or "hostIPC" => spec.Flag(field),
                ".sysctls" => value is JsonArray { Count: > 0 },
                _ => value is not null,
            };
            if (isSet) causes.Add(Cause.Forbidden($"{path}.{(field[0] == '.' ? "securityContext" : "")}{field}", Refused));
        }
        foreach (var (container, place) in Containers(spec, path))
        {
            foreach (var field in ContainerFields.Where(f => container.At("securityContext", f) is not null)) causes.Add(Cause.Forbidden($"{place}.securityContext.{field}", Refused));
        }
    }

    private static IEnumerable<(JsonObject Container, string Path)> Containers(JsonObject spec, string path) =>
        Lists.SelectMany(list => spec.Objects(list).Select((c, i) => (c, $"{path}.{list}[{i}]")));

    private static IEnumerable<string> User(string name)
    {
        var parts = name.Split('\\');
        if (name.Length == 0) return ["runAsUserName cannot be an empty string"];
        if (name.Any(char.IsControl)) return ["runAsUserName cannot contain control characters"];
        return parts.Length > 2 ? ["runAsUserName cannot contain more than one backslash"] : User(parts.Length == 2 ? parts[0] : null, parts[^1]);
    }

    private static IEnumerable<string> User(string? domain, string user)
    {
        if (domain?.Length > LongestDomain) yield return "runAsUserName's Domain length must be under 256 characters";
        if (domain is not null && !NetBios().IsMatch(domain) && !Domain().IsMatch(domain)) yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
        if (user.Length == 0) yield return "runAsUserName's User cannot be empty";
        else if (user.Length > LongestUser) yield return $"runAsUserName's User length must not be longer than {LongestUser} characters";
        if (user.Length > 0 && user.All(c => c is '.' or ' ')) yield return "runAsUserName's User cannot contain only periods or spaces";
        if (user.Any("\"/\\:;|=,+*?<>@[]".Contains)) yield return "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
    }

    [GeneratedRegex(@"^[^\\/:\*\?""<>|\.][^\\/:\*\?""<>|]{0,14}\z")]
    private static partial Regex NetBios();

    [GeneratedRegex(@"^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex Domain();
}
