using Microsoft.AspNetCore.Http;

namespace SiteBuilder.ServiceDefaults.Metrics;

/// <summary>The brand a request belongs to, for metrics and logs. A service sets it once it knows; a host nobody owns has none.</summary>
public static class RequestBrand
{
    /// <summary>The label of requests without a brand.</summary>
    public const string None = "none";

    private static readonly object Key = new();

    /// <summary>Says which brand the request belongs to. Only names of known brands: each one is a label of its own.</summary>
    public static void SetBrand(this HttpContext context, string brand) => context.Items[Key] = brand;

    internal static string Brand(this HttpContext context) => context.Items[Key] as string ?? None;
}
