using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Rules;

public sealed class PolicyControllerTests
{
    [Fact]
    public async Task Pods_that_a_policy_does_not_admit_are_made_once_it_is_gone()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: {matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: \"has(object.metadata.labels.team)\", message: a pod has a team}]}}");
        cluster.Create("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: b}, spec: {policyName: p, validationActions: [Deny]}}");
        cluster.Create("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: r}, spec: {replicas: 1, selector: {matchLabels: {app: r}}, template: {metadata: {labels: {app: r}}, spec: {containers: [{name: c, image: 'app:1'}]}}}}");
        await cluster.Until(() => cluster.State.List(ClusterKinds.Event).Any(e => e.Text("reason") == "FailedCreate" && e.Text("message")!.Contains("denied request: a pod has a team", StringComparison.Ordinal)));
        cluster.State.List(ClusterKinds.Pod).ShouldBeEmpty();
        cluster.State.Delete(new ObjectKey(new ObjectKind("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"), "", "b"));
        await cluster.Until(() => cluster.State.List(ClusterKinds.Pod).Count == 1);
    }
}
