using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Where the next page of a list begins.</summary>
/// <param name="Version">The version of the list; -1 for the newest, which is not that of the pages before.</param>
/// <param name="Start">The first key of the page, below the folder that is listed.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    private const string Form = "meta.k8s.io/v1";
    private const string Bad = "invalid continue token: continue key is not valid";

    /// <param name="ns">The namespace that is listed; null where it is all of them.</param>
    public static ContinueToken After(long version, StoredObject last, string? ns) => new(version, $"{Key(last, ns)}\0");

    /// <exception cref="StatusException">A text that no server has made.</exception>
    public static ContinueToken Parse(string text)
    {
        JsonObject token;
        try
        {
            var bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
            token = JsonText.Parse(bytes) switch
            {
                JsonObject obj => obj,
                null => [],
                var node => throw Refusal.BadRequest($"{Bad}: json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type storage.continueToken"),
            };
        }
        catch (FormatException)
        {
            throw Refusal.BadRequest($"{Bad}: illegal base64 data at input byte {BadByte(text)}");
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"{Bad}: {JsonProblem.Describe(Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=')), e)}");
        }
        if (token.Text("v") != Form) throw Refusal.BadRequest($"{Bad}: server does not recognize this encoded version {token.Text("v")}");
        if (token.Number("rv") is null or 0) throw Refusal.BadRequest($"{Bad}: incorrect encoded start resourceVersion (version {Form})");
        var start = token.Text("start") ?? "";
        if (start.Length == 0) throw Refusal.BadRequest($"{Bad}: encoded start key empty (version {Form})");
        if (start.TrimStart('/').Split('/').Any(part => part is "" or "." or "..")) throw Refusal.BadRequest($"{Bad}: {start}");
        return new ContinueToken(token.Number("rv")!.Value, start);
    }

    public bool IsBefore(StoredObject obj, string? ns) => string.CompareOrdinal(Key(obj, ns), Start) >= 0;

    public override string ToString() => Convert.ToBase64String(JsonText.Utf8(new JsonObject { ["v"] = Form, ["rv"] = Version, ["start"] = Start }))
        .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string Key(StoredObject obj, string? ns) => ns is null && obj.Key.Namespace.Length > 0 ? $"{obj.Key.Namespace}/{obj.Key.Name}" : obj.Key.Name;

    private static int BadByte(string text)
    {
        var at = text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
        return at < 0 ? text.Length - text.Length % 4 : at;
    }
}
