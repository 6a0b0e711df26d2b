using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    public static Task Json(HttpContext context, int code, JsonNode body, string contentType = "application/json") =>
        Bytes(context, code, JsonText.Utf8(body), contentType);

    public static Task Text(HttpContext context, int code, string text) => Bytes(context, code, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static async Task Bytes(HttpContext context, int code, ReadOnlyMemory<byte> body, string contentType)
    {
        if (contentType == "application/json" && WantsPretty(context)) body = JsonText.Indented(body.Span);
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Whether a person reads the answer.</summary>
    private static bool WantsPretty(HttpContext context)
    {
        if (context.Request.Query["pretty"].ToString() is { Length: > 0 } asked) return asked is "1" or "t" or "T" or "true" or "True" or "TRUE";
        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal) || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }

    public static Task Refused(HttpContext context, StatusException refusal) => MediaType.PrefersYaml(context)
        ? Bytes(context, refusal.Code, Encoding.UTF8.GetBytes(Yaml.Write(Status(refusal))), "application/yaml")
        : Json(context, refusal.Code, Status(refusal));

    public static JsonObject Status(StatusException refusal)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = refusal.Continue is { } next ? new JsonObject { ["continue"] = next } : new JsonObject(),
            ["status"] = "Failure",
            ["message"] = refusal.Message,
        };
        if (refusal.Reason.Length > 0) status["reason"] = refusal.Reason;
        if (refusal.Details is not null) status["details"] = refusal.Details.DeepClone();
        status["code"] = refusal.Code;
        return status;
    }

    /// <summary>The object in the version that was asked for.</summary>
    public static async Task Object(HttpContext context, int code, ResourceKind kind, StoredObject obj, MediaType accept)
    {
        if (accept.IsTable) await Json(context, code, Tables.TableBuilder.Build(kind, [obj], accept, obj.Metadata.Text("resourceVersion"), null, 0));
        else if (accept.As == "PartialObjectMetadata") await Json(context, code, Partial(obj));
        else if (accept.IsYaml) await Bytes(context, code, Encoding.UTF8.GetBytes(Yaml.Write(obj.Object)), "application/yaml");
        else
        {
            var buffer = new ArrayBufferWriter<byte>(obj.Utf8.Length + 64);
            WriteObject(buffer, kind, obj, withType: true);
            await Bytes(context, code, buffer.WrittenMemory, "application/json");
        }
    }

    public static void WriteObject(IBufferWriter<byte> output, ResourceKind kind, StoredObject obj, bool withType)
    {
        output.Write(withType ? TypeHead(kind) : "{"u8);
        output.Write(obj.Utf8.Span[(1 + obj.TypeLength)..]);
    }

    public static JsonObject Partial(StoredObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj.Metadata.DeepClone(),
    };

    /// <summary>A list in the form that was asked for.</summary>
    public static async Task List(HttpContext context, ResourceKind kind, List<StoredObject> objects, string version, string? next, long left, MediaType accept)
    {
        if (accept.IsTable)
        {
            await Json(context, 200, Tables.TableBuilder.Build(kind, objects, accept, version, next, left));
            return;
        }
        var buffer = new ArrayBufferWriter<byte>(objects.Sum(o => o.Utf8.Length) + 1024);
        if (accept.As.Length > 0) WritePartial(buffer, objects, version, next, left);
        else WriteList(buffer, kind, objects, version, next, left);
        if (accept.IsYaml) await Bytes(context, 200, Encoding.UTF8.GetBytes(Yaml.Write(JsonText.ParseObject(buffer.WrittenSpan))), "application/yaml");
        else await Bytes(context, 200, buffer.WrittenMemory, "application/json");
    }

    public static void WarnAbout(HttpContext context, IEnumerable<string> warnings)
    {
        foreach (var text in warnings.Select(warning => $"299 - {JsonText.Text(JsonValue.Create(warning))}"))
        {
            if (!context.Response.Headers.Warning.Contains(text)) context.Response.Headers.Append("Warning", text);
        }
    }

    private static byte[] TypeHead(ResourceKind kind) => Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind.Kind}\",\"apiVersion\":\"{kind.GroupVersion}\",");

    private static void WriteList(ArrayBufferWriter<byte> buffer, ResourceKind kind, List<StoredObject> objects, string version, string? next, long left)
    {
        var more = kind.IsCustom && next is null ? ",\"continue\":\"\"" : next is null ? "" : $",\"continue\":\"{next}\"";
        if (left > 0) more += $",\"remainingItemCount\":{left}";
        buffer.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind.ListKind}\",\"apiVersion\":\"{kind.GroupVersion}\",\"metadata\":{{\"resourceVersion\":\"{version}\"{more}}},\"items\":["));
        for (var i = 0; i < objects.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            WriteObject(buffer, kind, objects[i], withType: kind.IsCustom);
        }
        buffer.Write("]}"u8);
    }

    private static void WritePartial(ArrayBufferWriter<byte> buffer, List<StoredObject> objects, string version, string? next, long left)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version };
        if (next is not null) metadata["continue"] = next;
        if (left > 0) metadata["remainingItemCount"] = left;
        buffer.Write(JsonText.Utf8(new JsonObject
        {
            ["kind"] = "PartialObjectMetadataList",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["items"] = objects.Count == 0 ? null : new JsonArray([.. objects.Select(Partial)]),
        }));
    }
}
