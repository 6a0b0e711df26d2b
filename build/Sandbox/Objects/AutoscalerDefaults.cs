using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>What an autoscaler measures and how fast it goes where it does not say so.</summary>
internal static class AutoscalerDefaults
{
    private const int Period = 15;

    public static void Apply(JsonObject spec)
    {
        if (!spec.Objects("metrics").Any()) spec["metrics"] = new JsonArray(Processor());
        if (spec.Object("behavior") is not { } behavior) return;
        Rules(behavior.Need("scaleUp"), Policy("Pods", 4), Policy("Percent", 100));
        behavior.Need("scaleUp").Default("stabilizationWindowSeconds", 0);
        Rules(behavior.Need("scaleDown"), Policy("Percent", 100));
    }

    private static void Rules(JsonObject rules, params JsonNode[] policies)
    {
        rules.Default("selectPolicy", "Max");
        if (!rules.Objects("policies").Any()) rules["policies"] = new JsonArray(policies);
    }

    private static JsonObject Policy(string type, int value) => new() { ["type"] = type, ["value"] = value, ["periodSeconds"] = Period };

    private static JsonObject Processor() => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = "cpu",
            ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 },
        },
    };
}
