using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Fields;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Questions about who one is and who may do what.</summary>
internal sealed class Reviews(TimeProvider time, Authorizer authorizer, AccountRequests accounts)
{
    public bool Handles(ResourceKind kind) => kind.Group is "authorization.k8s.io" or "authentication.k8s.io";

    public async Task AnswerAsync(HttpContext context, ApiTarget target, User user)
    {
        var review = await Body.ObjectAsync(context, target.Kind, "CreateOptions");
        Writes.CheckNamespace(target, review);
        var spec = review.Object("spec") ?? [];
        switch (target.Kind.Kind)
        {
            case "TokenReview":
                Own(context, target.Kind, review);
                review["status"] = accounts.Review(spec);
                break;
            case "SelfSubjectReview":
                review["metadata"] = new JsonObject { ["creationTimestamp"] = JsonAccess.Time(time.GetUtcNow()) };
                review["status"] = new JsonObject { ["userInfo"] = user.ToJson() };
                break;
            case "SelfSubjectRulesReview":
                if (spec.Text("namespace") is not { Length: > 0 } ns) throw Refusal.BadRequest("no namespace on request");
                review["spec"] = new JsonObject();
                review["status"] = Rules(user, ns);
                break;
            default:
                Check(target, review, spec);
                var asked = target.Kind.Kind == "SelfSubjectAccessReview" ? user : new User(spec.Text("user") ?? "", "", [.. spec.Texts("groups")]);
                Own(context, target.Kind, review);
                var reason = authorizer.Reason(asked, Request(spec));
                var status = new JsonObject { ["allowed"] = reason is not null };
                if (reason?.Length > 0) status["reason"] = reason;
                review["status"] = status;
                break;
        }
        await Answer.Json(context, 201, review);
    }

    /// <summary>A review is answered and never stored, but has an owner as stored objects do.</summary>
    private void Own(HttpContext context, ResourceKind kind, JsonObject review) =>
        ManagedFields.OnUpdate(kind, null, review, WriteRequest.Options(context, "CreateOptions"), time.GetUtcNow());

    private static void Check(ApiTarget target, JsonObject review, JsonObject spec)
    {
        List<Cause> causes = [];
        var (resource, path) = (spec.Object("resourceAttributes"), spec.Object("nonResourceAttributes"));
        if (resource is not null && path is not null)
        {
            causes.Add(Cause.Invalid("spec.nonResourceAttributes", new JsonObject { ["Path"] = path.Text("path") ?? "", ["Verb"] = path.Text("verb") ?? "" }, "cannot be specified in combination with resourceAttributes"));
        }
        if (resource is null && path is null) causes.Add(Cause.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        if (target.Kind.Kind != "SelfSubjectAccessReview" && spec.Text("user") is null or "" && !spec.Texts("groups").Any()) causes.Add(Cause.Invalid("spec.user", "", "at least one of user or group must be specified"));
        if (target.Kind.Namespaced && resource is not null && (resource.Text("namespace") ?? "") != (review.Text("metadata", "namespace") ?? ""))
        {
            causes.Add(Cause.Invalid("spec.resourceAttributes.namespace", resource.Text("namespace") ?? "", "must match metadata.namespace"));
        }
        if (causes.Count > 0) throw Refusal.Invalid("authorization.k8s.io", "", ".authorization.k8s.io", "", causes);
    }

    private static AccessRequest Request(JsonObject spec)
    {
        if (spec.Object("nonResourceAttributes") is { } path) return new AccessRequest(path.Text("verb") ?? "", "", "", "", "", "", path.Text("path") ?? "");
        var attributes = spec.Object("resourceAttributes")!;
        string Text(string name) => attributes.Text(name) ?? "";
        return new AccessRequest(Text("verb"), Text("group"), Text("resource"), Text("subresource"), Text("namespace"), Text("name"));
    }

    private JsonObject Rules(User user, string ns)
    {
        var rules = authorizer.Rules(user, ns).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => r["resources"] is not null).Select(r => r.DeepClone())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r["nonResourceURLs"] is not null).Select(r => r.DeepClone())]),
            ["incomplete"] = false,
        };
    }
}
