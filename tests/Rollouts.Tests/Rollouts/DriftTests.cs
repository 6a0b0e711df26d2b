using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

[Trait("Suite", "Service")]
public sealed class DriftTests(TestCluster cluster)
{
    [Fact]
    public async Task Edit_of_a_field_that_we_own_is_refused_and_its_editor_named()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = "by hand" } }));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")));

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - ConfigMap rt/settings: fields are owned by another manager: .data.key (owned by kubectl-edit); leave them out of the manifests, or set gates.rollout.drift (or --drift) to keep or take-back
              remedy: correct all of them and run again
            """);
        (await ValueAsync(name)).ShouldBe("by hand");
    }

    [Fact]
    public async Task Edit_of_a_field_that_we_own_is_taken_back_where_conflicts_are_forced()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")) with { Drift = DriftPolicy.TakeBack };
        await cluster.RunAsync(request);
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = "by hand" } }));

        var result = await cluster.RunAsync(request);

        result.Entries.Select(e => $"{e.Object} {e.Action}").ShouldBe([$"Namespace {name} Unchanged", $"ConfigMap {name}/settings Updated"]);
        (await ValueAsync(name)).ShouldBe("one");
    }

    [Fact]
    public async Task Edit_that_is_kept_or_taken_back_is_reported_with_its_editor()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"));
        await cluster.RunAsync(request);
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = "by hand" } }));
        await cluster.EditAsync("v1", "Secret", name, "login", Workloads.Node(new { data = new { password = "dHdv" } }));

        var kept = await cluster.RunAsync(request with { Drift = DriftPolicy.Keep });
        var stays = await ValueAsync(name);
        var plan = await new Rollout(TimeProvider.System).PlanAsync(request with { Drift = DriftPolicy.TakeBack }, TestContext.Current.CancellationToken);
        var back = await cluster.RunAsync(request with { Drift = DriftPolicy.TakeBack });

        kept.Changed.ShouldBeFalse();
        kept.Warnings.ShouldBe([$"ConfigMap {name}/settings: .data.key is \"by hand\" by kubectl-edit and is kept; the release says \"one\"", $"Secret {name}/login: .data.password is *** by kubectl-edit and is kept; the release says ***"]);
        stays.ShouldBe("by hand");
        cluster.Plain(plan.ToText(), name).ShouldBe("""
            wave 0: 1 unchanged
            wave 20
              ~ ConfigMap rt/settings
                  ~ data.key: "by hand" -> "one"
              ~ Secret rt/login
                  ~ data.password: *** -> ***
            warning: ConfigMap rt/settings: .data.key is "by hand" by kubectl-edit and is taken back to "one"
            warning: Secret rt/login: .data.password is *** by kubectl-edit and is taken back to ***
            2 to update, 1 unchanged

            """);
        back.Warnings.Count.ShouldBe(2);
        (await ValueAsync(name)).ShouldBe("one");
        (await cluster.RunAsync(request)).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task Kept_edit_does_not_stop_other_changes_of_the_object()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings").With("data.other", "one"));
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = "by hand" } }));

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings").With("data.other", "two")) with { Drift = DriftPolicy.Keep });

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!.ToJsonString().ShouldBe("""{"key":"by hand","other":"two"}""");
    }

    [Fact]
    public async Task Sidecar_that_was_injected_stays_through_a_new_version()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));
        await cluster.Client.SendAsync(
            HttpMethod.Patch, $"/apis/apps/v1/namespaces/{name}/deployments/web?fieldManager=injector",
            Workloads.Node(new { spec = new { template = new { spec = new { containers = new[] { new { name = "proxy", image = ShellImage.Name, imagePullPolicy = "IfNotPresent", command = new[] { "sh", "-c", "sleep 100000" } } } } } } }).ToJsonString(),
            "application/strategic-merge-patch+json", TestContext.Current.CancellationToken);

        var same = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));
        var next = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "2"));

        same.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        next.Entries.Single(e => e.Action == ChangeAction.Updated).Object.ShouldBe($"Deployment {name}/web");
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Items("spec", "template", "spec", "containers").Select(c => c.Text("name")).ShouldBe(["main", "proxy"], ignoreOrder: true);
    }

    [Fact]
    public async Task Certificates_that_a_controller_has_filled_into_a_webhook_are_left_alone()
    {
        Assert.SkipUnless(cluster.IsReal, "The sandbox serves no webhooks; SITEBUILDER_TEST_KUBECONFIG names a cluster that does.");
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Webhook(name, name)) with { Drift = DriftPolicy.TakeBack };
        await cluster.RunAsync(request);
        var bundle = Convert.ToBase64String(Encoding.ASCII.GetBytes(Authority()));
        await cluster.Client.SendAsync(
            HttpMethod.Patch, $"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{name}?fieldManager=cainjector",
            $$"""[{"op":"add","path":"/webhooks/0/clientConfig/caBundle","value":"{{bundle}}"}]""", "application/json-patch+json", TestContext.Current.CancellationToken);

        var same = await cluster.RunAsync(request);
        var named = Workloads.Webhook(name, name).With("webhooks.0.clientConfig.caBundle", "").With("webhooks.0.timeoutSeconds", 2);
        var next = await cluster.RunAsync(request with { Objects = [Workloads.Namespace(name), named] });

        same.Changed.ShouldBeFalse();
        next.Warnings.ShouldBeEmpty();
        var live = (await cluster.FindAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, name))!["webhooks"]![0];
        live.Text("clientConfig", "caBundle").ShouldBe(bundle);
        live.Number("timeoutSeconds").ShouldBe(2);
        await cluster.DeleteAsync("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, name);
    }

    [Theory]
    [InlineData(DriftPolicy.Refuse)]
    [InlineData(DriftPolicy.TakeBack)]
    public async Task Replicas_of_an_autoscaler_that_the_release_does_not_know_are_left_alone(DriftPolicy policy)
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web")) with { Drift = policy };
        await cluster.RunAsync(request);
        await cluster.ScaleAsync(name, "web", 2, "kube-controller-manager");

        var same = await cluster.RunAsync(request);
        await cluster.RunAsync(request with { Objects = [Workloads.Namespace(name), Workloads.Deployment(name, "web", "2")] });

        same.Changed.ShouldBeFalse();
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("spec", "replicas").ShouldBe(2);
    }

    [Fact]
    public async Task What_somebody_has_removed_comes_back()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "gone"));
        await cluster.RunAsync(request);
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = (string?)null } }));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "gone");

        var result = await cluster.RunAsync(request);

        result.Entries.Select(e => $"{e.Object} {e.Action}").ShouldBe([$"Namespace {name} Unchanged", $"ConfigMap {name}/settings Updated", $"ConfigMap {name}/gone Created"], ignoreOrder: true);
        (await ValueAsync(name)).ShouldBe("one");
    }

    [Fact]
    public async Task What_others_add_is_left_alone()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(request);
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { metadata = new { annotations = new { seen = "yes" } }, data = new { more = "theirs" } }));

        (await cluster.RunAsync(request)).Changed.ShouldBeFalse();

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!.ToJsonString().ShouldBe("""{"key":"one","more":"theirs"}""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Replicas_that_an_autoscaler_has_set_are_left_alone(int? replicas)
    {
        var name = cluster.NewNameForPods();
        var web = Web("1");
        await cluster.RunAsync(name, Workloads.Namespace(name), web, Workloads.Autoscaler(name, "web", 2));
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web", live => live.Number("spec", "replicas") == 2)).Number("spec", "replicas").ShouldBe(2);

        var second = await cluster.RunAsync(name, Workloads.Namespace(name), Web("1"), Workloads.Autoscaler(name, "web", 2));
        var third = await cluster.RunAsync(name, Workloads.Namespace(name), Web("2"), Workloads.Autoscaler(name, "web", 2));

        second.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        third.Entries.Single(e => e.Action != ChangeAction.Unchanged).Object.ShouldBe($"Deployment {name}/web");
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("spec", "replicas").ShouldBe(2);

        JsonObject Web(string version)
        {
            var item = Workloads.Deployment(name, "web", version);
            item["spec"]!.AsObject().Remove("replicas");
            return replicas is { } number ? item.With("spec.replicas", number) : item;
        }
    }

    [Fact]
    public async Task Replicas_that_KEDA_has_set_for_a_ScaledObject_are_left_alone()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(cluster.NewName(), Workloads.ScaledObjects());
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.ScaledObject(name, "web", 1));
        await cluster.ScaleAsync(name, "web", 2, "keda");

        var second = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.ScaledObject(name, "web", 1));

        second.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("spec", "replicas").ShouldBe(2);
    }

    [Fact]
    public async Task Replicas_that_the_autoscaler_has_not_touched_stay_as_they_were_when_the_manifest_changes_them()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web").With("spec.replicas", 2), Workloads.Autoscaler(name, "web", 1));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web").With("spec.replicas", 1), Workloads.Autoscaler(name, "web", 1));

        result.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        (await cluster.FindAsync("apps/v1", "Deployment", name, "web")).Number("spec", "replicas").ShouldBe(2);
    }

    [Fact]
    public async Task Object_that_is_being_deleted_is_made_anew_when_it_is_gone()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(request);
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { metadata = new { finalizers = new[] { "example.com/hold" } } }));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "settings");
        var uid = (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("metadata", "uid");

        var (_, text) = await cluster.FailAsync(request with { StallDeadline = TimeSpan.FromSeconds(2) });
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { metadata = new { finalizers = (string[]?)null } }));
        var result = await cluster.RunAsync(request);

        text.ShouldBe("""
            Deploy failed at ConfigMap rt/settings: is to be made anew, but 2 s after its deletion it is still there: it waits for its finalizers ["example.com/hold"]
              remedy: see what its finalizers wait for, and run again
            """);
        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("metadata", "uid").ShouldNotBe(uid);
    }

    private static string Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=checks", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private async Task<string?> ValueAsync(string name) => (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key");
}
