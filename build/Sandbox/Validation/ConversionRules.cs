using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>
/// How objects of one version of a custom kind become those of another. The sandbox calls no webhook, so one is accepted only
/// where there is nothing to convert: where the kind is served in one version.
/// </summary>
internal static class ConversionRules
{
    private const string Path = "spec.conversion";

    public static void Check(JsonObject spec, List<Cause> causes)
    {
        var conversion = spec.Object("conversion");
        if (conversion is null) return;
        var strategy = conversion.Text("strategy") ?? "";
        if (strategy.Length == 0) causes.Add(Cause.Required($"{Path}.strategy"));
        else if (strategy == "Webhook" && spec.Objects("versions").Count(v => v.Flag("served")) > 1) causes.Add(Cause.NotSupported($"{Path}.strategy", strategy, ["None"]));
        else causes.AddUnlessOneOf($"{Path}.strategy", strategy, "None", "Webhook");
        var client = conversion.Object("webhook", "clientConfig");
        if (strategy == "Webhook")
        {
            if (client is null) causes.Add(Cause.Required($"{Path}.webhookClientConfig", "required when strategy is set to Webhook"));
            else WebhookRules.Client(client, $"{Path}.webhookClientConfig", causes);
            Versions(conversion, causes);
            return;
        }
        if (client is not null) causes.Add(Cause.Forbidden($"{Path}.webhookClientConfig", "should not be set when strategy is not set to Webhook"));
        if (conversion.Texts("webhook", "conversionReviewVersions").Any()) causes.Add(Cause.Forbidden($"{Path}.conversionReviewVersions", "should not be set when strategy is not set to Webhook"));
    }

    private static void Versions(JsonObject conversion, List<Cause> causes)
    {
        const string path = $"{Path}.conversionReviewVersions";
        if (!conversion.Texts("webhook", "conversionReviewVersions").Any()) causes.Add(Cause.Required(path));
        else WebhookRules.Versions(conversion.At("webhook", "conversionReviewVersions")!, path, causes);
    }
}
