using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Access;

/// <summary>Makes and checks the tokens of service accounts: signed, for a time, and void once their account or pod is gone.</summary>
public sealed class AccountTokens : IDisposable
{
    internal const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly ObjectKind Accounts = new("", "ServiceAccount");
    private static readonly ObjectKind Pods = new("", "Pod");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly IClusterObjects _objects;
    private readonly TimeProvider _time;

    /// <param name="objects">Where accounts and pods are looked up.</param>
    /// <param name="time">The clock of the tokens' lives.</param>
    /// <param name="keyPem">The private key, so that tokens outlive the process; null makes one.</param>
    public AccountTokens(IClusterObjects objects, TimeProvider time, string? keyPem = null)
    {
        (_objects, _time) = (objects, time);
        if (keyPem is not null) _key.ImportFromPem(keyPem);
    }

    /// <summary>A new private key.</summary>
    public static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The token that a pod finds in its volume; empty where its account is gone.</summary>
    public string ForPod(JsonObject pod)
    {
        var ns = pod.Text("metadata", "namespace") ?? "";
        var account = _objects.Get(new ObjectKey(Accounts, ns, pod.Text("spec", "serviceAccountName") ?? "default"));
        return account is null ? "" : Make(account, [Issuer], TimeSpan.FromDays(365), pod).Token;
    }

    public void Dispose() => _key.Dispose();

    /// <param name="bound">A pod with which the token ends; null for none.</param>
    internal (string Token, DateTimeOffset Expires) Make(JsonObject account, IEnumerable<string> audiences, TimeSpan life, JsonObject? bound)
    {
        var now = _time.GetUtcNow();
        var ns = account.Text("metadata", "namespace");
        var claims = new JsonObject { ["namespace"] = ns };
        if (bound is not null) claims["pod"] = Named(bound);
        claims["serviceaccount"] = Named(account);
        var body = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]),
            ["exp"] = (now + life).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = claims,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{ns}:{account.Text("metadata", "name")}",
        };
        var signed = $"{Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(JsonText.Utf8(body))}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return ($"{signed}.{Base64Url.EncodeToString(signature)}", now + life);
    }

    /// <summary>Whose token it is, and for whom; null where it does not hold.</summary>
    internal (User User, IReadOnlyList<string> Audiences)? Check(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            if (!_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)) return null;
            var body = JsonText.ParseObject(Base64Url.DecodeFromChars(parts[1]));
            var ns = body.Text("kubernetes.io", "namespace") ?? "";
            var name = body.Text("kubernetes.io", "serviceaccount", "name") ?? "";
            if (body.Number("exp") <= _time.GetUtcNow().ToUnixTimeSeconds()) return null;
            if (!Lives(Accounts, ns, body.Object("kubernetes.io", "serviceaccount")) || !Lives(Pods, ns, body.Object("kubernetes.io", "pod"))) return null;
            return (User.OfAccount(ns, name, body.Text("kubernetes.io", "serviceaccount", "uid") ?? "", body.Text("jti") ?? ""), [.. body.Texts("aud")]);
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool Lives(ObjectKind kind, string ns, JsonObject? claim) => claim is null
        || _objects.Get(new ObjectKey(kind, ns, claim.Text("name") ?? "")).Text("metadata", "uid") == claim.Text("uid");

    private static JsonObject Named(JsonObject obj) => new() { ["name"] = obj.Text("metadata", "name"), ["uid"] = obj.Text("metadata", "uid") };
}
