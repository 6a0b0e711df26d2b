using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>The addresses that a Service asks for and the families of addresses it may have. The cluster has IPv4 alone.</summary>
internal static class ServiceFamilies
{
    private const string Address = "clusterIP";
    private const string Addresses = "clusterIPs";

    /// <summary>Says both kinds of addresses the same way, fills in the families, and tells what cannot be had.</summary>
    public static List<Cause> Settle(JsonObject spec)
    {
        List<Cause> causes = [];
        var (one, all) = (spec.Text(Address) ?? "", spec.Texts(Addresses).ToList());
        if (one.Length > 0 && all.Count == 0) all = [one];
        var shown = new JsonArray([.. all.Select(a => JsonValue.Create(a))]);
        if (one.Length == 0 && all.Count > 0) causes.Add(Cause.Invalid($"spec.{Addresses}", shown, "must be empty when `clusterIP` is not specified"));
        else if (one.Length > 0 && all[0] != one) causes.Add(Cause.Invalid($"spec.{Addresses}", shown, "first value must match `clusterIP`"));
        var families = spec.Texts("ipFamilies").ToList();
        for (var i = 0; i < families.Count; i++)
        {
            causes.AddUnlessOneOf($"spec.ipFamilies[{i}]", families[i], "IPv4", "IPv6");
            if (families.IndexOf(families[i]) < i) causes.Add(Cause.Duplicate($"spec.ipFamilies[{i}]", families[i]));
        }
        causes.AddUnlessOneOf("spec.ipFamilyPolicy", spec.Text("ipFamilyPolicy"), "PreferDualStack", "RequireDualStack", "SingleStack");
        if (!Valid(all, shown, causes)) return causes;
        if (all.Count > 2) causes.Add(Cause.Invalid($"spec.{Addresses}", shown, "may only hold up to 2 values"));
        if (all.Count > 1 && all.Select(IsSix).Distinct().Count() < 2) causes.Add(Cause.Invalid($"spec.{Addresses}", shown, "may specify no more than one IP for each IP family"));
        for (var i = 0; i < Math.Min(all.Count, families.Count) && all[0] != "None"; i++)
        {
            if (IsSix(all[i]) != (families[i] == "IPv6")) causes.Add(Cause.Invalid($"spec.{Addresses}[{i}]", all[i], $"expected an {families[i]} value as indicated by `ipFamilies[{i}]`"));
        }
        if (causes.Count == 0) Families(spec, all, shown, families, causes);
        return causes;
    }

    private static bool Valid(List<string> all, JsonArray shown, List<Cause> causes)
    {
        var before = causes.Count;
        if (all is ["None", _, ..]) causes.Add(Cause.Invalid($"spec.{Addresses}", shown, "'None' must be the first and only value"));
        for (var i = 0; i < all.Count; i++)
        {
            if (i > 0 || all[0] != "None") AddressRules.Address(all[i], $"spec.{Addresses}[{i}]", causes);
        }
        return causes.Count == before;
    }

    private static void Families(JsonObject spec, List<string> all, JsonArray shown, List<string> families, List<Cause> causes)
    {
        // nothing is sent to a Service without addresses and pods, so it may have families the cluster has not
        var free = all is ["None"] && spec.Object("selector") is not { Count: > 0 };
        var policy = spec.Text("ipFamilyPolicy") ?? (free ? "RequireDualStack" : "SingleStack");
        if (policy == "SingleStack" && families.Count == 2) causes.Add(Cause.Invalid("spec.ipFamilyPolicy", policy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified"));
        if (policy == "SingleStack" && all.Count == 2) causes.Add(Cause.Invalid("spec.ipFamilyPolicy", policy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified"));
        if (causes.Count > 0) return;
        for (var i = 0; i < all.Count; i++)
        {
            if (IsSix(all[i])) causes.Add(Cause.Invalid($"spec.{Addresses}[{i}]", shown, "IPv6 is not configured on this cluster"));
        }
        for (var i = 0; i < families.Count && !free; i++)
        {
            if (families[i] == "IPv6") causes.Add(Cause.Invalid($"spec.ipFamilies[{i}]", families[i], "not configured on this cluster"));
        }
        if (policy == "RequireDualStack" && !free && causes.Count == 0) causes.Add(Cause.Invalid("spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services"));
        if (causes.Count > 0) return;
        if (families.Count == 0) families.Add("IPv4");
        if (free && families.Count == 1 && policy != "SingleStack") families.Add(families[0] == "IPv4" ? "IPv6" : "IPv4");
        spec["ipFamilies"] = new JsonArray([.. families.Select(f => JsonValue.Create(f))]);
        spec["ipFamilyPolicy"] = policy;
    }

    private static bool IsSix(string address) => address.Contains(':', StringComparison.Ordinal);
}
