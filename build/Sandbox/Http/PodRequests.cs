using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Http.PortForward;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Requests that reach into pods: logs, commands, ports, eviction.</summary>
internal sealed class PodRequests(ClusterState state, IPodAccess access, ILogger log)
{
    private const string ExecProtocol = "v5.channel.k8s.io";

    private readonly PortForwarding _forwarding = new(access, log);

    public async Task LogAsync(HttpContext context, ApiTarget target)
    {
        var options = LogOptions.Read(context.Request.Query, target.Name!, state.Time.GetUtcNow());
        var pod = Pod(target);
        var request = options with { Pod = pod, Container = Container(pod, target, context.Request.Query["container"].ToString()) };
        if (string.IsNullOrEmpty(pod.Text("spec", "nodeName")))
        {
            // no node has the pod yet: there is nothing to read and nothing wrong
            context.Response.StatusCode = 204;
            return;
        }
        context.Response.StatusCode = 200;
        context.Response.ContentType = "text/plain";
        await access.WriteLogAsync(request, context.Response.BodyWriter.AsStream(), context.RequestAborted);
    }

    public async Task ExecAsync(HttpContext context, ApiTarget target)
    {
        var pod = Pod(target);
        var query = context.Request.Query;
        var command = query["command"].Where(c => c is not null).Select(c => c!).ToList();
        var container = Container(pod, target, query["container"].ToString());
        if (string.IsNullOrEmpty(pod.Text("spec", "nodeName"))) throw Refusal.BadRequest($"pod {target.Name} does not have a host assigned");
        if (command.Count == 0) throw Refusal.BadRequest("you must specify at least one command for the container");
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(ExecProtocol))
        {
            throw Refusal.NotImplemented($"exec without the websocket protocol {ExecProtocol} (kubectl 1.30 or newer)");
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(ExecProtocol);
        await using var channels = new ExecChannels(socket, Flag(context, "stdin"), context.RequestAborted);
        await channels.RunAsync((input, output, error, stop) => access.ExecAsync(new PodExecRequest(pod, container, command, Flag(context, "tty")), input, output, error, stop));
    }

    public Task PortForwardAsync(HttpContext context, ApiTarget target)
    {
        var pod = Pod(target);
        if (string.IsNullOrEmpty(pod.Text("spec", "nodeName"))) throw Refusal.BadRequest($"pod {target.Name} does not have a host assigned");
        return _forwarding.RunAsync(context, pod);
    }

    public async Task EvictAsync(HttpContext context, ApiTarget target)
    {
        var bytes = await Body.ReadAsync(context);
        var eviction = bytes.Length == 0 ? [] : Body.ContentType(context) == Body.Binary ? Body.FromBinary(bytes, Kinds.KindTable.Type("policy.v1.Eviction")) : JsonText.ParseObject(bytes);
        if (eviction.Text("kind") is { Length: > 0 } and not "Eviction" and var kind) throw Refusal.BadRequest($"{kind} in version \"v1\" cannot be handled as a Eviction: converting (v1.{kind}) to (policy.Eviction): unknown conversion");
        if (eviction.Text("metadata", "name") != target.Name) throw Refusal.BadRequest("name in URL does not match name in Eviction object");
        var pod = Pod(target);
        var options = eviction["deleteOptions"];
        var dryRun = WriteRequest.IsDryRun(context, "CreateOptions") || options.Texts("dryRun").Contains("All");
        if (pod.Text("status", "phase") is "Running" or "Pending") Disruptions.Take(state, pod, target, dryRun);
        state.Delete(target.Kind, target.Ns, target.Name!, new DeleteOptions(DeletePropagation.Background, (int?)options.Number("gracePeriodSeconds"),
            options.Text("preconditions", "uid"), options.Text("preconditions", "resourceVersion"), dryRun));
        await Answer.Json(context, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    private JsonObject Pod(ApiTarget target) => state.Get(target.Key) ?? throw Refusal.NotFound(target.Kind, target.Name!);

    private static string Container(JsonObject pod, ApiTarget target, string asked)
    {
        var names = pod["spec"].Objects("containers").Select(c => c.Text("name")!).ToList();
        var init = pod["spec"].Objects("initContainers").Select(c => c.Text("name")!).ToList();
        if (asked.Length == 0)
        {
            if (pod.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container") is { } annotated && names.Contains(annotated) && target.Subresource == "exec") return annotated;
            if (names.Count == 1 && init.Count == 0) return names[0];
            if (names.Count == 1 && target.Subresource == "exec") return names[0];
            throw Refusal.BadRequest($"a container name must be specified for pod {target.Name}, choose one of: [{string.Join(" ", init.Concat(names))}]");
        }
        if (!names.Contains(asked) && !init.Contains(asked)) throw Refusal.BadRequest($"container {asked} is not valid for pod {target.Name}");
        return asked;
    }

    private static bool Flag(HttpContext context, string name) => context.Request.Query[name].ToString() is "true" or "1";
}
