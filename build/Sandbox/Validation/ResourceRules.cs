using System.Numerics;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What containers request and are limited to.</summary>
internal static class ResourceRules
{
    private static readonly BigInteger Whole = BigInteger.Pow(10, 9);

    public static void Check(JsonObject? resources, string path, List<Cause> causes)
    {
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, value) in resources.Object(list) ?? [])
            {
                var place = $"{path}.{list}[{name}]";
                Name(name, place, causes);
                if (!Quantity.TryParse(value!.ToString(), out var amount, out _)) continue;
                if (amount < 0) causes.Add(Cause.Invalid(place, value, "must be greater than or equal to 0"));
                if (name.Contains('/', StringComparison.Ordinal) && amount % Whole != 0) causes.Add(Cause.Invalid(place, value, "must be an integer"));
                if (list == "requests" && resources.Text("limits", name) is { } limit && Quantity.TryParse(limit, out var most, out _) && amount > most)
                {
                    causes.Add(Cause.Invalid($"{path}.requests", value, $"must be less than or equal to {name} limit of {limit}"));
                }
                else if (list == "requests" && name.Contains('/', StringComparison.Ordinal) && resources.Text("limits", name) != value.ToString())
                {
                    causes.Add(resources.Text("limits", name) is null
                        ? Cause.Required($"{path}.limits", "Limit must be set for non overcommitable resources")
                        : Cause.Invalid($"{path}.requests", value, $"must be equal to {name} limit of {resources.Text("limits", name)}"));
                }
            }
        }
    }

    private static void Name(string name, string path, List<Cause> causes)
    {
        if (Names.Qualified(name).Any())
        {
            causes.AddInvalid(path, name, Names.Qualified(name));
            return;
        }
        if (name.Contains('/', StringComparison.Ordinal) || name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal)) return;
        if (name is not ("storage" or "pods")) causes.Add(Cause.Invalid(path, name, "must be a standard resource type or fully qualified"));
        causes.Add(Cause.Invalid(path, name, "must be a standard resource for containers"));
    }
}
