using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>One reason why an object is invalid, with the field it speaks of.</summary>
internal sealed record Cause(string Reason, string Field, string Message)
{
    public static Cause Required(string field, string detail = "") =>
        new("FieldValueRequired", field, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static Cause Invalid(string field, JsonNode? value, string detail) => new("FieldValueInvalid", field, $"Invalid value: {JsonText.Text(value)}{(detail.Length > 0 ? $": {detail}" : "")}");

    public static Cause Forbidden(string field, string detail) => new("FieldValueForbidden", field, $"Forbidden: {detail}");

    public static Cause NotSupported(string field, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static Cause Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", field, $"Duplicate value: {JsonText.Text(value)}");

    public static Cause NotFound(string field, JsonNode? value) => new("FieldValueNotFound", field, $"Not found: {JsonText.Text(value)}");

    public static Cause TooLong(string field, long most) => new("FieldValueTooLong", field, $"Too long: may not be more than {most} bytes");

    /// <summary>A list or map with more than it may have.</summary>
    public static Cause TooMany(string field, long count, long most) => new("FieldValueTooMany", field, $"Too many: {count}: must have at most {most} item{(most == 1 ? "" : "s")}");

    public static Cause Type(string field, JsonNode? value, string detail) => new("FieldValueTypeInvalid", field, $"Invalid value: {JsonText.Text(value)}: {detail}");

    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
