using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>IngressClasses.</summary>
internal static partial class IngressClassRules
{
    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        if (old is not null) causes.AddChanged("spec.controller", obj.Text("spec", "controller") ?? "", old.Text("spec", "controller"));
        Controller(obj.Text("spec", "controller") ?? "", "spec.controller", causes);
        if (obj.Object("spec", "parameters") is { } parameters) Parameters(parameters, "spec.parameters", causes);
    }

    private static void Controller(string name, string path, List<Cause> causes)
    {
        if (name.Length > 250) causes.Add(Cause.TooLong(path, 250));
        if (name.Length == 0) causes.Add(Cause.Required(path));
        else if (name.Split('/', 2) is not [{ Length: > 0 } host, { Length: > 0 } rest]) causes.Add(Cause.Invalid(path, name, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
        else
        {
            causes.AddInvalid(path, host, Names.Subdomain(host));
            if (!HttpPath().IsMatch(rest)) causes.Add(Cause.Invalid(path, rest, @"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')"));
        }
    }

    private static void Parameters(JsonObject parameters, string path, List<Cause> causes)
    {
        ReferenceRules.Local(parameters, path, causes);
        var ns = parameters.Text("namespace");
        switch (parameters.Text("scope"))
        {
            case null:
                causes.Add(Cause.Required($"{path}.scope"));
                break;
            case "Namespace" when ns is null:
                causes.Add(Cause.Required($"{path}.namespace", "`parameters.scope` is set to 'Namespace'"));
                break;
            case "Namespace":
                causes.AddInvalid($"{path}.namespace", ns, Names.Label(ns));
                break;
            case "Cluster":
                if (ns is not null) causes.Add(Cause.Forbidden($"{path}.namespace", "`parameters.scope` is set to 'Cluster'"));
                break;
            case { } scope:
                causes.Add(Cause.NotSupported($"{path}.scope", scope, ["Cluster", "Namespace"]));
                break;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+\z")]
    private static partial Regex HttpPath();
}
