using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
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
        var spec = review.Object("spec") ?? [];
        switch (target.Kind.Kind)
        {
            case "TokenReview":
                review["status"] = accounts.Review(spec);
                break;
            case "SelfSubjectReview":
                review["metadata"] = new JsonObject { ["creationTimestamp"] = JsonAccess.Time(time.GetUtcNow()) };
                review["status"] = new JsonObject { ["userInfo"] = user.ToJson() };
                break;
            case "SelfSubjectRulesReview":
                review["status"] = Rules(user, spec.Text("namespace") ?? "");
                break;
            default:
                var asked = target.Kind.Kind == "SelfSubjectAccessReview" ? user : new User(spec.Text("user") ?? "", "", [.. spec.Texts("groups")]);
                review["status"] = new JsonObject { ["allowed"] = authorizer.Allows(asked, Request(spec)) };
                break;
        }
        await Answer.Json(context, 201, review);
    }

    private static AccessRequest Request(JsonObject spec)
    {
        if ((spec["resourceAttributes"] is null) == (spec["nonResourceAttributes"] is null))
        {
            var cause = Cause.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
            throw new StatusException(422, "Invalid", $".authorization.k8s.io \"\" is invalid: {cause}",
                new JsonObject { ["group"] = "authorization.k8s.io", ["causes"] = Refusal.Causes([cause]) });
        }
        if (spec.Object("nonResourceAttributes") is { } path) return new AccessRequest(path.Text("verb") ?? "", "", "", "", "", "", path.Text("path") ?? "");
        var attributes = spec.Object("resourceAttributes")!;
        string Text(string name) => attributes.Text(name) ?? "";
        return new AccessRequest(Text("verb"), Text("group"), Text("resource"), Text("subresource"), Text("namespace"), Text("name"));
    }

    private JsonObject Rules(User user, string ns)
    {
        static JsonObject Everything(string field) => new() { ["verbs"] = new JsonArray("*"), [field] = new JsonArray("*") };
        if (user.IsAdministrator)
        {
            return new JsonObject
            {
                ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
                ["nonResourceRules"] = new JsonArray(Everything("nonResourceURLs")),
                ["incomplete"] = false,
            };
        }
        var rules = authorizer.Rules(user, ns).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => r["resources"] is not null).Select(r => r.DeepClone())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r["nonResourceURLs"] is not null).Select(r => r.DeepClone())]),
            ["incomplete"] = false,
        };
    }
}
