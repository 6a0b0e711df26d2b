using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;
using YamlDotNet.Core;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The options of a deletion: those in the body or, where there is none, those in the query.</summary>
internal static class DeleteRequest
{
    public static async Task<DeleteOptions> OptionsAsync(HttpContext context)
    {
        var bytes = await Body.ReadAsync(context);
        var given = bytes.Length == 0 ? FromQuery(context.Request.Query) : FromBody(bytes, Body.ContentType(context));
        var dryRun = given.Texts("dryRun").ToList();
        if (dryRun.Exists(v => v != "All"))
        {
            throw Refusal.InvalidOptions("DeleteOptions", new Cause("FieldValueNotSupported", "dryRun", $"Unsupported value: [{string.Join(",", dryRun.Select(v => $"\"{v}\""))}]: supported values: \"All\""));
        }
        return new DeleteOptions(Propagation(given), (int?)given.Number("gracePeriodSeconds"), given.Text("preconditions", "uid"), given.Text("preconditions", "resourceVersion"), dryRun.Count > 0)
        {
            User = context.Features.Get<User>(),
            Warn = warning => Answer.WarnAbout(context, [warning]),
        };
    }

    private static DeletePropagation? Propagation(JsonObject given)
    {
        var orphan = given["orphanDependents"] is null ? (bool?)null : given.Flag("orphanDependents");
        if (given.Text("propagationPolicy") is not { } policy) return orphan is null ? null : orphan.Value ? DeletePropagation.Orphan : DeletePropagation.Background;
        if (orphan is not null) throw Refusal.InvalidOptions("DeleteOptions", Cause.Invalid("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        return policy switch
        {
            "Foreground" => DeletePropagation.Foreground,
            "Background" => DeletePropagation.Background,
            "Orphan" => DeletePropagation.Orphan,
            _ => throw Refusal.InvalidOptions("DeleteOptions", Cause.NotSupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"])),
        };
    }

    private static JsonObject FromBody(byte[] bytes, string type)
    {
        var options = KindTable.Type("meta.v1.DeleteOptions");
        if (type == Body.Binary) return Body.FromBinary(bytes, options);
        if (type is not ("application/json" or "application/yaml")) throw new StatusException(415, "UnsupportedMediaType", Body.UnknownFormat);
        var raw = Read(bytes, type == "application/yaml");
        var kind = raw.Text("kind") ?? "";
        if (kind is not ("" or "DeleteOptions"))
        {
            throw Refusal.BadRequest($"no kind \"{kind}\" is registered for version \"{raw.Text("apiVersion") ?? "v1"}\" in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"");
        }
        try
        {
            return new Objects.Decoder(null).Struct(raw, options, "", options.ShortName, "");
        }
        catch (DecodeException e)
        {
            throw Refusal.BadRequest(e.Message);
        }
    }

    private static JsonObject Read(byte[] bytes, bool yaml)
    {
        try
        {
            var node = yaml ? Yaml.Read(Encoding.UTF8.GetString(bytes)) : JsonText.Parse(bytes);
            return (node ?? new JsonObject()) as JsonObject ?? throw Refusal.BadRequest(
                $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}");
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"couldn't get version/kind; json parse error: {JsonProblem.Describe(bytes, e)}");
        }
        catch (YamlException e)
        {
            throw Refusal.BadRequest(JsonProblem.Describe(e));
        }
    }

    private static JsonObject FromQuery(IQueryCollection query)
    {
        var given = new JsonObject { ["dryRun"] = new JsonArray([.. query["dryRun"].Select(v => JsonValue.Create(v))]) };
        if (query["propagationPolicy"].FirstOrDefault() is { Length: > 0 } policy) given["propagationPolicy"] = policy;
        if (ListQuery.Flag(query, "orphanDependents") is { } orphan) given["orphanDependents"] = orphan;
        if (query["gracePeriodSeconds"].FirstOrDefault() is { } text)
        {
            given["gracePeriodSeconds"] = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds
                : throw Refusal.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
        }
        return given;
    }
}
