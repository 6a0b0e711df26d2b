using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>All functions and operators that a rule can call.</summary>
internal static class Library
{
    private static readonly ILookup<string, Function> ByName = new[]
    {
        Operators.All, Conversions.All, TimeFunctions.All, TextFunctions.All, ListFunctions.All, OptionalFunctions.All, AddressFunctions.All, UrlFunctions.All,
        QuantityFunctions.All, SemanticVersion.All, NamedFormat.All,
    }.SelectMany(f => f).ToLookup(f => f.Name, StringComparer.Ordinal);

    /// <summary>Whether a function asks what someone may do. There is nobody here whom it could ask; a real server knows it all the same.</summary>
    public static bool IsAboutAccess(string name) => name is "path" or "group" or "serviceAccount" or "resource" or "subresource" or "namespace" or "name" or "fieldSelector" or "labelSelector"
        or "check" or "error" or "errored" or "allowed" or "reason";

    /// <summary>The forms of a function; none where there is no such function.</summary>
    public static IReadOnlyList<Function> Find(string name) => [.. ByName[name]];
}
