using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>ValidatingAdmissionPolicies: everything that is written is held against those that a binding puts into force.</summary>
internal sealed class Policies(ClusterState state)
{
    public static readonly ObjectKind Policy = new("admissionregistration.k8s.io", "ValidatingAdmissionPolicy");
    public static readonly ObjectKind Binding = new("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding");

    private static readonly ObjectKind Namespace = new("", "Namespace");

    private readonly ConcurrentDictionary<(string Name, string Uid, long Version), PolicyProgram> _programs = new();

    /// <exception cref="StatusException">A policy does not admit the write.</exception>
    public void Admit(string operation, ResourceKind kind, string subresource, JsonObject? obj, JsonObject? old, User user, bool dryRun, Action<string>? warn)
    {
        // policies are not asked about policies, or one could shut itself in
        if (kind is { Group: "admissionregistration.k8s.io", IsCustom: false }) return;
        var bindings = state.Store.List(Binding, null).Objects;
        if (bindings.Count == 0) return;
        var (ns, name) = ((obj ?? old).Text("metadata", "namespace") ?? "", (obj ?? old).Text("metadata", "name") ?? "");
        if (kind is { Kind: "Namespace", Group: "" }) ns = name;
        var around = ns.Length > 0 && kind.Namespaced ? state.Get(new ObjectKey(Namespace, "", ns)) : null;
        var request = new PolicyRequest(operation, kind, subresource, ns, name, obj, old, around, user, dryRun);
        StatusException? denied = null;
        foreach (var policy in state.Store.List(Policy, null).Objects)
        {
            if (PolicyMatch.Version(policy.Object.Object("spec", "matchConstraints"), request, state.Kinds) is not { } version) continue;
            var program = Program(policy);
            foreach (var binding in bindings.Where(b => b.Object.Text("spec", "policyName") == policy.Key.Name))
            {
                if (PolicyMatch.Version(binding.Object.Object("spec", "matchResources"), request, state.Kinds) is null) continue;
                denied ??= Bound(program, policy, binding, request, version, warn);
            }
        }
        if (denied is not null) throw denied;
    }

    /// <summary>Says in the status of a policy that it is in force. Its expressions are checked when it is written, so there is no more to tell.</summary>
    public static void AfterWrite(ClusterState state, StoredObject policy)
    {
        if (policy.IsBeingDeleted || policy.Object.Number("status", "observedGeneration") == policy.Metadata.Number("generation")) return;
        var changed = policy.Object.Clone();
        changed["status"] = new JsonObject { ["observedGeneration"] = policy.Metadata.Number("generation"), ["typeChecking"] = new JsonObject() };
        state.UpdateStatus(changed, "kube-controller-manager");
    }

    private PolicyProgram Program(StoredObject policy)
    {
        var key = (policy.Key.Name, policy.Uid, policy.ResourceVersion);
        if (_programs.TryGetValue(key, out var known)) return known;
        foreach (var other in _programs.Keys.Where(k => k.Name == policy.Key.Name)) _programs.TryRemove(other, out _);
        return _programs[key] = PolicyProgram.Of(policy.Object.Object("spec") ?? []);
    }

    private StatusException? Bound(PolicyProgram program, StoredObject policy, StoredObject binding, PolicyRequest request, string version, Action<string>? warn)
    {
        var (policyName, bindingName) = (policy.Key.Name, binding.Key.Name);
        StatusException Denial(PolicyDecision decision) => PolicyRefusal.Denied(request, $"ValidatingAdmissionPolicy '{policyName}' with binding '{bindingName}' denied request: {decision.Message}", decision.Reason);
        if (Parameters(program.Spec.Object("paramKind"), binding.Object.Object("spec", "paramRef"), request, out var parameters) is { } problem)
        {
            return program.Spec.Text("failurePolicy") == "Ignore" ? null : Denial(new PolicyDecision($"failed to configure binding: {problem}"));
        }
        var actions = binding.Object.Texts("spec", "validationActions").ToList();
        StatusException? denied = null;
        foreach (var decision in parameters.SelectMany(p => PolicyEvaluation.Decide(program, request, version, p)))
        {
            if (actions.Contains("Warn")) warn?.Invoke($"Validation failed for ValidatingAdmissionPolicy '{policyName}' with binding '{bindingName}': {decision.Message}");
            if (actions.Contains("Deny")) denied ??= Denial(decision);
        }
        return denied;
    }

    /// <summary>The objects that a binding takes parameters from; what is wrong with it where it is.</summary>
    private string? Parameters(JsonObject? kind, JsonObject? reference, PolicyRequest request, out List<JsonObject?> found)
    {
        found = [null];
        if (kind is null || reference is null) return null;
        if (state.Kinds.ByKind(kind.Text("apiVersion") ?? "", kind.Text("kind") ?? "") is not { } served) return $"paramKind kind `{kind.Text("apiVersion")}, Kind={kind.Text("kind")}` not known";
        var ns = reference.Text("namespace") ?? "";
        if (!served.Namespaced && ns.Length > 0) return "paramRef.namespace must not be provided for a cluster-scoped `paramKind`";
        if (served.Namespaced && ns.Length == 0) ns = request.Namespace;
        if (served.Namespaced && ns.Length == 0) return "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources";
        var all = state.List(served.ObjectKind, served.Namespaced ? ns : null);
        found = reference.Text("name") is { Length: > 0 } name
            ? [.. all.Where(o => o.Text("metadata", "name") == name)]
            : [.. all.Where(o => PolicyMatch.Selects(reference["selector"], o))];
        return found.Count == 0 && reference.Text("parameterNotFoundAction") == "Deny" ? "no params found for policy binding with `Deny` parameterNotFoundAction" : null;
    }
}
