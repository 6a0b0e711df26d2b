using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>What a fresh cluster, and every new namespace, comes with.</summary>
internal sealed class Bootstrap(ClusterState state, ClusterOptions options)
{
    public static readonly ObjectKind Namespace = new("", "Namespace");

    private static readonly ObjectKey Kubernetes = new(new ObjectKind("", "Service"), "default", "kubernetes");

    private const string Manager = "kube-controller-manager";
    private const string Certificate = "kube-root-ca.crt";
    private const string Server = "kube-apiserver";

    /// <summary>Takes back what someone has written into a certificate.</summary>
    public void AfterWrite(StoredObject stored)
    {
        if (stored.Key is { Kind: { Group: "", Kind: "ConfigMap" }, Name: Certificate } && !stored.IsBeingDeleted) Furnish(stored.Key.Namespace);
    }

    /// <summary>Makes an object again that no namespace or cluster is without.</summary>
    public void AfterRemoval(ObjectKey key)
    {
        if (key == Kubernetes) KubernetesService();
        if (key is { Kind: { Group: "", Kind: "ServiceAccount" }, Name: "default" } or { Kind: { Group: "", Kind: "ConfigMap" }, Name: Certificate }) Furnish(key.Namespace);
    }

    public void Run()
    {
        foreach (var ns in (ReadOnlySpan<string>)["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            Ensure("v1", "Namespace", ns, manager: Server);
            Furnish(ns);
        }
        Ensure("storage.k8s.io/v1", "StorageClass", "standard", obj =>
        {
            obj.Need("metadata").Need("annotations")["storageclass.kubernetes.io/is-default-class"] = "true";
            obj["provisioner"] = "sitebuilder.dev/local";
            obj["allowVolumeExpansion"] = true;
        });
        PriorityClass("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node.");
        PriorityClass("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.");
        foreach (var role in BootstrapRoles.Read()) Ensure(role, Server);
        KubernetesService();
    }

    /// <summary>The Service under which pods reach the API.</summary>
    public void KubernetesService()
    {
        Ensure("v1", "Service", "kubernetes", obj =>
        {
            var metadata = obj.Need("metadata");
            metadata["namespace"] = "default";
            metadata["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
            obj["spec"] = new JsonObject
            {
                ["clusterIP"] = state.FirstServiceAddress,
                ["ipFamilyPolicy"] = "SingleStack",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["targetPort"] = 6443 }),
            };
        }, Server);
    }

    /// <summary>The service account and the certificate of a namespace.</summary>
    public void Furnish(string ns)
    {
        Ensure("v1", "ServiceAccount", "default", obj => obj.Need("metadata")["namespace"] = ns);
        var key = new ObjectKey(new ObjectKind("", "ConfigMap"), ns, Certificate);
        if (state.Get(key) is { } found && !JsonAccess.Same(found["data"], new JsonObject { ["ca.crt"] = options.RootCertificate }))
        {
            var changed = found.Clone();
            changed["data"] = new JsonObject { ["ca.crt"] = options.RootCertificate };
            state.Update(changed, Manager);
        }
        Ensure("v1", "ConfigMap", key.Name, obj =>
        {
            var metadata = obj.Need("metadata");
            metadata["namespace"] = ns;
            metadata["annotations"] = new JsonObject
            {
                ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
            };
            obj["data"] = new JsonObject { ["ca.crt"] = options.RootCertificate };
        });
    }

    private void PriorityClass(string name, long value, string description) => Ensure("scheduling.k8s.io/v1", "PriorityClass", name, obj =>
    {
        obj["value"] = value;
        obj["description"] = description;
    });

    private void Ensure(string apiVersion, string kind, string name, Action<JsonObject>? complete = null, string manager = Manager)
    {
        var obj = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };
        complete?.Invoke(obj);
        Ensure(obj, manager);
    }

    private void Ensure(JsonObject obj, string manager)
    {
        var kind = state.Kinds.Of(obj)!;
        if (state.Get(new ObjectKey(kind.ObjectKind, obj.Text("metadata", "namespace") ?? "", obj.Text("metadata", "name")!)) is not null) return;
        try
        {
            state.Create(obj, manager);
        }
        catch (StatusException e) when (e.Code is 409 or 403 or 404)
        {
            // made by someone else, or the namespace is going
        }
    }
}
