using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The Kubernetes API over HTTP.</summary>
public sealed class KubernetesApi
{
    private readonly ClusterState _state;
    private readonly Authentication _authentication;
    private readonly Authorizer _authorizer;
    private readonly AccountRequests _accounts;
    private readonly Discovery _discovery;
    private readonly OpenApi _openApi;
    private readonly Reads _reads;
    private readonly Writes _writes;
    private readonly PatchRequests _patches;
    private readonly ScaleRequests _scales;
    private readonly PodRequests _pods;
    private readonly Reviews _reviews;
    private readonly Metrics _metrics = new();
    private readonly ILogger _log;

    private KubernetesApi(ClusterState state, IPodAccess pods, AccountTokens tokens, ApiOptions options, IHostApplicationLifetime lifetime, ILogger log)
    {
        _state = state;
        _authentication = new Authentication(options, tokens);
        _authorizer = new Authorizer(state);
        _accounts = new AccountRequests(state, tokens);
        _discovery = new Discovery(state.Kinds, options);
        _openApi = new OpenApi(state.Kinds);
        _reads = new Reads(state, new Watches(state, options, lifetime.ApplicationStopping));
        _writes = new Writes(state);
        _patches = new PatchRequests(state);
        _scales = new ScaleRequests(state);
        _pods = new PodRequests(state, pods, log);
        _reviews = new Reviews(state.Time, _authorizer, _accounts);
        _log = log;
    }

    /// <summary>Answers every request of the application with the API. Watches end when the application stops.</summary>
    public static void Map(WebApplication app, ClusterState state, IPodAccess pods, AccountTokens tokens, ApiOptions options)
    {
        var api = new KubernetesApi(state, pods, tokens, options, app.Lifetime, app.Logger);
        app.UseWebSockets();
        app.Run(api.HandleAsync);
    }

    /// <summary>What the API needs of the server: warnings are headers, and they may be in any language.</summary>
    public static void Configure(KestrelServerOptions server) => server.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (StatusException refusal) when (!context.Response.HasStarted)
        {
            await Answer.Refused(context, refusal);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client has gone
        }
        catch (Exception e) when (!context.Response.HasStarted && e is not OperationCanceledException)
        {
            _log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await Answer.Refused(context, new StatusException(500, "InternalError", $"Internal error occurred: {e.Message}"));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is ["healthz" or "livez" or "readyz", ..])
        {
            await Answer.Text(context, 200, "ok");
            return;
        }
        var user = _authentication.Check(context);
        context.Features.Set(user);
        context.Response.Headers.CacheControl = "no-cache, private";
        var target = segments is ["api" or "apis", _, ..] ? ApiTarget.Parse(segments, _state.Kinds) : null;
        if (target is not null) context.Features.Set(target);
        if (!user.IsAdministrator) Authorize(context, user, target, path);
        switch (segments)
        {
            case ["version"]:
                MediaType.Choose(context);
                await Answer.Json(context, 200, Discovery.Version);
                return;
            case ["metrics"]:
                await Answer.Text(context, 200, _metrics.Write());
                return;
            case ["openapi", ..]:
                if (await _openApi.TryAsync(context, segments)) return;
                break;
            case []:
                await Answer.Json(context, 200, OpenApi.Paths(_state.Kinds));
                return;
            case ["api"] or ["apis"] or ["api", _] or ["apis", _] or ["apis", _, _]:
                if (await _discovery.TryAsync(context, segments)) return;
                break;
            default:
                if (target is not null)
                {
                    await CountedAsync(context, target, user);
                    return;
                }
                break;
        }
        await Answer.Text(context, 404, "404 page not found\n");
    }

    /// <exception cref="StatusException">403.</exception>
    private void Authorize(HttpContext context, User user, ApiTarget? target, string path)
    {
        var request = target?.Access(context) ?? new AccessRequest(context.Request.Method.ToLowerInvariant(), "", "", "", "", "", path);
        if (!_authorizer.Allows(user, request)) throw target is null ? Refusal.Forbidden(user.Name, request) : Refusal.Forbidden(user.Name, request, target.Kind);
    }

    private async Task CountedAsync(HttpContext context, ApiTarget target, User user)
    {
        var verb = Verb(context, target);
        var code = 500;
        try
        {
            await ResourceAsync(context, target, user);
            code = context.Response.StatusCode;
        }
        catch (StatusException refusal)
        {
            code = refusal.Code;
            throw;
        }
        finally
        {
            _metrics.Count(verb, target, WriteRequest.IsDryRun(context), code);
        }
    }

    private static string Verb(HttpContext context, ApiTarget target) => context.Request.Method switch
    {
        "GET" or "HEAD" when target.Watch || context.Request.Query["watch"].ToString() is "true" or "1" => "WATCH",
        "GET" or "HEAD" when target.Name is null => "LIST",
        "PATCH" when Body.ContentType(context) == "application/apply-patch+yaml" => "APPLY",
        "DELETE" when target.Name is null => "DELETECOLLECTION",
        var method => method,
    };

    private Task ResourceAsync(HttpContext context, ApiTarget target, User user)
    {
        var method = context.Request.Method;
        if (target.Kind.Refused is { } missing && (method != "GET" || !target.Kind.Verbs.Contains("list") || target.Kind.IsSecondForm)) throw Refusal.NotImplemented(missing);
        if (target.Kind is { Kind: "Endpoints", Group: "" }) Answer.WarnAbout(context, ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]);
        if (target.Watch) return method == "GET" && target.Kind.Verbs.Contains("watch") ? _reads.ListAsync(context, target) : throw Refusal.MethodNotAllowed();
        if (_reviews.Handles(target.Kind)) return method == "POST" && target.Name is null ? _reviews.AnswerAsync(context, target, user) : throw Refusal.MethodNotAllowed();
        return (target.Subresource, method) switch
        {
            ("", "GET") => target.Name is null ? _reads.ListAsync(context, target) : _reads.GetAsync(context, target),
            ("", "POST") when target.Name is null && (target.Namespace is not null || !target.Kind.Namespaced) => _writes.CreateAsync(context, target),
            ("" or "status" or "finalize", "PUT") when target.Name is not null => _writes.ReplaceAsync(context, target),
            ("" or "status", "PATCH") when target.Name is not null => _patches.PatchAsync(context, target),
            ("", "DELETE") when target.Name is not null => _writes.DeleteAsync(context, target),
            ("", "DELETE") when target.Kind.Verbs.Contains("deletecollection") && (target.Namespace is not null || !target.Kind.Namespaced) => _writes.DeleteCollectionAsync(context, target),
            ("status", "GET") => _reads.GetAsync(context, target),
            ("scale", "GET") => _scales.GetAsync(context, target),
            ("scale", "PUT") => _scales.PutAsync(context, target),
            ("scale", "PATCH") => _scales.PatchAsync(context, target),
            ("log", "GET") => _pods.LogAsync(context, target),
            ("exec", "GET" or "POST") => _pods.ExecAsync(context, target),
            ("portforward", "GET" or "POST") => _pods.PortForwardAsync(context, target),
            ("eviction", "POST") => _pods.EvictAsync(context, target),
            ("token", "POST") => _accounts.TokenAsync(context, target),
            ("attach" or "proxy" or "binding" or "ephemeralcontainers" or "resize" or "approval", _) => throw Refusal.NotImplemented($"{target.Kind.Plural}/{target.Subresource}"),
            _ => throw Refusal.MethodNotAllowed(),
        };
    }
}
