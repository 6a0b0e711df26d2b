using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Runs postStart hooks and says of a failed one what a kubelet says.</summary>
internal sealed class LifecycleHooks(IPodRuntime runtime, ProbeRunner prober)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Null for success.</summary>
    public async Task<string?> RunAsync(
        JsonObject hook, JsonObject pod, JsonObject container, string containerId, string? podAddress, TimeProvider time, CancellationToken cancellationToken)
    {
        string whose = $"for Container \"{container.ContainerName()}\" in Pod \"{pod.FullName()}\" failed - error:";
        if (hook.Object("exec") is not { } exec)
        {
            string? problem = await prober.RunAsync(hook, container, containerId, podAddress, Limit, time, cancellationToken);
            return problem is null ? null : $"HTTP lifecycle hook ({hook.Text("httpGet", "path")}) {whose} {problem}";
        }

        IReadOnlyList<string> command = exec.Texts("command");
        string words = string.Join(' ', command);
        using MemoryStream output = new();
        using MemoryStream error = new();
        try
        {
            int code = await runtime.ExecAsync(new ContainerCommand(containerId, command), null, output, error, cancellationToken);
            return code == 0 ? null
                : $"Exec lifecycle hook ([{words}]) {whose} command '{words}' exited with {code}: {Text(error)}, message: \"{Escaped(Text(output) + Text(error))}\"";
        }
        catch (ContainerException refused)
        {
            return $"Exec lifecycle hook ([{words}]) {whose} {refused.Message}, message: \"\"";
        }
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
