using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>The JSON schema of a build's parameters.</summary>
public class SchemaUtility
{
    private static readonly string[] s_hosts =
    [
        "AppVeyor", "AzurePipelines", "Bamboo", "Bitbucket", "Bitrise", "GitHubActions", "GitLab", "Jenkins",
        "Rider", "SpaceAutomation", "TeamCity", "Terminal", "TravisCI", "VisualStudio", "VSCode",
    ];

    /// <summary>The schema as text.</summary>
    public static string GetJsonString(INukeBuild build)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
            Write(writer, (NukeBuild)build);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The schema as a document.</summary>
    public static JsonDocument GetJsonDocument(INukeBuild build) => JsonDocument.Parse(GetJsonString(build));

    private static void Write(Utf8JsonWriter writer, NukeBuild build)
    {
        var parameters = BuildParameters.Of(build.GetType());
        using (Object(writer))
        {
            writer.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
            using (Object(writer, "definitions"))
            {
                WriteEnum(writer, "Host", s_hosts);
                WriteEnum(writer, "ExecutableTarget", build.ExecutableTargets.Select(x => x.Name).Order(StringComparer.Ordinal));
                WriteEnum(writer, "Verbosity", Enum.GetNames<Verbosity>(), description: string.Empty);
                using (Object(writer, "NukeBuild"))
                    WriteProperties(writer, build, parameters.Where(x => !x.IsOwn));
            }

            writer.WriteStartArray("allOf");
            using (Object(writer))
                WriteProperties(writer, build, parameters.Where(x => x.IsOwn));
            using (Object(writer))
                writer.WriteString("$ref", "#/definitions/NukeBuild");
            writer.WriteEndArray();
        }
    }

    private static void WriteEnum(Utf8JsonWriter writer, string name, IEnumerable<string> values, string description = null)
    {
        using (Object(writer, name))
        {
            writer.WriteString("type", "string");
            if (description != null)
                writer.WriteString("description", description);
            WriteValues(writer, values);
        }
    }

    private static void WriteValues(Utf8JsonWriter writer, IEnumerable<string> values)
    {
        writer.WriteStartArray("enum");
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, NukeBuild build, IEnumerable<BuildParameter> parameters)
    {
        using (Object(writer, "properties"))
        {
            foreach (var parameter in parameters.OrderBy(x => x.Name, StringComparer.Ordinal))
            {
                using (Object(writer, parameter.Name))
                    WriteParameter(writer, build, parameter);
            }
        }
    }

    private static void WriteParameter(Utf8JsonWriter writer, NukeBuild build, BuildParameter parameter)
    {
        var type = ParameterDescription.TypeOf(parameter.Member);
        var element = type.IsArray ? type.GetElementType()
            : type.IsGenericType && Nullable.GetUnderlyingType(type) == null ? type.GetGenericArguments()[0]
            : null;
        var reference = Reference(element ?? type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var integer = plain == typeof(int);

        if (element != null)
            writer.WriteString("type", "array");
        else if (reference == null)
            WriteType(writer, type, plain);
        if (parameter.Attribute.Description is { } description)
            writer.WriteString("description", description.TrimEnd('.'));
        if (parameter.Member.IsDefined(typeof(SecretAttribute), inherit: true))
            writer.WriteString("default", "Secrets must be entered via 'nuke :secrets [profile]'");
        if (integer)
            writer.WriteString("format", "int32");
        if (element != null)
        {
            using (Object(writer, "items"))
            {
                if (reference != null)
                    writer.WriteString("$ref", reference);
                else
                    writer.WriteString("type", Name(element));
            }
        }
        else if (reference != null)
        {
            writer.WriteString("$ref", reference);
        }

        if (parameter.Attribute.GetValueSet(parameter.Member, build) is { } values && reference == null)
            WriteValues(writer, values.Select(x => x.Text).Order(StringComparer.Ordinal));
    }

    private static void WriteType(Utf8JsonWriter writer, Type type, Type plain)
    {
        if (type == plain || plain == typeof(bool))
        {
            writer.WriteString("type", Name(plain));
            return;
        }

        writer.WriteStartArray("type");
        writer.WriteStringValue(Name(plain));
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static string Name(Type type) =>
        type == typeof(bool) ? "boolean" : type == typeof(int) || type == typeof(long) ? "integer" : "string";

    private static string Reference(Type type) =>
        type == typeof(ExecutableTarget) || type == typeof(Verbosity) || type == typeof(Host) ? $"#/definitions/{type.Name}" : null;

    private static IDisposable Object(Utf8JsonWriter writer, string name = null) => DelegateDisposable.CreateBracket(
        () =>
        {
            if (name == null)
                writer.WriteStartObject();
            else
                writer.WriteStartObject(name);
        },
        writer.WriteEndObject);
}
