using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Fields;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Tokens of service accounts: asked for, and asked about.</summary>
internal sealed class AccountRequests(ClusterState state, AccountTokens tokens)
{
    private const string Group = "authentication.k8s.io";

    private static readonly ResourceKind Request = new()
    {
        Group = Group,
        Version = "v1",
        Kind = "TokenRequest",
        Plural = "tokenrequests",
        Singular = "tokenrequest",
        Namespaced = true,
        Type = KindTable.Type("authentication.v1.TokenRequest"),
    };

    public async Task TokenAsync(HttpContext context, ApiTarget target)
    {
        var request = await Body.ObjectAsync(context, Request, "CreateOptions");
        var account = state.Store.Get(target.Key) ?? throw Refusal.NotFound(target.Kind, target.Name!);
        var spec = request.Need("spec");
        if (spec["audiences"] is not JsonArray { Count: > 0 }) spec["audiences"] = null;
        spec.Default("expirationSeconds", 3600);
        var fields = spec.Clone();
        foreach (var empty in fields.Where(f => f.Value is null).Select(f => f.Key).ToList()) fields.Remove(empty);
        if (spec.Number("expirationSeconds") < 600)
        {
            throw Refusal.Invalid(Request, "", [Cause.Invalid("spec.expirationSeconds", spec.Number("expirationSeconds"), "may not specify a duration less than 10 minutes")]);
        }
        var bound = Bound(spec.Object("boundObjectRef"), target.Ns);
        spec.Default("audiences", new JsonArray(AccountTokens.Issuer));
        if (spec["boundObjectRef"] is null) spec["boundObjectRef"] = null;
        var (token, expires) = tokens.Make(account.Object, spec.Texts("audiences"), TimeSpan.FromSeconds(spec.Number("expirationSeconds")!.Value), bound);
        var now = JsonAccess.Time(state.Time.GetUtcNow());
        request["metadata"] = new JsonObject
        {
            ["name"] = target.Name,
            ["namespace"] = target.Ns,
            ["uid"] = account.Uid,
            ["creationTimestamp"] = now,
            ["managedFields"] = FieldOwner.Write([new FieldOwner(WriteRequest.Options(context, "CreateOptions").FieldManager, FieldOwner.Update, $"{Group}/v1", "token", now,
                FieldSets.Of(new JsonObject { ["spec"] = fields }, new FieldSchema { Shape = Shape.Struct, Type = Request.Type }))]),
        };
        request["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = JsonAccess.Time(expires) };
        await Answer.Json(context, 201, request);
    }

    /// <summary>The answer to a TokenReview.</summary>
    public JsonObject Review(JsonObject spec)
    {
        if (spec.Text("token") is not { Length: > 0 } token) throw Refusal.BadRequest("token is required for TokenReview in authentication");
        if (tokens.Check(token) is not { } known) return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        return new JsonObject
        {
            ["authenticated"] = true,
            ["user"] = known.User.ToJson(),
            ["audiences"] = new JsonArray([.. known.Audiences.Select(a => JsonValue.Create(a))]),
        };
    }

    private JsonObject? Bound(JsonObject? reference, string ns)
    {
        if (reference is null) return null;
        if (reference.Text("kind") != "Pod") throw Refusal.NotImplemented($"tokens that are bound to a {reference.Text("kind")}");
        var kind = state.Kinds.ByObjectKind(new ObjectKind("", "Pod"))!;
        return state.Store.Get(new ObjectKey(kind.ObjectKind, ns, reference.Text("name") ?? ""))?.Object ?? throw Refusal.NotFound(kind, reference.Text("name") ?? "");
    }
}
