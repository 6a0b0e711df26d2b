using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Manifests.Services;

/// <summary>What an environment says to the rules: whether they block, and which do not count where.</summary>
public static class WafRules
{
    private const int FirstNumber = 10_000;

    /// <summary>The file <c>rules.conf</c>.</summary>
    public static string Of(DeliveryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"SecRuleEngine {(environment.Waf.Mode == WafMode.Blocking ? "On" : "DetectionOnly")}\n");
        foreach (var (number, exclusion) in environment.Waf.Exclusions.Index())
        {
            text.Append(Exclusion(FirstNumber + number, exclusion, environment.Brands.Single(brand => brand.Name == exclusion.Brand)));
        }

        return text.ToString();
    }

    private static string Exclusion(int number, WafExclusion exclusion, Brand brand)
    {
        var hosts = string.Join('|', brand.Hosts.Select(Regex.Escape));
        var action = exclusion.At is { } field ? $"ctl:ruleRemoveTargetById={exclusion.Rule};{field}" : $"ctl:ruleRemoveById={exclusion.Rule}";
        return $"""

            # {exclusion.Brand}: {Regex.Replace(exclusion.Reason.Trim(), @"[\s\\]+", " ")}
            SecRule REQUEST_HEADERS:Host "@rx (?i)^(?:{hosts})(?::[0-9]+)?$" "id:{number},phase:1,t:none,pass,nolog,chain"
                SecRule REQUEST_FILENAME "@rx ^{Regex.Escape(exclusion.Path.TrimEnd('/'))}(?:/|$)" "t:none,t:normalizePath,{action}"

            """;
    }
}
