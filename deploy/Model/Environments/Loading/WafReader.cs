using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>waf</c>.</summary>
internal static class WafReader
{
    public static WafSettings Read(YamlSection section, SandboxSettings? sandbox, IReadOnlyList<Brand> brands, YamlSection services)
    {
        var waf = new WafSettings
        {
            Mode = section.Optional("mode", Scalars.OneOf<WafMode>(), sandbox is null ? WafMode.Blocking : WafMode.Off),
            Exclusions = [.. (section.OptionalSections("exclusions") ?? []).Select(exclusion => Exclusion(exclusion, [.. brands.Select(brand => brand.Name)]))],
        };
        if (waf.Mode == WafMode.Off)
        {
            const string Remedy = ", but waf.mode is off: set it to detection or blocking, or remove this";
            if (waf.Exclusions.Count > 0)
            {
                section.Report("exclusions", $" are for the web application firewall{Remedy}");
            }

            if (services.Has(ServiceTable.Waf.Name))
            {
                services.Report(ServiceTable.Waf.Name, $" is the size of the web application firewall{Remedy}");
            }
        }

        section.Finish();
        return waf;
    }

    private static WafExclusion Exclusion(YamlSection section, IReadOnlyList<string> brands)
    {
        var exclusion = new WafExclusion
        {
            Brand = section.Required("brand", Scalars.OneOf(brands), ""),
            Rule = section.Required("rule", Scalars.WafRule, 0),
            Path = section.Optional("path", Scalars.UrlPath, "/"),
            At = section.Optional<string?>("at", Scalars.OptionalWafField, null),
            Reason = section.Required("reason", Scalars.Reason, ""),
        };
        section.Finish();
        return exclusion;
    }
}
