namespace SiteBuilder.Manifests.Tests;

/// <summary>What one object says about another is true, in every environment.</summary>
public class CrossReferenceTests
{
    public static TheoryData<string, string> EnvironmentsAndChecks =>
        [.. Platform.Environments.SelectMany(environment => CrossReferences.Checks.Keys.Select(check => (environment.Data, check)))];

    [Theory, MemberData(nameof(EnvironmentsAndChecks))]
    public void References_between_objects_hold(string environment, string check) =>
        CrossReferences.Checks[check](Platform.Render(environment)).ShouldBeEmpty(check);

    /// <summary>Check, object, what is spoilt, by what.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "every object has a namespace that is rendered too", "Service sites", "metadata/namespace", "elsewhere" },
        { "every object carries our labels", "Service sites", "metadata/labels/sitebuilder.dev~release", "" },
        { "no object is rendered twice", "Service postgres", "metadata/name", "postgres-pods" },
        { "every selector finds the pods of exactly one workload", "Service sites", "spec/selector/app.kubernetes.io~name", "other" },
        { "every service without a selector has somebody who may write its endpoints", "Role postgres", "rules/1/resourceNames", "" },
        { "every role binding gives a role to an account", "RoleBinding postgres", "roleRef/name", "other" },
        { "every ingress backend is a port of a service", "Ingress gateway", "spec/rules/0/http/paths/0/backend/service/name", "other" },
        { "every mount has a volume and every volume is mounted", "Deployment sites", "spec/template/spec/volumes/0/name", "other" },
        { "every file that a variable names is in a mounted object", "Deployment sites", "spec/template/spec/containers/0/env/3/value", "/etc/other" },
        { "every service account, autoscaler target and headless service exists", "Deployment sites", "spec/template/spec/serviceAccountName", "other" },
        { "every cluster address in a variable is a service", "Deployment storefront", "spec/template/spec/containers/0/env/0/value", "http://other.backend.svc.cluster.local" },
        { "every probe goes to a port of its container", "Deployment sites", "spec/template/spec/containers/0/livenessProbe/httpGet/port", "other" },
        { "every config map and secret is mounted, but for the key of the authority", "Job sites-migrate", "spec/template/spec/volumes/1/configMap/name", "other" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_broken_reference_is_noticed(string check, string item, string path, string value)
    {
        var objects = Platform.Render("local");
        objects.The(item.Split(' ')[0], item.Split(' ')[1]).Set(path, value.Length == 0 ? null : value);

        CrossReferences.Checks[check](objects).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_check_has_a_fault_that_it_notices() => Faults.Select(row => row.Data.Item1).Order().ShouldBe(CrossReferences.Checks.Keys.Order());

    [Fact]
    public void The_order_is_stable() =>
        Platform.Render("production").Select(item => item.Id()).ShouldBe(Platform.Render("production").Select(item => item.Id()));
}
