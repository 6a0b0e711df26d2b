using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>StorageClasses and PriorityClasses.</summary>
internal static class ClassRules
{
    private const int MostParameters = 512;
    private const int LargestParameters = 256 << 10;
    private const long HighestPriority = 1_000_000_000;

    public static void Storage(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var provisioner = obj.Text("provisioner") ?? "";
        if (provisioner.Length == 0) causes.Add(Cause.Required("provisioner"));
        else causes.AddInvalid("provisioner", provisioner.ToLowerInvariant(), Names.Qualified(provisioner.ToLowerInvariant()));
        Parameters(obj.Object("parameters"), causes);
        if (obj.Text("reclaimPolicy") is { Length: > 0 } policy) causes.AddUnlessOneOf("reclaimPolicy", policy, "Delete", "Retain");
        causes.AddUnlessOneOf("volumeBindingMode", obj.Text("volumeBindingMode"), "Immediate", "WaitForFirstConsumer");
        Topologies(obj, causes);
        if (old is null) return;
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"]) causes.AddChanged(field, obj[field], old[field]);
    }

    public static IEnumerable<string> StorageWarnings(JsonObject obj, JsonObject? old)
    {
        var terms = obj.Objects("allowedTopologies").ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            var at = 0;
            foreach (var expression in terms[i].Objects("matchLabelExpressions"))
            {
                if (PodWarnings.OldLabel(expression.Text("key") ?? "") is { } message) yield return $"allowedTopologies[{i}].matchLabelExpressions[{at}].key: {message}";
                at++;
            }
        }
    }

    public static void Priority(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var value = obj.Number("value") ?? 0;
        if (old is null)
        {
            var name = obj.Text("metadata", "name") ?? "";
            if (name.StartsWith("system-", StringComparison.Ordinal))
            {
                if (SystemProblem(name, value, obj.Flag("globalDefault")) is { } problem)
                {
                    causes.Add(Cause.Forbidden("metadata.name", $"priority class names with 'system-' prefix are reserved for system use only. error: {problem}"));
                }
            }
            else if (value > HighestPriority)
            {
                causes.Add(Cause.Forbidden("value", $"maximum allowed value of a user defined priority is {HighestPriority}"));
            }
            if (obj.Text("preemptionPolicy") is "") causes.Add(Cause.Required("preemptionPolicy"));
            else causes.AddUnlessOneOf("preemptionPolicy", obj.Text("preemptionPolicy"), "PreemptLowerPriority", "Never");
            return;
        }
        if (value != (old.Number("value") ?? 0)) causes.Add(Cause.Forbidden("value", "may not be changed in an update."));
        causes.AddChanged("preemptionPolicy", obj["preemptionPolicy"], old["preemptionPolicy"]);
    }

    private static string? SystemProblem(string name, long value, bool isDefault)
    {
        if (name is not ("system-node-critical" or "system-cluster-critical")) return $"{name} is not a known system priority class";
        var expected = name == "system-node-critical" ? 2_000_001_000 : 2_000_000_000;
        if (value != expected) return $"value of {name} PriorityClass must be {expected}";
        return isDefault ? $"globalDefault of {name} PriorityClass must be false" : null;
    }

    private static void Parameters(JsonObject? parameters, List<Cause> causes)
    {
        if (parameters is null) return;
        if (parameters.Count > MostParameters)
        {
            causes.Add(Cause.TooLong("parameters", MostParameters));
            return;
        }
        if (parameters.ContainsKey("")) causes.Add(Cause.Invalid("parameters", "", "field can not be empty."));
        if (parameters.Sum(p => p.Key.Length + p.Value!.ToString().Length) > LargestParameters) causes.Add(Cause.TooLong("parameters", LargestParameters));
    }

    private static void Topologies(JsonObject obj, List<Cause> causes)
    {
        var terms = obj.Objects("allowedTopologies").ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            var path = $"allowedTopologies[{i}].matchLabelExpressions";
            var keys = new HashSet<string>(StringComparer.Ordinal);
            var at = 0;
            foreach (var expression in terms[i].Objects("matchLabelExpressions"))
            {
                var place = $"{path}[{at++}]";
                var values = expression.Texts("values").ToList();
                if (values.Count == 0) causes.Add(Cause.Required($"{place}.values"));
                for (var j = 0; j < values.Count; j++)
                {
                    if (values.IndexOf(values[j]) < j) causes.Add(Cause.Duplicate($"{place}.values[{j}]", values[j]));
                }
                var key = expression.Text("key") ?? "";
                causes.AddInvalid($"{place}.key", key, Names.Qualified(key));
                if (!keys.Add(key)) causes.Add(Cause.Duplicate($"{place}.key", key));
            }
            if (terms.Take(i).Any(t => JsonAccess.Same(t, terms[i]))) causes.Add(Cause.Duplicate(path, ""));
        }
    }
}
