using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>The refusals of a Kubernetes API server, in its words.</summary>
internal static class Refusal
{
    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException NameMissing(string name) => BadRequest($"the name of the object ({name} based on URL) was undeterminable: name must be provided");

    /// <summary>An error a real server has no reason for; it answers 500 without one.</summary>
    public static StatusException Internal(string message) => new(500, "", message);

    public static StatusException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedPlural} \"{name}\" not found", Details(kind.Group, kind.Plural, name));

    public static StatusException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static StatusException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static StatusException NotImplemented(string what) => new(501, "NotImplemented", $"the sandbox does not support {what}; use a real cluster for this");

    public static StatusException AlreadyExists(ResourceKind kind, string name, bool beingDeleted = false) =>
        new(409, "AlreadyExists", $"{(beingDeleted ? "object is being deleted: " : "")}{kind.QualifiedPlural} \"{name}\" already exists", Details(kind.Group, kind.Plural, name));

    public static StatusException Stale(ResourceKind kind, string name) => Conflict(kind.QualifiedPlural, name, kind.Group, kind.Plural,
        "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>An update means another object of that name.</summary>
    public static StatusException OtherUid(ResourceKind kind, string ns, string name, string uid, string found) => Conflict(kind.QualifiedPlural, name, kind.Group, kind.Plural,
        $"StorageError: invalid object, Code: 4, Key: {StorageKey(kind, ns, name)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {found}");

    /// <summary>What is applied means an object that is not there.</summary>
    public static StatusException NoSuchUid(ResourceKind kind, string name, string uid) => Conflict(kind.QualifiedPlural, name, kind.Group, kind.Plural,
        $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");

    public static StatusException Conflict(string qualified, string name, string group, string kind, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {qualified} \"{name}\": {why}", Details(group, kind, name));

    public static StatusException Forbidden(ResourceKind kind, string name, string why, Cause? cause = null)
    {
        var details = Details(kind.Group, kind.Plural, name);
        if (cause is not null) details["causes"] = Causes([cause]);
        return new(403, "Forbidden", $"{kind.QualifiedPlural} \"{name}\" is forbidden: {why}", details);
    }

    /// <summary>Someone may not do this.</summary>
    public static StatusException Forbidden(string user, AccessRequest request, ResourceKind? kind = null)
    {
        if (kind is null) return new(403, "Forbidden", $"forbidden: User \"{user}\" cannot {request.Verb} path \"{request.Path}\"", []);
        var what = request.Name.Length > 0 ? $"{kind.QualifiedPlural} \"{request.Name}\"" : kind.QualifiedPlural;
        var where = request.Namespace.Length > 0 ? $"in the namespace \"{request.Namespace}\"" : "at the cluster scope";
        return new(403, "Forbidden", $"{what} is forbidden: User \"{user}\" cannot {request.Verb} resource \"{request.FullResource}\" in API group \"{request.Group}\" {where}",
            Details(kind.Group, kind.Plural, request.Name));
    }

    public static StatusException Expired(string message) => new(410, "Expired", message);

    /// <summary>The version of a list is forgotten, but one may go on in the newest with <paramref name="next"/>.</summary>
    public static StatusException PageExpired(string next) => new(410, "Expired",
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
    { Continue = next };

    /// <summary>A version that is not there yet.</summary>
    public static StatusException TooNew(ulong asked, long current) => new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}",
        new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }), ["retryAfterSeconds"] = 1 });

    public static StatusException Invalid(ResourceKind kind, string name, IReadOnlyList<Cause> causes) =>
        Invalid(kind.Group, kind.Kind, kind.QualifiedKind, name, causes);

    /// <summary>Options of a request are invalid, such as <c>PatchOptions.meta.k8s.io</c>.</summary>
    public static StatusException InvalidOptions(string kind, params IReadOnlyList<Cause> causes) =>
        Invalid("meta.k8s.io", kind, $"{kind}.meta.k8s.io", "", causes);

    /// <summary>A patch gave something that is no object of the kind.</summary>
    public static StatusException InvalidPatch(string value, string why) =>
        Invalid("", "", "", "", [new Cause("FieldValueInvalid", "patch", $"Invalid value: {JsonText.Text(value)}: {why}")]);

    /// <summary>The key under which a real server stores an object; some of its errors show it.</summary>
    private static string StorageKey(ResourceKind kind, string ns, string name)
    {
        var folder = kind.QualifiedPlural switch
        {
            "services" => "services/specs",
            "endpoints" => "services/endpoints",
            "nodes" => "minions",
            "ingresses.networking.k8s.io" => "ingress",
            _ => kind.IsCustom || kind.Group == "apiextensions.k8s.io" ? $"{kind.Group}/{kind.Plural}" : kind.Plural,
        };
        return $"/registry/{folder}/{(ns.Length > 0 ? $"{ns}/" : "")}{name}";
    }

    public static JsonArray Causes(IEnumerable<Cause> causes) =>
        [.. causes.Select(c => new JsonObject { ["reason"] = c.Reason, ["message"] = c.Message, ["field"] = c.Field })];

    public static JsonObject Details(string group, string kind, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        if (kind.Length > 0) details["kind"] = kind;
        return details;
    }

    public static StatusException Invalid(string group, string kind, string qualified, string name, IReadOnlyList<Cause> causes)
    {
        var details = Details(group, kind, name);
        details["causes"] = Causes(causes);
        // the message names every problem once, the causes may repeat one
        var texts = causes.Select(c => c.ToString()).Distinct().ToList();
        var text = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{qualified} \"{name}\" is invalid: {text}", details);
    }
}
