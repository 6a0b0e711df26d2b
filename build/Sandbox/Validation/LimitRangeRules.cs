using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>LimitRanges.</summary>
internal static class LimitRangeRules
{
    private static readonly string[] Standard = ["Pod", "Container", "PersistentVolumeClaim"];

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var limit in obj.Objects("spec", "limits"))
        {
            var path = $"spec.limits[{at++}]";
            var type = limit.Text("type") ?? "";
            var problems = Names.Qualified(type).ToList();
            causes.AddInvalid($"{path}.type", type, problems);
            if (problems.Count == 0 && !type.Contains('/', StringComparison.Ordinal) && !Standard.Contains(type)) causes.Add(Cause.Invalid($"{path}.type", type, "must be a standard limit type or fully qualified"));
            if (!types.Add(type)) causes.Add(Cause.Duplicate($"{path}.type", type));
            Limit(limit, type, path, causes);
        }
    }

    private static void Limit(JsonObject limit, string type, string path, List<Cause> causes)
    {
        var names = new List<string>();
        void Field(string field)
        {
            foreach (var (name, _) in limit.Object(field) ?? [])
            {
                if (type is "Pod" or "Container") ResourceRules.Name(name, $"{path}.{field}[{name}]", causes);
                else ResourceRules.AnyName(name, $"{path}.{field}[{name}]", causes);
                if (!names.Contains(name)) names.Add(name);
            }
        }
        Field("max");
        Field("min");
        foreach (var field in (ReadOnlySpan<string>)["default", "defaultRequest"])
        {
            if (type != "Pod") Field(field);
            else if (limit[field] is not null) causes.Add(Cause.Forbidden($"{path}.{field}", "may not be specified when `type` is 'Pod'"));
        }
        if (type == "PersistentVolumeClaim" && limit.At("min", "storage") is null && limit.At("max", "storage") is null)
        {
            causes.Add(Cause.Required($"{path}.limits", "either minimum or maximum storage value is required, but neither was provided"));
        }
        Field("maxLimitRequestRatio");
        foreach (var name in names) Compare(limit, type, name, path, causes);
    }

    private static void Compare(JsonObject limit, string type, string name, string path, List<Cause> causes)
    {
        JsonNode? Of(string field) => type == "Pod" && field.StartsWith("default", StringComparison.Ordinal) ? null : limit.At(field, name);
        void Order(string lower, string lowerName, string higher, string higherName, string place, string shown)
        {
            if (AmountRules.Size(Of(lower)) > AmountRules.Size(Of(higher)))
            {
                causes.Add(Cause.Invalid($"{path}.{place}[{name}]", Of(shown), $"{lowerName} value {Of(lower)} is greater than {higherName} value {Of(higher)}"));
            }
        }
        Order("min", "min", "max", "max", "min", "min");
        Order("min", "min", "defaultRequest", "default request", "defaultRequest", "defaultRequest");
        Order("defaultRequest", "default request", "max", "max", "defaultRequest", "defaultRequest");
        Order("defaultRequest", "default request", "default", "default limit", "defaultRequest", "defaultRequest");
        Order("min", "min", "default", "default", "default", "min");
        Order("default", "default", "max", "max", "default", "max");
        if (AmountRules.Size(Of("maxLimitRequestRatio")) is { } ratio)
        {
            var place = $"{path}.maxLimitRequestRatio[{name}]";
            if (ratio < ResourceRules.Whole) causes.Add(Cause.Invalid(place, Of("maxLimitRequestRatio"), $"ratio {Of("maxLimitRequestRatio")} is less than 1"));
            if (AmountRules.Size(Of("min")) is { IsZero: false } min && AmountRules.Size(Of("max")) is { } max && (double)ratio / 1e9 > (double)max / (double)min)
            {
                causes.Add(Cause.Invalid(place, Of("maxLimitRequestRatio"), $"ratio {Of("maxLimitRequestRatio")} is greater than max/min = {((double)max / (double)min).ToString("F6", CultureInfo.InvariantCulture)}"));
            }
        }
        if ((ResourceRules.IsExtended(name) || name.StartsWith("hugepages-", StringComparison.Ordinal))
            && AmountRules.Size(Of("default")) is { } set && AmountRules.Size(Of("defaultRequest")) is { } request && set != request)
        {
            causes.Add(Cause.Invalid($"{path}.defaultRequest[{name}]", Of("defaultRequest"), $"default value {Of("default")} must equal to defaultRequest value {Of("defaultRequest")} in {name}"));
        }
    }
}
