using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>PodDisruptionBudgets.</summary>
internal static class DisruptionRules
{
    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            var shown = InternalForm.Of(spec, "minAvailable", "selector", "maxUnavailable", "unhealthyPodEvictionPolicy");
            causes.Add(Cause.Invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set"));
        }
        foreach (var field in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            AmountRules.Check(spec[field], $"spec.{field}", causes);
            AmountRules.AtMostAll(spec[field], $"spec.{field}", causes);
        }
        SelectorRules.Check(spec.Object("selector"), "spec.selector", causes);
        causes.AddUnlessOneOf("spec.unhealthyPodEvictionPolicy", spec.Text("unhealthyPodEvictionPolicy"), "AlwaysAllow", "IfHealthyBudget");
    }
}
