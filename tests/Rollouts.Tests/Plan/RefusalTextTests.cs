using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Rollouts.Tests.Plan;

public sealed class RefusalTextTests
{
    [Fact]
    public void Conflict_names_each_field_and_its_owner() => Text(409, "Conflict", "Apply failed with 2 conflicts", [
            new StatusCause("FieldManagerConflict", "conflict with \"kubectl-edit\" using apps/v1", ".spec.replicas"),
            new StatusCause("FieldManagerConflict", "conflict with \"argocd\"", ".spec.template")])
        .ShouldBe("Deployment shop/web: fields are owned by another manager: .spec.replicas (owned by kubectl-edit), .spec.template (owned by argocd); "
            + "leave them out of the manifests, or set gates.rollout.drift (or --drift) to keep or take-back");

    [Theory]
    [InlineData("Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {}: field is immutable")]
    [InlineData("Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.0.0.1\"]: may not change once set")]
    [InlineData("StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden")]
    [InlineData("RoleBinding.rbac.authorization.k8s.io \"web\" is invalid: roleRef: Invalid value: {}: cannot change roleRef")]
    [InlineData("StorageClass.storage.k8s.io \"fast\" is invalid: parameters: Forbidden: updates to parameters are forbidden.")]
    [InlineData("Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`")]
    public void Change_that_is_never_possible_says_so(string message) => Text(422, "Invalid", message)
        .ShouldBe($"Deployment shop/web: a field that cannot change was changed: {message}; give the object a new name, or let it be deleted and made anew with annotation sitebuilder.dev/recreate: allow");

    [Fact]
    public void Object_that_holds_data_is_never_offered_to_be_made_anew() =>
        RefusalText.Of(new ObjectKey("", "PersistentVolumeClaim", "shop", "data"), new ApiRefusedException(422, "Invalid", "spec is immutable after creation", []))
            .ShouldBe("PersistentVolumeClaim shop/data: a field that cannot change was changed: spec is immutable after creation; give the object a new name, or delete it by hand first");

    [Fact]
    public void Field_that_the_kind_does_not_know_is_named() => Text(500, "", "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema")
        .ShouldBe("Deployment shop/web: does not fit its kind: .spec.replica: field not declared in schema; correct the manifest");

    [Fact]
    public void Every_other_refusal_is_told_in_the_servers_words() => Text(403, "Forbidden", "pods \"web\" is forbidden: exceeded quota: small")
        .ShouldBe("Deployment shop/web: the API server refuses it (403 Forbidden): pods \"web\" is forbidden: exceeded quota: small");

    private static string Text(int code, string reason, string message, IReadOnlyList<StatusCause>? causes = null) =>
        RefusalText.Of(new ObjectKey("apps", "Deployment", "shop", "web"), new ApiRefusedException(code, reason, message, causes ?? []));
}
