using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Access;

/// <summary>Who sends a request.</summary>
/// <param name="Uid">Of a service account; empty for the administrator.</param>
/// <param name="Credential">What tells one token from another; empty where there is none.</param>
internal sealed record User(string Name, string Uid, IReadOnlyList<string> Groups, string Credential = "")
{
    public const string Masters = "system:masters";

    /// <summary>May do everything.</summary>
    public static readonly User Administrator = new("kubernetes-admin", "", [Masters, "system:authenticated"]);

    public bool IsAdministrator => Groups.Contains(Masters);

    public static User OfAccount(string ns, string name, string uid, string credential) => new(
        $"system:serviceaccount:{ns}:{name}", uid, ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"], credential);

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["username"] = Name };
        if (Uid.Length > 0) json["uid"] = Uid;
        json["groups"] = new JsonArray([.. Groups.Select(g => JsonValue.Create(g))]);
        if (Credential.Length > 0) json["extra"] = new JsonObject { ["authentication.kubernetes.io/credential-id"] = new JsonArray($"JTI={Credential}") };
        return json;
    }
}
