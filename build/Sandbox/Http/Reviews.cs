using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Questions about who may do what: the administrator may do everything, others are not known.</summary>
internal sealed class Reviews(TimeProvider time)
{
    private const string Admin = "kubernetes-admin";

    public bool Handles(ResourceKind kind) => kind.Group is "authorization.k8s.io" or "authentication.k8s.io";

    public async Task AnswerAsync(HttpContext context, ApiTarget target)
    {
        var review = await Body.ObjectAsync(context, target.Kind, "CreateOptions");
        var spec = review.Object("spec");
        switch (target.Kind.Kind)
        {
            case "SelfSubjectReview":
                review["metadata"] = new JsonObject { ["creationTimestamp"] = JsonAccess.Time(time.GetUtcNow()) };
                review["status"] = new JsonObject { ["userInfo"] = new JsonObject { ["username"] = Admin, ["groups"] = new JsonArray("system:masters", "system:authenticated") } };
                break;
            case "SelfSubjectRulesReview":
                review["status"] = new JsonObject
                {
                    ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
                    ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
                    ["incomplete"] = false,
                };
                break;
            default:
                if ((spec?["resourceAttributes"] is null) == (spec?["nonResourceAttributes"] is null))
                {
                    var cause = Cause.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
                    throw new StatusException(422, "Invalid", $".authorization.k8s.io \"\" is invalid: {cause}",
                        new JsonObject { ["group"] = "authorization.k8s.io", ["causes"] = Refusal.Causes([cause]) });
                }
                var self = target.Kind.Kind == "SelfSubjectAccessReview";
                review["status"] = new JsonObject { ["allowed"] = self || spec.Text("user") == Admin || spec.Texts("groups").Contains("system:masters") };
                break;
        }
        await Answer.Json(context, 201, review);
    }
}
