using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>What someone wants to write, as admission policies see it.</summary>
/// <param name="Operation">CREATE, UPDATE or DELETE.</param>
/// <param name="Object">What would be there then; null for deletions.</param>
/// <param name="Old">What is there; null for creations.</param>
/// <param name="NamespaceObject">The namespace of the object; null where it has none.</param>
internal sealed record PolicyRequest(string Operation, ResourceKind Kind, string Subresource, string Namespace, string Name, JsonObject? Object, JsonObject? Old, JsonObject? NamespaceObject, User User, bool DryRun)
{
    /// <summary>The variable <c>request</c>.</summary>
    public JsonObject ToJson(string version)
    {
        JsonObject Kinded(string version) => new() { ["group"] = Kind.Group, ["version"] = version, ["kind"] = Kind.Kind };
        JsonObject Resource(string version) => new() { ["group"] = Kind.Group, ["version"] = version, ["resource"] = Kind.Plural };
        var json = new JsonObject
        {
            ["uid"] = "",
            ["kind"] = Kinded(version),
            ["resource"] = Resource(version),
            ["requestKind"] = Kinded(Kind.Version),
            ["requestResource"] = Resource(Kind.Version),
            ["operation"] = Operation,
            ["userInfo"] = User.ToJson(),
            ["object"] = null,
            ["oldObject"] = null,
            ["dryRun"] = DryRun,
            ["options"] = new JsonObject { ["kind"] = Operation switch { "CREATE" => "CreateOptions", "UPDATE" => "UpdateOptions", _ => "DeleteOptions" }, ["apiVersion"] = "meta.k8s.io/v1" },
        };
        if (Subresource.Length > 0) (json["subResource"], json["requestSubResource"]) = (Subresource, Subresource);
        if (Name.Length > 0) json["name"] = Name;
        if (Namespace.Length > 0) json["namespace"] = Namespace;
        return json;
    }
}
